package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.Authentication;
import io.skerry.purgeapi.token.TokenFile;
import io.skerry.purgeapi.token.TokenHash;
import io.skerry.purgeapi.token.TokenScope;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TokenCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void token_is_shown_once_and_its_entry_is_a_file_that_accepts_it() {
        int exit = execute(
                "--name", "deploy \"eu\"", "--scope", "purge:url,purge:tag", "--site", "shop", "--expires", "90d");
        assertThat(exit).isZero();
        List<String> lines = out.toString().lines().toList();
        String token = lines.get(1);
        assertThat(token).startsWith("skerry_pt_").hasSizeGreaterThan(50);
        assertThat(String.join("\n", lines.subList(2, lines.size()))).doesNotContain(token);
        Object tree = new Load(LoadSettings.builder().build())
                .loadFromString(out.toString().substring(out.toString().indexOf("tokens:")));
        assertThat(TokenFile.of(tree)).isInstanceOfSatisfying(TokenFile.Read.class, read -> {
            Authentication shown = read.tokens()
                    .authenticate(
                            Optional.of("Bearer " + token),
                            Optional.empty(),
                            Instant.now().plus(Duration.ofDays(89)));
            assertThat(shown)
                    .isInstanceOfSatisfying(
                            Authentication.Known.class,
                            known -> assertThat(known.token())
                                    .usingRecursiveComparison()
                                    .ignoringFields("expires")
                                    .isEqualTo(new AdminToken(
                                            "deploy \"eu\"",
                                            TokenHash.of(token),
                                            Set.of(TokenScope.PURGE_URL, TokenScope.PURGE_TAG),
                                            Set.of("shop"),
                                            Optional.empty())));
            assertThat(read.tokens()
                            .authenticate(
                                    Optional.of("Bearer " + token),
                                    Optional.empty(),
                                    Instant.now().plus(Duration.ofDays(91))))
                    .isEqualTo(new Authentication.Unknown(Authentication.Reason.EXPIRED_TOKEN));
        });
    }

    @Test
    void every_token_is_another_one() {
        execute("--name", "a", "--scope", "read");
        String first = out.toString();
        execute("--name", "a", "--scope", "read");
        assertThat(out.toString().substring(first.length())).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--scope=purge:urls",
                "--scope=read --expires=soon",
                "--name= --scope=read",
                "--scope=read --expires=2020-01-01T00:00:00Z",
                ""
            })
    void what_is_not_understood_is_wrong_usage(String options) {
        String[] arguments = ("--name=a " + options).strip().split(" ");
        assertThat(execute(arguments)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    private int execute(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "token";
        all[1] = "new";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
