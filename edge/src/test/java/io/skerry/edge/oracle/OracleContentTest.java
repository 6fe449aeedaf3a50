package io.skerry.edge.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OracleContentTest {

    private static final OracleUrl URL = OracleUrl.of("a.test", "dir/x", 10_000, Behaviour.VALIDATED);

    @Test
    void a_url_says_everything_about_itself() {
        assertThat(OracleUrl.parse("a.test:8080", URL.target())).isEqualTo(URL);
        assertThat(URL.absolute()).isEqualTo("http://a.test/o/dir/x?len=10000&age=3600&do=validated");
    }

    @Test
    void pieces_from_any_offset_are_pieces_of_the_whole() {
        OracleContent content = OracleContent.of(URL, "", 3);
        byte[] whole = whole(content);
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            int from = random.nextInt(whole.length);
            int count = random.nextInt(whole.length - from);
            byte[] piece = new byte[count];
            content.copy(from, piece, 0, count);

            assertThat(piece).isEqualTo(Arrays.copyOfRange(whole, from, from + count));
        }
    }

    @Test
    void the_digest_is_that_of_the_bytes() throws NoSuchAlgorithmException {
        OracleContent content = OracleContent.of(URL, "language=de;", 3);

        assertThat(content.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(whole(content))));
    }

    @Test
    void every_block_differs_between_versions_variants_sites_and_places() {
        OracleContent content = OracleContent.of(URL, "", 3);
        byte[] block = block(content, 512);

        assertThat(block)
                .isNotEqualTo(block(OracleContent.of(URL, "", 4), 512))
                .isNotEqualTo(block(OracleContent.of(URL, "language=de;", 3), 512))
                .isNotEqualTo(block(
                        OracleContent.of(OracleUrl.of("b.test", "dir/x", 10_000, Behaviour.VALIDATED), "", 3), 512))
                .isNotEqualTo(block(content, 768));
    }

    @Test
    void a_block_says_whose_it_is() {
        OracleContent content = OracleContent.of(URL, "", 3);
        byte[] of4 = block(OracleContent.of(URL, "", 4), 512);
        byte[] german = block(OracleContent.of(URL, "language=de;", 3), 512);
        byte[] damaged = german.clone();
        damaged[100] ^= 4;

        assertThat(content.isForeign(of4)).isFalse();
        assertThat(content.isForeign(german)).isTrue();
        assertThat(content.isForeign(damaged)).isFalse();
        assertThat(OracleContent.describe(of4)).contains("version 4").contains("offset 512");
        assertThat(OracleContent.describe(damaged)).startsWith("a damaged block");
    }

    @Test
    void lengths_differ_between_one_version_and_the_next() {
        assertThat(OracleContent.of(URL, "", 3).length())
                .isNotEqualTo(OracleContent.of(URL, "", 4).length());
    }

    private static byte[] block(OracleContent content, long offset) {
        byte[] block = new byte[OracleContent.BLOCK];
        content.block(offset, block);
        return block;
    }

    private static byte[] whole(OracleContent content) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece = new byte[(int) content.length()];
        content.copy(0, piece, 0, piece.length);
        whole.writeBytes(piece);
        return whole.toByteArray();
    }
}
