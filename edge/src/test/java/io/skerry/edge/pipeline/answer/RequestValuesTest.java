package io.skerry.edge.pipeline.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantInput.Kind;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.origin.ClientIdentity;
import io.skerry.origin.ClientIdentity.Trust;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RequestValuesTest {

    private static final String LONG = "en, ".repeat(8_000);

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_lookup_among_many_variants_reads_a_long_field_a_few_times() {
        RequestHead request = new RequestHead(
                Method.GET,
                new TargetUri("http", "h", "/", ""),
                Headers.of("Accept-Language", LONG, "Accept-Encoding", LONG));
        ClientIdentity client = new ClientIdentity("::1", "::1", Trust.UNTRUSTED, "http", "h", "1.1", "id");
        RequestValues values = new RequestValues(request, client, null);
        VariantInput language = new VariantInput(Kind.HEADER, "accept-language");
        VariantInput coding = new VariantInput(Kind.CODING, "br,gzip");

        // Reading takes half a millisecond or more.
        for (int i = 0; i < 200_000; i++) {
            assertThat(values.value(language)).isNotEmpty();
            assertThat(values.value(coding)).isEqualTo("identity");
        }
    }
}
