package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the items of one request into selectors. Used once. */
final class SelectorResolver {

    private final PurgeTargets targets;

    /** One empty element: no restriction. */
    private final List<Optional<String>> sites;

    private final List<PurgeSelector> selectors = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    SelectorResolver(Set<String> sites, PurgeTargets targets) {
        this.targets = targets;
        this.sites = sites.isEmpty()
                ? List.of(Optional.empty())
                : sites.stream().sorted().map(Optional::of).toList();
    }

    SelectorResolution resolve(PurgeCommand command) {
        if (command.site().isPresent() && !targets.knowsSite(command.site().get())) {
            errors.add(new FieldError("/site", "no site of this node has this name"));
        }
        command.items().forEach(this::resolve);
        return errors.isEmpty()
                ? new SelectorResolution.Resolved(selectors)
                : new SelectorResolution.Unresolved(errors);
    }

    private void resolve(PurgeItem item) {
        switch (item) {
            case PurgeItem.Url url -> url(url);
            case PurgeItem.Prefix prefix -> prefix(prefix);
            case PurgeItem.Tag tag -> tag(tag.tag());
            case PurgeItem.Host host -> host(host);
            case PurgeItem.Everything all -> sites.forEach(site -> selectors.add(new PurgeSelector.Everything(site)));
        }
    }

    private void url(PurgeItem.Url url) {
        List<PurgeSelector.Url> served = targets.resolve(url.url(), url.queryMatch()).stream()
                .filter(this::permitted)
                .map(this::asRestricted)
                .toList();
        if (served.isEmpty()) {
            errors.add(new FieldError(url.pointer(), "no site that this request may purge serves this URL"));
        }
        if (url.fields().inputs().isEmpty()) {
            selectors.addAll(served);
        } else {
            served.forEach(one -> selectors.add(new PurgeSelector.UrlVariant(one, url.fields())));
        }
    }

    private boolean permitted(PurgeSelector.Url url) {
        return unrestricted() || sites.contains(url.site());
    }

    /** Who names no site means the URL on every node of the cluster, also where its site has another name by now, or still. */
    private PurgeSelector.Url asRestricted(PurgeSelector.Url url) {
        return unrestricted() ? new PurgeSelector.Url(url.uri(), url.queryMatch(), Optional.empty()) : url;
    }

    private boolean unrestricted() {
        return sites.contains(Optional.<String>empty());
    }

    private void tag(String tag) {
        for (String form : TagForms.of(tag)) {
            sites.forEach(site -> selectors.add(new PurgeSelector.Tag(form, site)));
        }
    }

    private void prefix(PurgeItem.Prefix prefix) {
        for (String host : targets.storedHosts(prefix.host())) {
            sites.forEach(site -> selectors.add(new PurgeSelector.Prefix(host, prefix.path(), site)));
        }
    }

    private void host(PurgeItem.Host item) {
        for (String host : targets.storedHosts(item.host())) {
            sites.forEach(site -> selectors.add(new PurgeSelector.Host(host, site)));
        }
    }
}
