package io.skerry.cache.store.tiered;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that hold for a store whatever its tiers. Afterwards nothing may be open and no memory of fills or reads held. */
@ParameterizedClass
@EnumSource(Arrangement.class)
class EveryArrangement {

    private final Arrangement arrangement;

    @TempDir
    Path folder;

    PurgeScript purges;
    TieredStore store;
    StoreDriver driver;

    EveryArrangement(Arrangement arrangement) {
        this.arrangement = arrangement;
    }

    @BeforeEach
    void open() {
        purges = new PurgeScript(Samples.INCARNATION);
        store = arrangement.open(folder, purges);
        driver = new StoreDriver(store);
    }

    @AfterEach
    void nothing_leaks() {
        driver.closeWithoutLeaks();
    }
}
