"""The workloads: what each measures, on which servers, in which unit."""

from dataclasses import dataclass

from processes import MIB, sync_disk

ALL = ("nginx", "docker-registry", "stowage")
REGISTRIES = ("docker-registry", "stowage")


@dataclass
class Workload:
    """One row of the table. `per` is what the server's CPU time is told by: a request, a push, a GB."""

    name: str
    title: str
    unit: str = "requests/s"
    per: str = "request"
    servers: tuple = REGISTRIES
    #: Lists of paths that have to be there.
    needs: tuple = ()

    def prepare(self, bench):
        """What is done once, before the first round."""

    def measure(self, bench, server):
        """One measurement: a dictionary with `figure` in the workload's unit and, where they are known, `cpu` in µs per request
        or push or in s per GB, `peak` in MiB, `p50` and `p99` in ms."""
        server.forget_peak()
        sync_disk()
        result = self.run(bench, server)
        return {**self.figures(result), "peak": server.peak_mebibytes(), "result": result}

    def figures(self, result):
        cpu = result["serverCPUSeconds"]
        moved = result["mebibytesPerSecond"] * result["seconds"] * MIB / 1e9
        return {
            "figure": result["mebibytesPerSecond"] if self.unit == "MiB/s" else result["operationsPerSecond"],
            "cpu": cpu / moved if self.per == "GB" else cpu / result["operations"] * 1e6,
            "p50": result["p50Milliseconds"],
            "p99": result["p99Milliseconds"],
        }


@dataclass
class Fetch(Workload):
    """A closed loop of GETs or HEADs; nginx sends a static file of 4 KiB where it has nothing of the kind."""

    paths: str = ""
    method: str = "GET"
    status: int = 200
    connections: int = 32
    any_order: bool = False

    def __post_init__(self):
        nginx = ("4k",) if "nginx" in self.servers and self.paths in ("tags", "missing") else ()
        self.needs = ("tags" if self.paths == "missing" else self.paths, *nginx)

    def run(self, bench, server):
        paths, method, status = self.paths, self.method, self.status
        if server.name == "nginx" and paths in ("tags", "missing"):
            paths, method, status = "4k", "GET", 200
        return bench.load(
            server, "fetch", "--paths", bench.content.paths(server.name, paths), "--method", method, "--status", status,
            "--connections", self.connections, "--seconds", bench.options.seconds,
            *(["--any-order"] if self.any_order else []))


@dataclass
class Lookup(Workload):
    needs: tuple = ("tags",)
    servers: tuple = ("stowage",)

    def run(self, bench, server):
        return bench.load(
            server, "lookup", "--signatures", bench.content.tags, "--candidates", 1, "--chain", 20, "--connections", 16,
            "--seconds", bench.options.seconds)


@dataclass
class Push(Workload):
    """Unique content, so many pushes on so many connections."""

    command: str = "push"
    size: int = 4096
    count: int = 100
    connections: int = 1
    per: str = "push"

    def run(self, bench, server):
        count = max(self.connections, self.count // bench.options.shrink)
        return bench.load(server, self.command, "--size", self.size, "--count", count, "--connections", self.connections)


READS = [
    Fetch("hit-head", "HEAD by tag, 2,000 stage tags", paths="tags", method="HEAD", servers=ALL),
    Fetch("hit-get", "GET by tag, 2,000 stage tags", paths="tags", servers=ALL),
    Fetch("blob-4k", "GET of a 4 KiB blob", paths="4k", servers=ALL),
    Fetch("blob-64k", "GET of a 64 KiB blob", paths="64k", servers=ALL),
    Fetch("blob-64m", "GET of a 64 MiB blob", "MiB/s", "GB", paths="64m", connections=4, servers=ALL),
    Fetch("miss-head", "HEAD of a tag that isn't there", paths="missing", method="HEAD", status=404),
    Fetch("tags-list", "list of 200 tags", paths="list", connections=16, any_order=True),
    Lookup("lookup", "lookup of a chain of 20 signatures"),
]

PUSHES = [
    Push("push-4k", "push of 4 KiB, 16 clients", "pushes/s", size=4096, count=1600, connections=16),
    Push("push-1m", "push of 1 MiB, 4 clients", "MiB/s", "GB", size=MIB, count=400, connections=4),
    Push("images-16", "push of a small image, 16 clients", "pushes/s", command="push-images", count=800, connections=16),
    Push("images-1", "push of a small image, one client", "pushes/s", command="push-images", count=200),
]
