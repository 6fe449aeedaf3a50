package io.skerry.edge.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A running edge's admin listener, with the token it asks for. */
record AdminAccess(URI address, String token) {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Longer than the longest {@code Prefer: wait} the purge API grants. */
    private static final Duration ANSWER = Duration.ofSeconds(40);

    /** What the edge answered. */
    record Reply(int status, String body) {}

    /**
     * Sends the purge and waits until it is in force.
     *
     * @param fields of the request, besides those that it always has
     * @throws CommandFailure when no edge answers at the address
     */
    Reply purge(PurgeOrder order, Map<String, String> fields) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/purge"))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(order.json()));
        fields.forEach(request::header);
        HttpResponse<String> response = send(request.build());
        return new Reply(response.statusCode(), response.body());
    }

    /**
     * Gets what is at a path.
     *
     * @throws CommandFailure when no edge answers at the address, or it answers with an error
     */
    String get(String pathAndQuery) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(pathAndQuery))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .GET()
                .build();
        HttpResponse<String> response = send(request);
        if (response.statusCode() != 200) {
            throw new CommandFailure(
                    ExitCode.PROBLEMS, "the edge refused (" + response.statusCode() + "): " + detail(response.body()));
        }
        return response.body();
    }

    private static String detail(String problem) {
        try {
            return JsonMapper.shared().readTree(problem).path("detail").asString("no reason given");
        } catch (JacksonException notJson) {
            // A proxy in between may answer in HTML: the status alone then tells what happened.
            return "no reason given";
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (ConnectException refused) {
            throw new CommandFailure(
                    ExitCode.PROBLEMS,
                    "no edge answers at " + address + ": is it running, and is this its admin address?");
        } catch (IOException broken) {
            throw new CommandFailure(ExitCode.PROBLEMS, "talking to " + address + " failed: " + broken);
        }
    }
}
