package io.skerry.edge.config.problem;

import java.util.List;

/** How problems are shown. */
public enum ReportFormat {
    /** For people: one paragraph each, with the line and a pointer. */
    TEXT {
        @Override
        public String render(List<Problem> problems) {
            return TextReport.render(problems);
        }
    },
    /** For programs: one JSON document. */
    JSON {
        @Override
        public String render(List<Problem> problems) {
            return JsonReport.render(problems);
        }
    },
    /** For code scanning: SARIF 2.1.0. */
    SARIF {
        @Override
        public String render(List<Problem> problems) {
            return SarifReport.render(problems);
        }
    };

    /** All problems, in the order of the file, and for people a line that counts them. Ends with a line end. */
    public abstract String render(List<Problem> problems);
}
