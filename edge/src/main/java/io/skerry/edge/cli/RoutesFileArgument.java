package io.skerry.edge.cli;

import io.skerry.edge.InstalledFunctions;
import io.skerry.edge.config.ReadResult;
import io.skerry.edge.config.RoutesFileReader;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.ReportFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Reads the routes file that a command line names. */
final class RoutesFileArgument {
    private RoutesFileArgument() {}

    static ReadResult read(Path file) {
        return RoutesFileReader.read(file, functions());
    }

    /**
     * The functions that a routes file may use.
     *
     * @throws CommandFailure when one on the class path is broken, or stands there twice
     */
    static FunctionSettingsCatalogue functions() {
        try {
            return InstalledFunctions.settings();
        } catch (IllegalArgumentException unusable) {
            throw new CommandFailure(ExitCode.NOT_STARTED, unusable.getMessage());
        }
    }

    /**
     * The file's content; its warnings are printed.
     *
     * @throws CommandFailure when it cannot be used, with everything that is wrong with it
     */
    static RoutesFile require(Path file, PrintWriter err) {
        return switch (read(file)) {
            case ReadResult.Loaded loaded -> {
                if (!loaded.warnings().isEmpty()) {
                    err.print(ReportFormat.TEXT.render(loaded.warnings()));
                    err.flush();
                }
                yield loaded.file();
            }
            case ReadResult.Refused(List<Problem> problems) -> {
                err.print(ReportFormat.TEXT.render(problems));
                throw new CommandFailure(ExitCode.PROBLEMS, "cannot use " + file);
            }
        };
    }
}
