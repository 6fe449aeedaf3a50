package io.skerry.purgeapi.token;

import io.skerry.purgeapi.FieldError;
import java.util.List;
import java.util.Objects;

/**
 * The file of tokens, as a tree of maps, lists and strings that whoever read the YAML or JSON made of it:
 *
 * <pre>{@code
 * tokens:
 *   - name: deploy
 *     sha256: 64 hexadecimal digits
 *     scopes: [purge:url, purge:tag]
 *     sites: [shop]                    # optional: all sites without it
 *     expires: 2027-01-01T00:00:00Z    # optional: never without it
 *   - name: wiki
 *     addresses: [192.0.2.7]           # in place of sha256: PURGE from there needs no token
 *     scopes: [purge:url]
 * }</pre>
 */
public sealed interface TokenFile {

    /**
     * It is good.
     *
     * @param tokens what it lists
     */
    record Read(AdminTokens tokens) implements TokenFile {
        public Read {
            Objects.requireNonNull(tokens);
        }
    }

    /**
     * It is not, and none of its tokens is accepted.
     *
     * @param errors all that is wrong with it, at least one
     */
    record Invalid(List<FieldError> errors) implements TokenFile {
        public Invalid {
            errors = List.copyOf(errors);
        }
    }

    /** Reads the tree of a whole file. */
    static TokenFile of(Object tree) {
        return new TokenFileReader().file(tree);
    }
}
