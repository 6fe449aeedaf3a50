package io.skerry.edge.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skerry explain URL}: asks a running edge what it would do with a request, and why. */
@Command(
        name = "explain",
        description =
                "Say what a running edge would do with a request: route, key, what is stored, why it may or may not be used,"
                        + " what would purge it. Fetches and changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  skerry explain https://shop.example.com/product/42",
            "  skerry explain https://shop.example.com/ -H 'Accept-Language: de' --client 192.0.2.1 --format json"
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "An absolute URL, as a client would ask for it.")
    private String url = "";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A field of the request; may be given several times.")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "GET", description = "Default: GET.")
    private String method = "GET";

    @Option(
            names = "--client",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "Where the request would come from. Default: 127.0.0.1.")
    private String client = "127.0.0.1";

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text (default) or json.")
    private Format format = Format.TEXT;

    @Mixin
    private AdminOptions adminOptions = new AdminOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** How the explanation is printed. */
    enum Format {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws InterruptedException {
        StringBuilder path = new StringBuilder("/explain?url=").append(encoded(url));
        headers.forEach(header -> path.append("&header=").append(encoded(header)));
        path.append("&method=").append(encoded(method));
        path.append("&client=").append(encoded(client));
        path.append("&format=").append(format.name().toLowerCase(Locale.ROOT));
        String explanation = adminOptions.access(spec.commandLine().getErr()).get(path.toString());
        spec.commandLine().getOut().print(explanation);
        spec.commandLine().getOut().flush();
        return ExitCode.OK.number();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
