package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.Values;
import org.junit.jupiter.api.Test;

/** The class that Chronicle would compile at each start is the one kept with the sources. */
class NativeStateTest {

    private static final Path KEPT = Path.of(
            System.getProperty("skerry.home", ".."),
            "cache/src/main/java/net/openhft/chronicle/hash/VanillaGlobalMutableState$$Native.java");

    @Test
    void chronicle_finds_the_class_that_is_kept_and_compiles_nothing() {
        assertThat(Values.nativeClassFor(VanillaGlobalMutableState.class)
                        .getProtectionDomain()
                        .getCodeSource())
                .isNotNull()
                .isEqualTo(Shard.class.getProtectionDomain().getCodeSource());
    }

    @Test
    void kept_class_is_what_this_version_of_the_library_makes() throws ReflectiveOperationException, IOException {
        Class<?> model = Class.forName("net.openhft.chronicle.values.ValueModel");
        Method acquire = model.getDeclaredMethod("acquire", Class.class);
        acquire.setAccessible(true);
        Method generate = Class.forName("net.openhft.chronicle.values.Generators")
                .getDeclaredMethod("generateNativeClass", model, String.class);
        generate.setAccessible(true);
        Object made = generate.invoke(
                null, acquire.invoke(null, VanillaGlobalMutableState.class), "VanillaGlobalMutableState$$Native");

        assertThat(bodyOf(Files.readString(KEPT))).isEqualTo(bodyOf(made.toString()));
    }

    /** Without its head, its braces and its layout, which a formatter changes. */
    private static String bodyOf(String source) {
        return Arrays.stream(source.substring(source.indexOf("public class")).split("\\s+"))
                .collect(Collectors.joining())
                .replaceAll("[{}]", "");
    }
}
