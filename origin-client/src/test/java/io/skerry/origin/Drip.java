package io.skerry.origin;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something over and over, at a pace, until it fails. */
final class Drip {

    private Drip() {}

    interface Drop {
        void fall() throws IOException;
    }

    static void every(long millis, Drop drop) throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!never.await(millis, TimeUnit.MILLISECONDS)) {
                drop.fall();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
