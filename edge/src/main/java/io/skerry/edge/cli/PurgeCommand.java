package io.skerry.edge.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skerry purge …}: asks a running edge to stop serving stored responses. */
@Command(
        name = "purge",
        description = "Purge stored responses of a running edge; in force when this command returns.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  skerry purge https://shop.example.com/product/42",
            "  skerry purge --tag price-table --soft",
            "  skerry purge --everything --admin http://127.0.0.1:9090 --token skerry_pt_…"
        })
final class PurgeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "URL",
            arity = "0..*",
            description = "Absolute URLs, as clients ask for them; all variants and derived responses go too.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--tag", paramLabel = "TAG", split = ",", description = "Everything that carries this tag.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--prefix",
            paramLabel = "HOST/PATH",
            split = ",",
            description = "Everything below this path: shop.example.com/assets/v3")
    private List<String> prefixes = new ArrayList<>();

    @Option(names = "--host", paramLabel = "HOST", split = ",", description = "Everything of this host.")
    private List<String> hosts = new ArrayList<>();

    @Option(names = "--everything", description = "All that is stored; cannot be combined.")
    private boolean everything;

    @Option(
            names = "--soft",
            description =
                    "Make stale instead of removing: validated at the next use, and still there if the origin fails.")
    private boolean soft;

    @Option(names = "--reason", paramLabel = "TEXT", description = "A note for the audit log.")
    private String reason = "";

    @Mixin
    private AdminOptions adminOptions = new AdminOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PurgeOrder order = new PurgeOrder(selectors(), scope(), mode(), reason);
        if (order.selectsNothing()) {
            throw new ParameterException(
                    spec.commandLine(), "Purge what? Name URLs, --tag, --prefix, --host or --everything.");
        }
        return print(adminOptions.access(spec.commandLine().getErr()).purge(order))
                .number();
    }

    private SequencedMap<String, List<String>> selectors() {
        SequencedMap<String, List<String>> selectors = new LinkedHashMap<>();
        selectors.put("files", files);
        selectors.put("tags", tags);
        selectors.put("prefixes", prefixes);
        selectors.put("hosts", hosts);
        return selectors;
    }

    private PurgeOrder.Scope scope() {
        return everything ? PurgeOrder.Scope.EVERYTHING : PurgeOrder.Scope.SELECTED;
    }

    private PurgeOrder.Mode mode() {
        return soft ? PurgeOrder.Mode.SOFT : PurgeOrder.Mode.HARD;
    }

    private ExitCode print(PurgeAnswer answer) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        return switch (answer) {
            case PurgeAnswer.InForce(List<String> lines) -> {
                lines.forEach(out::println);
                yield ExitCode.OK;
            }
            case PurgeAnswer.Refused(List<String> lines) -> {
                lines.forEach(err::println);
                yield ExitCode.PROBLEMS;
            }
        };
    }
}
