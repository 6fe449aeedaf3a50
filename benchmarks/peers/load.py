"""The load: wrk for HTTP/1.1, h2load for HTTP/2, our own generator for requests at fixed times."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

import servers

LEAD_IN = 4  # seconds of the open-loop run in which the generator, a JVM itself, gets to its pace


@dataclass
class Result:
    requests: int
    rps: float
    failed: int
    note: str = ""


def check(server, path, size):
    length, _ = server.get(path)
    if length != size:
        sys.exit(f"{server.name} answered {path} with {length} bytes instead of {size}")


def pinned(options, command, seconds):
    done = subprocess.run(["taskset", "-c", str(options.load_core)] + command, capture_output=True, text=True, timeout=seconds + 60)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def wrk(url, seconds, options, script=None):
    command = ["wrk", "-t1", f"-c{options.connections}", f"-d{max(1, round(seconds))}s", "--timeout", "20s"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        if script:
            lua.write(script)
            lua.flush()
            command += ["-s", lua.name]
        text = pinned(options, command + [url], seconds)
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    rps = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    failed = (int(wrong.group(1)) if wrong else 0) + (sum(map(int, sockets.groups())) if sockets else 0)
    return Result(requests, rps, failed, text.strip().splitlines()[-1] if failed else "")


def wrk_counting(url, seconds, options):
    """Another path for each request; the clock makes those of two runs differ."""
    path = "/" + url.split("/", 3)[3] + str(time.time_ns())
    script = f'local n = 0\nrequest = function() n = n + 1 return wrk.format("GET", "{path}-" .. n) end\n'
    return wrk(url, seconds, options, script)


def wrk_random(url, keys, seconds, options):
    path = "/" + url.split("/", 3)[3]
    script = f'math.randomseed({time.time_ns() % 100000})\nrequest = function() return wrk.format("GET", "{path}" .. math.random({keys})) end\n'
    return wrk(url, seconds, options, script)


def h2load(url, seconds, options):
    """As many requests as take about so long; h2load's own timing mode may wait for ever at its end."""
    small = 20 * options.connections
    first = h2load_count(url, small, options)
    return h2load_count(url, max(small, int(first.rps * seconds)), options)


def h2load_count(url, count, options):
    text = pinned(options, ["h2load", "-t1", f"-c{options.connections}", "-m8", f"-n{count}", url], 60)
    counts = re.search(r"requests: (\d+) total, (\d+) started, (\d+) done, (\d+) succeeded, (\d+) failed", text)
    total, done, succeeded = int(counts.group(1)), int(counts.group(3)), int(counts.group(4))
    finished = re.search(r"finished in ([\d.]+)(us|ms|s|m)\w*, ([\d.]+) req/s", text)
    return Result(done, float(finished.group(3)), total - succeeded)


def fill(server, prefix, keys):
    """Asks once for each of the keys, over one kept connection."""
    import http.client
    if prefix in server.warm:
        return
    server.warm.add(prefix)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for i in range(1, keys + 1):
        connection.request("GET", f"{prefix}{i}")
        connection.getresponse().read()
    connection.close()
    time.sleep(2)


def open_loop(row, taking_part, park, options):
    """One run per server, at the same rate; the generator is our own, since wrk and h2load wait for slow answers."""
    rate = options.rate or capacity(row, taking_part[0], options) / 2
    seconds = 60 if options.full else max(10, options.seconds)
    print(f"\n{row.name}: {row.what}; {options.keys} keys, {rate:.0f} requests/s, {seconds:.0f} s")
    for server in taking_part:
        generate(server, options, rate, max(5, options.warm_up / rate))  # as long for all: a cache that is colder is slower
        before = server.cpu_seconds()
        text = generate(server, options, rate, seconds)
        spent = server.cpu_seconds() - before
        print(f"  {server.name:12} {text.strip()}, cpu {spent / (LEAD_IN + seconds) * 100:.0f} %")
        sys.stdout.flush()


def capacity(row, server, options):
    return wrk_random(server.url("/zipf/1k/"), options.keys, 5, options).rps


def generate(server, options, rate, seconds):
    command = servers.java(["-Xmx512m"]) + [
        "io.skerry.benchmarks.OpenLoop", "--port", str(server.port), "--path", "/zipf/1k/", "--keys", str(options.keys),
        "--rate", str(round(rate)), "--seconds", str(round(seconds)), "--lead-in", str(LEAD_IN), "--connections", str(options.connections)]
    if server.token:
        command += ["--purge-port", str(server.admin_port), "--purge-token", server.token]
    return pinned(options, command, LEAD_IN + seconds)
