package io.skerry.edge.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line in a line or two; who lacks a command is shown which there are. */
final class UsageReport implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("skerry: " + told(wrong));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        if (command.getSubcommands().isEmpty()) {
            err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        } else {
            command.usage(err);
        }
        err.flush();
        return ExitCode.USAGE.number();
    }

    private static String told(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(wrong.getMessage());
        }
        List<String> words = unmatched.getUnmatched();
        String first = words.isEmpty() ? "" : words.getFirst();
        if (first.startsWith("-")) {
            return "there is no option " + first;
        }
        boolean lacksCommand = !wrong.getCommandLine().getSubcommands().isEmpty();
        return lacksCommand ? "there is no command " + first : "one argument too many: " + first;
    }
}
