package io.skerry.edge.generation;

import io.skerry.edge.config.model.OriginSettings;
import io.skerry.origin.Balance;
import io.skerry.origin.OriginHost;
import io.skerry.origin.OriginLimits;
import io.skerry.origin.OriginTarget;
import io.skerry.origin.OriginTimeouts;
import io.skerry.origin.OriginTrust;
import java.util.List;

/** Turns the origins of a routes file into those of the origin client. Pure. */
final class Origins {

    private Origins() {}

    /**
     * The settings of one origin.
     *
     * @param authorities PEM text of the authorities it is trusted by, where the file names some
     */
    static io.skerry.origin.OriginSettings of(String name, OriginSettings settings, OriginTrust authorities) {
        List<OriginTarget> targets =
                settings.targets().stream().map(Origins::target).toList();
        OriginSettings.Timeouts timeouts = settings.timeouts();
        OriginLimits defaults = OriginLimits.DEFAULT;
        return new io.skerry.origin.OriginSettings(
                name,
                targets,
                balance(settings.balance()),
                host(settings.host()),
                new OriginTimeouts(timeouts.connect(), timeouts.firstByte(), timeouts.idle(), timeouts.request()),
                new OriginLimits(
                        settings.limits().connections(),
                        defaults.queue(),
                        defaults.headerBytes(),
                        defaults.headerFields()),
                authorities);
    }

    private static OriginTarget target(OriginSettings.Target target) {
        OriginTarget.Scheme scheme =
                target.url().scheme().equals("https") ? OriginTarget.Scheme.HTTPS : OriginTarget.Scheme.HTTP;
        return new OriginTarget(
                scheme,
                target.url().host(),
                target.url().port(),
                target.weight(),
                target.label().orElse(null));
    }

    private static Balance balance(OriginSettings.Balance balance) {
        return switch (balance) {
            case ROUND_ROBIN -> Balance.ROUND_ROBIN;
            case LEAST_REQUEST -> Balance.LEAST_REQUEST;
        };
    }

    private static OriginHost host(io.skerry.edge.config.model.OriginHost host) {
        return switch (host) {
            case io.skerry.edge.config.model.OriginHost.Client _ -> new OriginHost.Client();
            case io.skerry.edge.config.model.OriginHost.Target _ -> new OriginHost.Target();
            case io.skerry.edge.config.model.OriginHost.Named named -> new OriginHost.Named(named.name());
        };
    }
}
