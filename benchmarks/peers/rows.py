"""The rows of the comparison: what is asked for, how, and what Skerry means to reach beside nginx."""

import configs
import load
from servers import SIZES

GOALS = {
    "hit-1k": 0.70, "hit-16k": 0.85, "hit-256k": 0.80, "hit-10m": 0.95, "h2-1k": 0.85, "h2-16k": 0.85,
    "pass-1k": 0.95, "pass-16k": 0.95, "pass-256k": 0.95, "disk-16k": 1.0, "miss-1k": 1.2, "miss-16k": 1.2, "miss-256k": 1.2,
}


class Row:
    """Closed-loop load of one kind."""

    open_loop = False

    def __init__(self, name, what, size, kind, protocol="h1", variant="plain", without=()):
        self.name, self.what, self.size, self.kind = name, what, size, kind
        self.protocol, self.variant, self.without = protocol, variant, without

    def takes(self, peer):
        if peer == "relay":  # knows no HTTP, so it can do nothing but pass on, and not over TLS
            return self.kind == "pass"
        return peer not in self.without

    def path(self, size):
        return f"/{'pass' if self.kind == 'pass' else 'f'}/{size}"

    def prepare(self, server, options):
        load.check(server, self.path(self.size), SIZES[self.size])
        if self.kind == "disk":
            load.fill(server, f"/disk/{self.size}/", configs.disk_keys(SIZES[self.size]))
        if server.jvm and self.name not in server.warm:
            server.warm.add(self.name)
            if self.size == "10m":  # of these there are never enough for the compilers; shorter ones take the same way
                self.warm_up(server, options, "256k")
            self.warm_up(server, options, self.size)

    def warm_up(self, server, options, size):
        wanted = options.warm_up // (1 + SIZES[size] // 65536)
        for turn in range(20):
            wanted -= self.run(server, options, size, 3, f"warm{turn}").requests
            # A client whose requests look otherwise undoes what the compilers took for granted: once, and not in a turn.
            self.verify(server)
            if wanted <= 0:
                return

    def load(self, server, options, turn):
        return self.run(server, options, self.size, options.seconds, str(turn))

    def run(self, server, options, size, seconds, turn):
        if self.protocol == "h2":
            return load.h2load(server.url(self.path(size), tls=True), seconds, options)
        if self.kind == "miss":
            return load.wrk_counting(server.url(f"/miss/{size}/{self.name}-{turn}-"), seconds, options)
        if self.kind == "disk":
            return load.wrk_random(server.url(f"/disk/{size}/"), configs.disk_keys(SIZES[size]), seconds, options)
        return load.wrk(server.url(self.path(size)), seconds, options)

    def verify(self, server):
        load.check(server, self.path(self.size), SIZES[self.size])


class OpenLoop(Row):
    """Requests at fixed times over keys of unequal popularity."""

    open_loop = True


ROWS = {row.name: row for row in (
    [Row(f"hit-{size}", f"a hit of {size} over HTTP/1.1", size, "hit") for size in SIZES]
    + [Row("hit-1k-logged", "the same with the access log written", "1k", "hit", variant="logged", without=("bare",))]
    + [Row(f"h2-{size}", f"a hit of {size} over TLS 1.3 and HTTP/2", size, "hit", "h2", without=("varnish",)) for size in SIZES]
    + [Row(f"pass-{size}", f"{size} that is never stored", size, "pass", without=("bare",)) for size in ("1k", "16k", "256k", "10m")]
    + [Row(f"miss-{size}", f"{size} fetched and stored, another URL each time", size, "miss", without=("bare",)) for size in ("1k", "16k", "256k")]
    + [Row("disk-16k", "16k of a set that is 8 times as large as memory", "16k", "disk", variant="disk", without=("varnish",))]
    + [OpenLoop("open", "open loop at half capacity, Zipf keys, memory:disk 1:10, evicting and purging", "1k", "zipf", variant="evicting", without=("bare", "varnish", "nginx-again"))]
)}
