package io.skerry.purgeapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any body whatsoever posted to /purge is an order or a list of what is wrong with it. */
class PurgeBodyFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void any_body_is_an_order_or_refused(byte[] body) {
        assertThat(PurgeBody.parse(body)).isNotNull();
    }
}
