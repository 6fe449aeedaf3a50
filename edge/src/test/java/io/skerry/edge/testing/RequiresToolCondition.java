package io.skerry.edge.testing;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides whether a test with {@link RequiresTool} runs, is skipped, or fails for lack of a program. */
final class RequiresToolCondition implements ExecutionCondition {
    static final String REQUIRE_TOOLS = "skerry.requireTools";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class)
                .map(required -> verdict(
                        missing(required.value()), Boolean.getBoolean(REQUIRE_TOOLS) ? Absence.FAILS : Absence.SKIPS))
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no tool"));
    }

    /** What the absence of a tool means for a test. */
    enum Absence {
        SKIPS,
        FAILS
    }

    static ConditionEvaluationResult verdict(List<RequiredTool> missing, Absence absence) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("every tool is installed");
        }
        String reason = "not installed: "
                + String.join(
                        ", ",
                        missing.stream().map(tool -> tool.names().getFirst()).toList());
        return switch (absence) {
            case SKIPS -> ConditionEvaluationResult.disabled(reason);
            // An exception out of a condition is what JUnit reports as a failure of the test it guards.
            case FAILS -> throw new IllegalStateException(reason + ", and " + REQUIRE_TOOLS + " is true");
        };
    }

    private static List<RequiredTool> missing(RequiredTool[] required) {
        return Arrays.stream(required)
                .filter(tool -> tool.executable().isEmpty())
                .toList();
    }
}
