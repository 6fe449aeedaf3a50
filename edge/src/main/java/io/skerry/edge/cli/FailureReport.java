package io.skerry.edge.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints why a command ended early: one line for a {@link CommandFailure}, a stack trace for a defect of ours. */
final class FailureReport implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof CommandFailure expected) {
            command.getErr().println("skerry: " + expected.getMessage());
            return expected.exitCode().number();
        }
        throw failure;
    }
}
