package io.skerry.purgeapi.http;

import io.skerry.purgeapi.FieldError;
import io.skerry.purgeapi.ParsedBody;
import io.skerry.purgeapi.PurgeBody;
import io.skerry.purgeapi.PurgeCommand;
import io.skerry.purgeapi.PurgeUrl;
import io.skerry.purgeapi.SurrogateKeys;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One purge request of a known caller, from its fields to what it asks for. On its event loop alone. */
final class PurgeCall {

    private static final int MAX_BODY_BYTES = 1_000_000;
    private static final int MAX_KEY = 255;

    private final PurgeParts parts;
    private final IdempotentAnswers answers;
    private final PurgeExecution.Memory memory;
    private final ApiCall call;
    private final HttpServerRequest request;
    private final boolean surrogateKeys;

    PurgeCall(PurgeParts parts, IdempotentAnswers answers, PurgeExecution.Memory memory, ApiCall call) {
        this.parts = parts;
        this.answers = answers;
        this.memory = memory;
        this.call = call;
        this.request = call.request();
        this.surrogateKeys = request.headers().contains(SurrogateKeys.KEYS_FIELD);
    }

    void start() {
        List<String> keys = request.headers().getAll("Idempotency-Key");
        if (keys.size() > 1 || keys.stream().anyMatch(key -> key.isBlank() || key.length() > MAX_KEY)) {
            call.answer(PurgeResponse.malformed(
                    List.of(new FieldError("Idempotency-Key", "not one key of 1 to " + MAX_KEY + " characters"))));
        } else if (wantsJson() && !jsonContent()) {
            call.answer(PurgeResponse.refused(415, "The content must be application/json")
                    .with("Accept", "application/json"));
        } else if (declaredLength() > MAX_BODY_BYTES) {
            call.answer(tooLarge());
        } else if (describedByItsPath()) {
            parse(new byte[0]);
        } else {
            collect();
        }
    }

    private boolean describedByItsPath() {
        return switch (call.endpoint()) {
            case PurgeEndpoint.Target target -> true;
            case PurgeEndpoint.ServiceKey key -> true;
            case PurgeEndpoint.ServiceAll all -> true;
            default -> false;
        };
    }

    private boolean wantsJson() {
        return switch (call.endpoint()) {
            case PurgeEndpoint.Described described -> !surrogateKeys;
            case PurgeEndpoint.Zone zone -> true;
            case PurgeEndpoint.ServiceKeys keys -> !surrogateKeys;
            default -> false;
        };
    }

    private boolean jsonContent() {
        String type = request.getHeader("Content-Type");
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals("application/json");
    }

    private long declaredLength() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            // More digits than a long has.
            return Long.MAX_VALUE;
        }
    }

    private void collect() {
        BoundedContent.collect(request, MAX_BODY_BYTES, this::received);
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
    }

    private void received(BoundedContent.Outcome outcome) {
        switch (outcome) {
            case BoundedContent.Outcome.Complete complete ->
                parse(complete.content().getBytes());
            case BoundedContent.Outcome.TooLarge tooLarge -> call.answer(tooLarge());
            case BoundedContent.Outcome.Broken broken ->
                call.answer(PurgeResponse.refused(400, "The content ended before its end"));
        }
    }

    private static PurgeResponse tooLarge() {
        return PurgeResponse.refused(
                413, "The content is larger than " + MAX_BODY_BYTES + " bytes; nothing was purged");
    }

    private void parse(byte[] content) {
        switch (read(content)) {
            case ParsedBody.Invalid invalid -> call.answer(PurgeResponse.malformed(invalid.errors()));
            case ParsedBody.Unsupported unsupported -> call.answer(PurgeResponse.unsupported(unsupported.errors()));
            case ParsedBody.Parsed parsed -> within(parsed.command(), content);
        }
    }

    private ParsedBody read(byte[] content) {
        List<String> keys = request.headers().getAll(SurrogateKeys.KEYS_FIELD);
        List<String> soft = request.headers().getAll(SurrogateKeys.SOFT_FIELD);
        return switch (call.endpoint()) {
            case PurgeEndpoint.Described described ->
                surrogateKeys ? SurrogateKeys.parse(keys, soft, content) : PurgeBody.parse(content);
            case PurgeEndpoint.Zone zone -> PurgeBody.parse(content);
            case PurgeEndpoint.ServiceKeys service -> SurrogateKeys.parse(keys, soft, content);
            case PurgeEndpoint.ServiceKey service -> SurrogateKeys.key(service.key(), soft);
            case PurgeEndpoint.ServiceAll service -> SurrogateKeys.everything(soft);
            case PurgeEndpoint.Target target -> PurgeUrl.parse(target.url(), soft);
            default -> throw new IllegalStateException("not a purge: " + call.endpoint());
        };
    }

    /** A site in the path restricts what the content asks for; it cannot ask for another. */
    private void within(PurgeCommand command, byte[] content) {
        Optional<String> site = siteOfPath();
        if (site.isEmpty()) {
            claim(command, content);
            return;
        }
        if (!parts.targets().get().knowsSite(site.get())) {
            call.answer(PurgeResponse.refused(404, "No site of this node has this name; nothing was purged"));
        } else if (!command.site().equals(site) && command.site().isPresent()) {
            call.answer(PurgeResponse.malformed(List.of(new FieldError("/site", "the path names another site"))));
        } else {
            claim(command.within(site.get()), content);
        }
    }

    private Optional<String> siteOfPath() {
        return switch (call.endpoint()) {
            case PurgeEndpoint.Zone zone -> Optional.of(zone.site());
            case PurgeEndpoint.ServiceKeys service -> Optional.of(service.site());
            case PurgeEndpoint.ServiceKey service -> Optional.of(service.site());
            case PurgeEndpoint.ServiceAll service -> Optional.of(service.site());
            default -> Optional.empty();
        };
    }

    private void claim(PurgeCommand command, byte[] content) {
        call.asks(command);
        String text = request.getHeader("Idempotency-Key");
        if (text == null || command.how().action() == PurgeCommand.Action.DRY_RUN) {
            execute(command, null);
            return;
        }
        IdempotentAnswers.Key key = new IdempotentAnswers.Key(call.caller(), text);
        switch (answers.claim(key, fingerprint(content))) {
            case IdempotentAnswers.Claim.First first -> execute(command, key);
            case IdempotentAnswers.Claim.Repeated repeated -> repeat(repeated.answer());
            case IdempotentAnswers.Claim.Different different ->
                call.answer(PurgeResponse.refused(
                        409, "Another request was made with this Idempotency-Key; nothing was purged"));
        }
    }

    private void repeat(CompletionStage<PurgeResponse> first) {
        var context = memory.context();
        first.thenAccept(
                answer -> context.runOnContext(hop -> call.answer(answer.with(PurgeResponse.REPLAYED, "true"))));
    }

    private void execute(PurgeCommand command, IdempotentAnswers.@Nullable Key key) {
        new PurgeExecution(parts, memory, call, dialect()).run(command, answer -> {
            if (key != null) {
                answers.answered(key, answer);
            }
            call.answer(answer);
        });
    }

    private PurgeExecution.Dialect dialect() {
        return switch (call.endpoint()) {
            case PurgeEndpoint.Zone zone -> PurgeExecution.Dialect.CLOUDFLARE;
            case PurgeEndpoint.Described described ->
                surrogateKeys ? PurgeExecution.Dialect.FASTLY : PurgeExecution.Dialect.NATIVE;
            default -> PurgeExecution.Dialect.FASTLY;
        };
    }

    /** Of everything that makes a difference to what is purged. */
    private String fingerprint(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, call.endpoint().toString());
            request.headers().getAll(SurrogateKeys.KEYS_FIELD).forEach(line -> add(digest, line));
            request.headers().getAll(SurrogateKeys.SOFT_FIELD).forEach(line -> add(digest, line));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }
}
