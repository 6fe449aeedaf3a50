package io.skerry.edge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.edge.testing.RequiresToolCondition.Absence;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequiresToolConditionTest {
    private static final List<RequiredTool> CHROMIUM_MISSING = List.of(RequiredTool.CHROMIUM);

    @Test
    void test_whose_tools_are_installed_runs() {
        assertThat(RequiresToolCondition.verdict(List.of(), Absence.FAILS).isDisabled())
                .isFalse();
    }

    @Test
    void absent_tool_skips_the_test_and_says_which() {
        var verdict = RequiresToolCondition.verdict(CHROMIUM_MISSING, Absence.SKIPS);

        assertThat(verdict.isDisabled()).isTrue();
        assertThat(verdict.getReason()).contains("not installed: chromium");
    }

    @Test
    void absent_tool_fails_the_test_where_tools_are_required() {
        assertThatThrownBy(() -> RequiresToolCondition.verdict(CHROMIUM_MISSING, Absence.FAILS))
                .hasMessage("not installed: chromium, and skerry.requireTools is true");
    }
}
