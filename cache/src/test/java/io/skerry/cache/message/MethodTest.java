package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodTest {

    @ParameterizedTest
    @Spec("9110 9.2")
    @CsvSource({
        "GET, true, true",
        "HEAD, true, true",
        "OPTIONS, true, true",
        "TRACE, true, true",
        "PUT, false, true",
        "DELETE, false, true",
        "POST, false, false",
        "CONNECT, false, false",
        "PATCH, false, false",
        "get, false, false",
        "PURGE, false, false"
    })
    void methods_are_safe_and_idempotent_as_the_rfc_lists_them(String name, boolean safe, boolean idempotent) {
        assertThat(Method.of(name).safe()).isEqualTo(safe);
        assertThat(Method.of(name).idempotent()).isEqualTo(idempotent);
    }
}
