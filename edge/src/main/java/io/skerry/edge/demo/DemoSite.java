package io.skerry.edge.demo;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the demo's origin answers to a request for the shop: every answer a whole value, no I/O. */
final class DemoSite {
    /** The origin allows a minute; the edge's routes file grants hashed names a year. */
    private static final String ASSET = "public, max-age=60";

    private static final String PAGE = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600";
    private static final String PHOTO = "public, max-age=3600";
    private static final String DATA = "no-cache";
    private static final String PRODUCT_PATH = "/product/";
    private static final String ORIGINALS_PATH = "/originals/";

    private final DemoAssets assets;
    private final Pages pages;
    private final Photos photos;
    private final Carts carts;

    DemoSite(DemoAssets assets, Photos photos, Carts carts) {
        this.assets = assets;
        this.pages = new Pages(assets);
        this.photos = photos;
        this.carts = carts;
    }

    /** The answer, at once for everything but a photo that is still being drawn. */
    CompletionStage<Reply> reply(DemoRequest request) {
        String path = request.path();
        if (path.equals("/cart")) {
            return CompletableFuture.completedFuture(carts.reply(request));
        }
        if (!request.isRead()) {
            return CompletableFuture.completedFuture(Reply.problem(405, "only the cart takes " + request.method())
                    .with("Allow", "GET, HEAD"));
        }
        if (path.startsWith(ORIGINALS_PATH)) {
            return photo(path);
        }
        return CompletableFuture.completedFuture(page(path));
    }

    private CompletionStage<Reply> photo(String path) {
        Optional<CompletionStage<byte[]>> file = photos.file(path.substring(ORIGINALS_PATH.length()));
        return file.map(drawn -> drawn.thenApply(jpeg -> Reply.bytes("image/jpeg", PHOTO, Buffer.buffer(jpeg))))
                .orElseGet(() -> CompletableFuture.completedFuture(Reply.notFound(path)));
    }

    private Reply page(String path) {
        return switch (path) {
            case "/" -> Reply.html(PAGE, pages.home()).with("Cache-Tag", "pages, prices");
            case "/parts/prices" -> Reply.html(PAGE, pages.prices()).with("Cache-Tag", "prices");
            case "/parts/recommendations" -> Reply.json(200, PAGE, Recommendations.plainAnswer());
            case "/data/prices.json" -> Reply.json(200, DATA, PriceTable.document());
            case "/data/recommendations.json" -> Reply.json(200, DATA, Recommendations.document());
            case "/favicon.ico" -> asset(assets.named("icon.svg"));
            default -> product(path);
        };
    }

    private Reply product(String path) {
        if (!path.startsWith(PRODUCT_PATH)) {
            return assets.at(path).map(DemoSite::asset).orElseGet(() -> Reply.notFound(path));
        }
        return Product.of(path.substring(PRODUCT_PATH.length()))
                .map(shown -> Reply.html(PAGE, pages.of(shown)).with("Cache-Tag", "prices, product-" + shown.id()))
                .orElseGet(() -> Reply.notFound(path));
    }

    private static Reply asset(Asset asset) {
        return Reply.bytes(asset.contentType(), ASSET, asset.bytes());
    }

    /** The six parts of the page that it measures, in the order it does. */
    List<Part> parts() {
        return List.of(
                new Part("stylesheet", assets.named("bootstrap.css").url(), Part.Kind.STATIC),
                new Part("script", assets.named("shop.js").url(), Part.Kind.STATIC),
                new Part("font", assets.named("icons.woff2").url(), Part.Kind.STATIC),
                new Part("recommendations", "/parts/recommendations", Part.Kind.SEMI_DYNAMIC),
                new Part("prices", "/parts/prices", Part.Kind.SEMI_DYNAMIC),
                new Part("cart", "/cart", Part.Kind.DYNAMIC));
    }
}
