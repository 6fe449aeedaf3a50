package io.skerry.purgeapi.token;

import io.skerry.purgeapi.PurgeCommand;
import io.skerry.purgeapi.PurgeItem;
import java.util.Objects;
import java.util.Set;

/** Whether a token allows a purge. */
public sealed interface PurgeAuthority {

    /**
     * Yes, within these sites.
     *
     * @param sites the only ones it may touch; empty for no restriction
     */
    record Allowed(Set<String> sites) implements PurgeAuthority {
        public Allowed {
            sites = Set.copyOf(sites);
        }
    }

    /**
     * No (403); nothing is purged.
     *
     * @param pointer the first item that it does not allow, or the site
     * @param detail what it lacks
     */
    record Denied(String pointer, String detail) implements PurgeAuthority {
        public Denied {
            Objects.requireNonNull(pointer);
            Objects.requireNonNull(detail);
        }
    }

    /** Compares a request with a token. A token of some sites never touches others: without a {@code site} it means all of its own. */
    static PurgeAuthority of(AdminToken token, PurgeCommand command) {
        for (PurgeItem item : command.items()) {
            TokenScope needed = TokenScope.needed(item);
            if (!token.scopes().contains(needed)) {
                return new Denied(item.pointer(), "the token lacks the scope " + needed.token());
            }
        }
        if (command.site().isEmpty()) {
            return new Allowed(token.sites());
        }
        String site = command.site().get();
        return token.sites().isEmpty() || token.sites().contains(site)
                ? new Allowed(Set.of(site))
                : new Denied("/site", "the token is not for this site");
    }
}
