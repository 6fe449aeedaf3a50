package io.skerry.cache.store.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The functions of the C library, by their names. Any thread. */
@SuppressWarnings("restricted") // whoever asks gives the types of the function's manual page
public final class CLibrary {

    private static final Linker LINKER = Linker.nativeLinker();

    private CLibrary() {}

    /**
     * A function, which may block.
     *
     * @param descriptor its types as its manual page has them: with others the process may end
     * @return empty where there is none of the name
     */
    public static Optional<MethodHandle> find(String name, FunctionDescriptor descriptor) {
        return LINKER.defaultLookup().find(name).map(symbol -> LINKER.downcallHandle(symbol, descriptor));
    }
}
