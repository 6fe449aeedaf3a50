package io.skerry.edge;

import io.skerry.edge.config.model.GeoSettings;
import io.skerry.edge.generation.Places;
import io.skerry.functions.runtime.geo.GeoDatabase;
import io.skerry.functions.runtime.geo.GeoFileException;
import io.skerry.functions.runtime.geo.GeoPlace;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places out of a country database, whose file is looked at again on a timer. A new file that cannot be read is logged, and the last
 * good one stays.
 */
final class GeoPlaces implements Places, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GeoPlaces.class);

    private final GeoDatabase database;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("skerry-geo").factory());

    private GeoPlaces(GeoDatabase database) {
        this.database = database;
    }

    /** Opens the file; blocks. */
    static GeoPlaces open(GeoSettings settings) throws NodeStartException {
        try {
            GeoPlaces places = new GeoPlaces(GeoDatabase.open(settings.database()));
            LOG.info(
                    "geo database {}, built {} days ago",
                    places.database.type(),
                    places.age().toDays());
            long millis = settings.reload().toMillis();
            var _ = places.timer.scheduleWithFixedDelay(places::reload, millis, millis, TimeUnit.MILLISECONDS);
            return places;
        } catch (GeoFileException unusable) {
            throw new NodeStartException("geo.database: " + unusable.getMessage(), unusable);
        }
    }

    private void reload() {
        try {
            if (database.reload() == GeoDatabase.Reload.RELOADED) {
                LOG.info("geo database reloaded: {}, built {} days ago", database.type(), age().toDays());
            }
        } catch (GeoFileException unusable) {
            LOG.warn("the geo database in use stays: {}", unusable.getMessage());
        }
    }

    @Override
    public GeoPlace of(String address) {
        // A client's address is a literal: nothing is resolved here.
        InetAddress literal;
        try {
            literal = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException notAnAddress) {
            return GeoPlace.unknown();
        }
        return database.lookup(literal);
    }

    /** Of the data in use, since its publisher built it. */
    Duration age() {
        return database.age(Instant.now());
    }

    /** Lookups that a damaged database failed. */
    long failures() {
        return database.failures();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
