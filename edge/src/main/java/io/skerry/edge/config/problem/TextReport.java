package io.skerry.edge.config.problem;

import java.util.List;
import java.util.Locale;

/** Problems as a person reads them in a terminal. */
final class TextReport {

    private TextReport() {}

    static String render(List<Problem> problems) {
        StringBuilder out = new StringBuilder();
        for (Problem problem : problems) {
            paragraph(problem, out);
        }
        return out.append(summary(problems)).append('\n').toString();
    }

    private static void paragraph(Problem problem, StringBuilder out) {
        out.append(problem.file())
                .append(':')
                .append(problem.span().line())
                .append(':')
                .append(problem.span().column())
                .append("  ")
                .append(problem.severity().word())
                .append("  ")
                .append(printable(problem.described()))
                .append('\n');
        if (problem.excerpt().isPresent()) {
            excerpt(problem, problem.excerpt().get(), out);
        } else if (!problem.hint().none()) {
            out.append("      | ").append(printable(problem.hint().text())).append('\n');
        }
    }

    private static void excerpt(Problem problem, Excerpt excerpt, StringBuilder out) {
        out.append(String.format(Locale.ROOT, "%5d | ", problem.span().line()))
                .append(printable(excerpt.text()))
                .append('\n');
        String hint = problem.hint().text();
        out.append("      | ").append(excerpt.pointer());
        out.append(hint.isEmpty() ? "" : " " + printable(hint)).append('\n');
    }

    private static String summary(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::refuses).count();
        long warnings = problems.size() - errors;
        if (errors == 0) {
            return warnings == 0 ? "No errors." : counted(warnings, "warning") + ".";
        }
        return counted(errors, "error") + (warnings == 0 ? "." : ", " + counted(warnings, "warning") + ".");
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** Control characters of a hostile file never reach the terminal. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> out.appendCodePoint(Character.isISOControl(point) && point != '\t' ? 0xfffd : point));
        return out.toString();
    }
}
