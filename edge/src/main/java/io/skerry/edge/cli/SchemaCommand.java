package io.skerry.edge.cli;

import io.skerry.edge.config.schema.SchemaWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code skerry schema}: prints the JSON Schema of routes files. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of routes files, for editors.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Save it beside your file, and put this on the file's first line:",
            "  # yaml-language-server: $$schema=./skerry.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.print(SchemaWriter.write(RoutesFileArgument.functions()));
        out.flush();
        return ExitCode.OK.number();
    }
}
