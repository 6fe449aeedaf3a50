"""The servers under test and the origin behind them: started on ports of the loopback interface, ended with the run."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import configs

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent
SIZES = {"1k": 1024, "16k": 16 * 1024, "256k": 256 * 1024, "10m": 10 * 1000 * 1000}
TICKS = os.sysconf("SC_CLK_TCK")


def nginx():
    return shutil.which("nginx") or ("/usr/sbin/nginx" if os.access("/usr/sbin/nginx", os.X_OK) else None)


def varnishd():
    return shutil.which("varnishd") or ("/usr/sbin/varnishd" if os.access("/usr/sbin/varnishd", os.X_OK) else None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def descendants(pid):
    found = [pid]
    try:
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += descendants(int(child))
    except OSError:
        pass
    return found


def cpu_seconds(pid):
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def end(process):
    """Asks a process to end; after a while, makes it and its children."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        for pid in descendants(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()


class Server:
    """One running server: its ports and its processes."""

    def __init__(self, name, process, port, tls_port=0, admin_port=0, token=""):
        self.name, self.process, self.port, self.tls_port = name, process, port, tls_port
        self.admin_port, self.token = admin_port, token
        self.warm = set()

    def cpu_seconds(self):
        return sum(cpu_seconds(pid) for pid in descendants(self.process.pid))

    @property
    def jvm(self):
        return self.name in ("skerry", "other", "bare", "relay")

    def url(self, path, tls=False):
        return f"https://127.0.0.1:{self.tls_port}{path}" if tls else f"http://127.0.0.1:{self.port}{path}"

    def get(self, path):
        with urllib.request.urlopen(self.url(path), timeout=10) as answer:
            return len(answer.read()), answer.headers

    def end(self):
        end(self.process)


class Park:
    """Starts each server once per variant (plain, logged, disk, evicting) and ends them all."""

    def __init__(self, folder, options):
        self.folder, self.options, self.running, self.processes = folder, options, {}, []

    def open(self):
        """Starts what all rows need."""
        self.certificate()
        self.origin = self.start_origin()

    def certificate(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-keyout", str(self.folder / "key.pem"), "-out", str(self.folder / "cert.pem"), "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
            check=True, capture_output=True)

    def spawn(self, name, core, command, output=None):
        with open(output or self.folder / f"{name}.log", "ab") as out:
            process = subprocess.Popen(["taskset", "-c", str(core)] + command, stdout=out, stderr=out, cwd=self.folder)
        self.processes.append(process)
        return process

    def start_origin(self):
        content = self.folder / "content"
        content.mkdir()
        for name, size in SIZES.items():
            (content / name).write_bytes(bytes((i * 7 + i // 251) % 251 for i in range(4096)) * (size // 4096 + 1))
            os.truncate(content / name, size)
        port = free_port()
        path = self.folder / "origin.conf"
        path.write_text(configs.origin(self.folder, port))
        process = self.spawn("origin", self.options.load_core, [nginx(), "-e", "origin-error.log", "-p", str(self.folder), "-c", str(path)])
        return self.ready(Server("origin", process, port), "/f/1k")

    def server(self, peer, variant):
        key = (peer, variant)
        if key not in self.running:
            starter = {"nginx": self.nginx, "nginx-again": self.nginx, "varnish": self.varnish, "skerry": self.skerry, "other": self.skerry, "bare": self.bare, "relay": self.relay}
            if peer not in starter:
                sys.exit(f"no server is called {peer}: there are {' '.join(starter)}")
            # JVMs of other variants would share the core with whoever is measured.
            self.end_others(variant)
            self.running[key] = starter[peer](peer, variant)
        return self.running[key]

    def end_others(self, variant):
        for key in [key for key in self.running if key[1] != variant]:
            server = self.running.pop(key)
            if server is not None:
                server.end()

    def ready(self, server, path):
        for _ in range(600):
            if server.process.poll() is not None:
                break
            try:
                server.get(path)
                if server.tls_port:
                    socket.create_connection(("127.0.0.1", server.tls_port)).close()
                return server
            except OSError:
                time.sleep(0.1)
        log = self.folder / f"{server.name}.log"
        sys.exit(f"{server.name} did not start: {log.read_text()[-2000:] if log.exists() else ''}")

    def nginx(self, name, variant):
        port, tls = free_port(), free_port()
        path = self.folder / f"{name}-{variant}.conf"
        path.write_text(configs.nginx(self.folder, name, variant, port, tls, self.origin.port, self.options))
        command = [nginx(), "-e", f"{name}-error.log", "-p", str(self.folder), "-c", str(path)]
        return self.ready(Server(name, self.spawn(name, self.options.server_core, command), port, tls), "/f/1k")

    def varnish(self, name, variant):
        if varnishd() is None:
            return None
        port = free_port()
        path = self.folder / "varnish.vcl"
        path.write_text(configs.varnish(self.origin.port))
        command = [varnishd(), "-F", "-a", f"127.0.0.1:{port}", "-f", str(path), "-n", str(self.folder / f"varnish-{variant}"),
                   "-s", f"malloc,{configs.memory_mb(variant, self.options)}m", "-p", "thread_pools=1", "-T", "none"]
        return self.ready(Server(name, self.spawn(name, self.options.server_core, command), port), "/f/1k")

    def skerry(self, name, variant):
        port, tls, admin = free_port(), free_port(), free_port()
        path = self.folder / f"{name}-{variant}.yaml"
        path.write_text(configs.skerry(self.folder, f"{name}-{variant}", variant, port, tls, admin, self.origin.port, self.options))
        classes = self.options.other if name == "other" else ""
        options = self.options_of_run(path, classes) + self.options.java_options.split()
        command = java(options, classes) + ["io.skerry.edge.cli.Main", "run", "-c", str(path)]
        server = Server(name, self.spawn(name, self.options.server_core, command), port, tls, admin)
        self.ready(server, "/f/1k")
        token = self.folder / f"cache-{name}-{variant}" / "admin-token"
        server.token = token.read_text().strip() if token.exists() else ""
        return server

    def options_of_run(self, path, classes):
        """What `./skerry run` starts its JVM with: sized for the file, and for the one processor it has here."""
        asked = ["taskset", "-c", str(self.options.server_core)] + java([], classes) + ["io.skerry.edge.cli.Main", "jvm-options", "-c", str(path)]
        return subprocess.run(asked, capture_output=True, text=True, timeout=60).stdout.split()

    def bare(self, name, variant):
        port, tls = free_port(), free_port()
        contents = configs.disk_keys(SIZES["16k"]) if variant == "disk" else 0
        command = java([]) + ["io.skerry.benchmarks.BareHandler", str(port), str(tls), str(self.folder), str(contents)]
        return self.ready(Server(name, self.spawn(name, self.options.server_core, command), port, tls), "/f/1k")

    def relay(self, name, variant):
        port = free_port()
        command = java([]) + ["io.skerry.benchmarks.BareRelay", str(port), str(self.origin.port)]
        return self.ready(Server(name, self.spawn(name, self.options.server_core, command), port), "/f/1k")

    def close(self):
        for process in self.processes:
            end(process)


def java(more, class_path=""):
    """The command of a JVM with the classes that were built last, or those of SKERRY_CLASS_PATH (to measure another build)."""
    edge, benchmarks = HOME / "edge" / "target", HOME / "benchmarks" / "target"
    jars = sorted(benchmarks.glob("skerry-benchmarks-*.jar"), key=os.path.getmtime)
    path = class_path or os.environ.get("SKERRY_CLASS_PATH") or (f"{jars[-1]}:{benchmarks}/lib/*:{edge}/lib/*" if jars else "")
    if not path:
        sys.exit(f"not built: run `./skerry bench -h` once in {HOME}")
    home = os.environ.get("SKERRY_JAVA_HOME") or os.environ.get("JAVA_HOME")
    binary = f"{home}/bin/java" if home else "java"
    return [binary, f"@{HOME}/edge/jvm.options"] + more + [f"-Dskerry.home={HOME}", "-cp", path]
