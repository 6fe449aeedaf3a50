package io.skerry.edge.config.bind;

import java.util.Optional;

/** The environment variables a file may refer to as {@code ${NAME}}. */
@FunctionalInterface
public interface Environment {

    /** The variables of this process. */
    Environment PROCESS = name -> Optional.ofNullable(System.getenv(name));

    /** The value of a variable, if it is set. */
    Optional<String> value(String name);
}
