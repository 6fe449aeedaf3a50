package io.skerry.edge.demo;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The visitors' carts, in memory, one per value of the cookie {@value #COOKIE}: what an edge must never store. Belongs
 * to the event loop of the demo's origin.
 */
final class Carts {
    static final String COOKIE = "cart";
    private static final int MOST_CARTS = 1_000;
    private static final int MOST_OF_ONE = 99;

    private final RandomGenerator random;
    private final Map<String, Map<Product, Integer>> carts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<Product, Integer>> eldest) {
            return size() > MOST_CARTS;
        }
    };

    Carts(RandomGenerator random) {
        this.random = random;
    }

    /** One line of a cart, as the page shows it. */
    record Line(String id, String title, int count) {}

    /** A cart, as the page shows it. */
    record Content(int count, List<Line> lines) {}

    /** Answers {@code GET /cart}, and {@code POST /cart} with {@code {"add": "mug"}} or {@code {"empty": true}}. */
    Reply reply(DemoRequest request) {
        Optional<String> visitor = request.cookie(COOKIE).filter(carts::containsKey);
        if (request.isRead()) {
            return Reply.personal(content(visitor.map(carts::get).orElse(Map.of())));
        }
        if (!request.method().equals("POST")) {
            return Reply.problem(405, "a cart takes GET and POST").with("Allow", "GET, HEAD, POST");
        }
        return changed(visitor, request.body());
    }

    private Reply changed(Optional<String> visitor, String body) {
        JsonNode order;
        try {
            order = JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            return Reply.problem(400, "expected JSON");
        }
        Optional<Product> product = Product.of(order.path("add").asString(""));
        boolean empties = order.path("empty").asBoolean(false);
        if (product.isEmpty() && !empties) {
            return Reply.problem(400, "expected {\"add\": a product's id} or {\"empty\": true}");
        }
        String id = visitor.orElseGet(this::newVisitor);
        Map<Product, Integer> cart = carts.computeIfAbsent(id, unknown -> new LinkedHashMap<>());
        product.ifPresentOrElse(
                added -> cart.merge(added, 1, (had, one) -> Math.min(had + one, MOST_OF_ONE)), cart::clear);
        return Reply.personal(content(cart)).with("Set-Cookie", COOKIE + "=" + id + "; Path=/; HttpOnly; SameSite=Lax");
    }

    private String newVisitor() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    private static Content content(Map<Product, Integer> cart) {
        List<Line> lines = new ArrayList<>();
        int count = 0;
        for (Map.Entry<Product, Integer> entry : cart.entrySet()) {
            lines.add(new Line(entry.getKey().id(), entry.getKey().title(), entry.getValue()));
            count += entry.getValue();
        }
        return new Content(count, lines);
    }
}
