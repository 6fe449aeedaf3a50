package io.skerry.edge.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        description = "Purge stored responses of a running edge; in force there when this command returns.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  skerry purge https://shop.example.com/product/42",
            "  skerry purge --tag price-table --soft",
            "  skerry purge --prefix shop.example.com/assets --dry-run",
            "  skerry purge --everything --site shop --wait 10",
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

    @Option(names = "--everything", description = "All that is stored; cannot be combined, but with --site.")
    private boolean everything;

    @Option(names = "--site", paramLabel = "SITE", description = "Only what belongs to this site.")
    private String site = "";

    @Option(
            names = "--soft",
            description =
                    "Make stale instead of removing: validated at the next use, and still there if the origin fails.")
    private boolean soft;

    @Option(names = "--dry-run", description = "Show what would go, and purge nothing.")
    private boolean dryRun;

    @Option(names = "--node-only", description = "Leave the other nodes of the cluster alone.")
    private boolean nodeOnly;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description =
                    "Wait so long for all nodes, 0 to 30; exit code 1 if some are late. Without it 2 seconds, and 0.")
    private @Nullable Integer wait;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key with the same purge does nothing a second time, for a day.")
    private String key = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "A note for the audit log.")
    private String reason = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: what the edge answered, as it is.")
    private Format format = Format.TEXT;

    @Mixin
    private AdminOptions adminOptions = new AdminOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** How the answer is printed. */
    enum Format {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws InterruptedException {
        PurgeOrder order = new PurgeOrder(selectors(), scope(), how());
        if (order.selectsNothing()) {
            throw new ParameterException(
                    spec.commandLine(), "purge what? Name URLs, --tag, --prefix, --host or --everything.");
        }
        if (wait != null && (wait < 0 || wait > 30)) {
            throw new ParameterException(spec.commandLine(), "--wait: 0 to 30 seconds, not " + wait);
        }
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new ParameterException(spec.commandLine(), "--idempotency-key: it may not have control characters");
        }
        AdminAccess.Reply reply =
                adminOptions.access(spec.commandLine().getErr()).purge(order, fields());
        return print(reply).number();
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

    private PurgeOrder.How how() {
        return new PurgeOrder.How(
                soft ? PurgeOrder.Mode.SOFT : PurgeOrder.Mode.HARD,
                dryRun ? PurgeOrder.Action.DRY_RUN : PurgeOrder.Action.PURGE,
                nodeOnly ? PurgeOrder.Reach.NODE : PurgeOrder.Reach.CLUSTER,
                site,
                reason);
    }

    private SequencedMap<String, String> fields() {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        if (wait != null) {
            fields.put("Prefer", "wait=" + wait);
        }
        if (!key.isEmpty()) {
            fields.put("Idempotency-Key", key);
        }
        return fields;
    }

    private ExitCode print(AdminAccess.Reply reply) {
        PurgeAnswer answer = PurgeAnswer.of(reply.status(), reply.body());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        switch (format) {
            case JSON -> out.println(reply.body());
            case TEXT -> answer.lines().forEach(answer instanceof PurgeAnswer.Refused ? err::println : out::println);
        }
        return switch (answer) {
            case PurgeAnswer.Done done -> ExitCode.OK;
            case PurgeAnswer.UnderWay late -> wait == null ? ExitCode.OK : ExitCode.PROBLEMS;
            case PurgeAnswer.Refused refused -> ExitCode.PROBLEMS;
        };
    }
}
