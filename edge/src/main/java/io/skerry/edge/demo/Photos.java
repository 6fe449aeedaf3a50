package io.skerry.edge.demo;

import io.skerry.edge.demo.photo.ProductPhoto;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The product photos, drawn once on a thread of their own so that the demo starts at once; a request for one that is not
 * ready yet waits for it. Safe for all threads.
 */
final class Photos {
    private final Map<ProductPhoto, CompletableFuture<byte[]>> files = new EnumMap<>(ProductPhoto.class);

    private Photos() {}

    /** Begins to draw all photos. */
    static Photos drawInBackground() {
        Photos photos = new Photos();
        for (ProductPhoto photo : ProductPhoto.values()) {
            photos.files.put(photo, new CompletableFuture<>());
        }
        Thread.ofPlatform().daemon().name("demo-photos").start(photos::drawAll);
        return photos;
    }

    /** The file of that name, as soon as it is drawn; empty when there is no such photo. */
    Optional<CompletionStage<byte[]>> file(String name) {
        return Arrays.stream(ProductPhoto.values())
                .filter(photo -> photo.fileName().equals(name))
                .findFirst()
                .map(files::get);
    }

    private void drawAll() {
        files.forEach((photo, file) -> {
            try {
                file.complete(photo.jpeg());
            } catch (RuntimeException | Error broken) {
                // Whoever asks for this photo gets a 500 with the reason in the log; the others are still drawn.
                file.completeExceptionally(broken);
            }
        });
    }
}
