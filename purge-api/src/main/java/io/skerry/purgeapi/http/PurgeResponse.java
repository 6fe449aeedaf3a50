package io.skerry.purgeapi.http;

import io.skerry.purgeapi.FieldError;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer ready to be sent.
 *
 * @param status its status
 * @param contentType its media type
 * @param fields further fields
 * @param content never changed once it is here
 * @param note why a call was refused, for the audit log; empty if it was not
 */
record PurgeResponse(int status, String contentType, Map<String, String> fields, Buffer content, String note) {

    /** The field of an answer that was given before, to the first call with the same key. */
    static final String REPLAYED = "Idempotency-Replayed";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CHALLENGE = "Bearer realm=\"skerry\"";

    PurgeResponse {
        fields = Map.copyOf(fields);
    }

    static PurgeResponse unauthorized(String note) {
        return problem(401, "A bearer token that this node knows is needed", List.of(), note)
                .with("WWW-Authenticate", CHALLENGE);
    }

    static PurgeResponse forbidden(FieldError lacking) {
        return problem(403, "The token does not allow this; nothing was purged", List.of(lacking), lacking.detail());
    }

    static PurgeResponse malformed(List<FieldError> errors) {
        return problem(
                400,
                "The request is malformed; nothing was purged",
                errors,
                errors.getFirst().detail());
    }

    static PurgeResponse unsupported(List<FieldError> errors) {
        return problem(
                501,
                "The request asks for what this node does not do; nothing was purged",
                errors,
                errors.getFirst().detail());
    }

    static PurgeResponse refused(int status, String detail) {
        return problem(status, detail, List.of(), detail);
    }

    private static PurgeResponse problem(int status, String detail, List<FieldError> errors, String note) {
        ObjectNode body = JSON.createObjectNode();
        body.put("title", title(status)).put("status", status).put("detail", detail);
        body.put("success", false);
        ArrayNode list = body.putArray("errors");
        for (FieldError error : errors) {
            list.addObject().put("pointer", error.pointer()).put("detail", error.detail());
        }
        return new PurgeResponse(status, "application/problem+json", Map.of(), bytes(body), note);
    }

    static PurgeResponse success(int status, ObjectNode body) {
        return new PurgeResponse(status, "application/json", Map.of(), bytes(body), "");
    }

    static PurgeResponse yaml(Buffer content) {
        return new PurgeResponse(200, "application/yaml", Map.of(), content, "");
    }

    private static Buffer bytes(ObjectNode body) {
        return Buffer.buffer(JSON.writeValueAsBytes(body));
    }

    /** The same answer with one field more. */
    PurgeResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new PurgeResponse(status, contentType, more, content, note);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
