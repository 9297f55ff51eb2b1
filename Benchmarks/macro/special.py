"""Workloads that need a server of their own: other disks, strace, a million blobs, the collector."""

import json
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import machine
from content import STAGES, stage_tag
from processes import MIB, nanoseconds, run, say, sync_disk
from servers import docker_registry, stowage
from workloads import Push, Workload


@contextmanager
def own(server):
    """The server over an empty folder, which is gone afterwards."""
    server.wipe()
    try:
        with server:
            yield server
    finally:
        server.wipe()


@dataclass
class PushToMemory(Push):
    """The same push where the disk is no limit."""

    def measure(self, bench, server):
        with tempfile.TemporaryDirectory(prefix="stowage-bench-", dir="/dev/shm") as name:
            folder = Path(name) / server.name
            twin = docker_registry(folder) if server.name == "docker-registry" else stowage(folder, bench.options.stowage)
            with own(twin):
                return super().measure(bench, twin)


@dataclass
class Push64(Push):
    """Measures its limits in the same round."""

    def measure(self, bench, server):
        if server.name == "stowage":
            limits = bench.figures.setdefault(self.name, {})
            limits.setdefault("sha256", []).append({"figure": machine.hash_rate()})
            limits.setdefault("disk", []).append({"figure": machine.disk_rate(bench.folder)})
        return super().measure(bench, server)


@dataclass
class SyncWaits(Workload):
    """Counts the calls that wait for the disk, by strace, which slows down no other call."""

    connections: int = 16
    count: int = 800
    unit: str = "waits/push"
    servers: tuple = ("stowage",)

    def measure(self, bench, server):
        folder = bench.folder / "syncs"
        trace = bench.folder / "syncs.trace"
        # -D: strace is the grandchild, so that the process that was started is the server.
        wrapper = ["strace", "-D", "-f", "--seccomp-bpf", "-o", str(trace), "-e", "trace=fsync,fdatasync,syncfs,sync,msync"]
        count = max(self.connections, self.count // bench.options.shrink)
        with own(stowage(folder, bench.options.stowage, wrapper=wrapper)) as traced:
            # The first push makes folders.
            bench.load(traced, "push-images", "--count", 20)
            before = self._waits(trace)
            bench.load(traced, "push-images", "--count", count, "--connections", self.connections)
            waits = self._waits(trace) - before
        trace.unlink()
        return {"figure": waits / count}

    @staticmethod
    def _waits(trace):
        # A call that another thread interrupted stands on two lines.
        return sum(1 for line in trace.read_text().splitlines() if "sync(" in line.replace("fdatasync(", "sync("))


@dataclass
class StartUp(Workload):
    """From exec to the first 200 on /readyz; the folder's pages are in the page cache."""

    unit: str = "ms"
    servers: tuple = ("stowage",)
    blobs: int = 1_000_000

    def prepare(self, bench):
        self.server = stowage(bench.folder / "start-up", bench.options.stowage)
        self.server.folder.mkdir()
        count = self.blobs // (100 if bench.options.quick else 1)
        say(f"filling a data folder with {count:,} blobs")
        run([f"{bench.options.programs}/collection-rate", "--data", self.server.folder / "data", "--blobs", count, "--size", 16])

    def measure(self, bench, server):
        sync_disk()
        try:
            seconds = self.server.start()
            return {"figure": seconds * 1000, "peak": self.server.peak_mebibytes()}
        finally:
            self.server.stop()


@dataclass
class Mix(Workload):
    """90 hits, 5 misses and 5 pushes of a hundred, as fast as they are answered."""

    unit: str = "operations/s"
    per: str = "operation"
    needs: tuple = ("tags",)
    connections: int = 32
    seconds: float = 1

    def mix(self, bench, server, *arguments):
        return bench.load(
            server, "mix", "--hit-paths", bench.content.paths(server.name, "tags"),
            "--miss-paths", bench.content.paths(server.name, "missing"), "--connections", self.connections,
            "--seconds", bench.options.seconds * self.seconds, *arguments)

    def run(self, bench, server):
        return self.mix(bench, server)

    def figures(self, result):
        return {**super().figures(result), "p99": result["latencies"]["hit"]["p99Milliseconds"]}


@dataclass
class OpenMix(Mix):
    """The same at half of the rate that it just had, beside hits alone at that rate; latencies count from when each was due."""

    unit: str = "operations/s"
    #: A percentile of hits needs more than a moment.
    seconds: float = 2
    servers: tuple = ("stowage",)

    def run(self, bench, server):
        peak = self.mix(bench, server, "--seconds", bench.options.seconds)["operationsPerSecond"]
        alone = self.mix(bench, server, "--rate", peak / 2, "--hits", 100, "--misses", 0)
        mixed = self.mix(bench, server, "--rate", peak / 2)
        return {**mixed, "alone": alone}

    def figures(self, result):
        alone = result["alone"]["latencies"]["hit"]["p99Milliseconds"]
        figures = super().figures(result)
        return {**figures, "p99Alone": alone, "p99ToHitsAlone": figures["p99"] / alone}


@dataclass
class PullsCollecting(Workload):
    """Hits at a fixed rate while a cleanup deletes the images of another project and the collector removes their bytes."""

    unit: str = "ms"
    servers: tuple = ("stowage",)
    images: int = 8000
    rate: int = 1000

    def measure(self, bench, server):
        busy = stowage(bench.folder / "collecting", bench.options.stowage, configuration="stowage-collecting.yaml")
        with own(busy):
            return self._measure(bench, busy)

    def _measure(self, bench, server):
        images = max(200, self.images // bench.options.shrink)
        bench.load(server, "populate-stages", "--signatures", bench.content.tags, "--candidates", 1, "--connections", 16)
        bench.load(server, "populate", "--prefix", "old", "--count", images, "--size", 4096, "--connections", 16)
        paths = bench.folder / "paths-collecting"
        paths.write_text("".join(f"/v2/{STAGES}/manifests/{stage_tag(number)}\n" for number in range(bench.content.tags)))
        sync_disk()
        server.forget_peak()
        quiet = 2 if bench.options.quick else 5
        # 8,000 blobs at a thousand a second, and the plan before that.
        seconds = quiet + 8 + 2 * images / 1000
        samples = bench.folder / "samples"
        pulls = subprocess.Popen(
            [bench.options.load, "mix", "--server", server.address, "--hit-paths", str(paths), "--hits", "100", "--misses", "0",
             "--rate", str(self.rate), "--seconds", str(seconds), "--connections", "16", "--samples", str(samples)],
            stdout=subprocess.DEVNULL)
        try:
            time.sleep(quiet)
            begin = nanoseconds()
            self._clean(bench, server)
            applied = nanoseconds()
            # Each run dates what it finds without a reference: a manifest, then its blobs; they are due after the grace of a second.
            for _ in range(5):
                deleted = self._collect(server)
                if deleted >= images:
                    break
                time.sleep(1.2)
            end = nanoseconds()
        finally:
            status = pulls.wait(timeout=300)
        if status != 0 or deleted < images:
            raise SystemExit(f"pulls ended with {status}, and {deleted} of {images} blobs were collected")
        lines = [tuple(map(int, line.split())) for line in samples.read_text().splitlines()]
        calm = [latency for due, latency in lines if lines[0][0] + 1_000_000_000 < due < begin - 200_000_000]
        # The command that makes the plan is a client, with a core of the same machine; it is told apart.
        under = [latency for due, latency in lines if applied <= due < end]
        planning = [latency for due, latency in lines if begin <= due < applied]
        return {
            "figure": percentile(under, 0.99) / 1e6, "p99": percentile(under, 0.99) / 1e6, "p99ToQuiet": percentile(under, 0.99) / percentile(calm, 0.99),
            "cleanupP99ToQuiet": percentile(planning, 0.99) / percentile(calm, 0.99),
            "peak": server.peak_mebibytes(), "cleanupSeconds": (applied - begin) / 1e9, "collectionSeconds": (end - applied) / 1e9,
            "samples": [len(calm), len(under)],
        }

    def _clean(self, bench, server):
        run([
            bench.options.stowage, "cleanup", "apply", "--server", f"http://{server.address}", "--project", "old", "--custom", "/.*/,limit=0",
            "--no-workloads", "--built-within", "off", "--used-within", "off", "--untagged-keep-for", "0s", "--undo-window", "0", "--force"], stderr=subprocess.DEVNULL)

    @staticmethod
    def _collect(server):
        """Runs the collector to its end; returns how many blobs it deleted."""
        def status():
            with urllib.request.urlopen(f"http://{server.address}/api/v1/gc", timeout=60) as answer:
                return json.load(answer)

        runs = status()["runs"]
        request = urllib.request.Request(
            f"http://{server.address}/api/v1/gc/run", data=b'{"orphans": false}', headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=60).close()
        while status()["runs"] == runs:
            time.sleep(0.02)
        return status()["totals"]["deletedBlobs"]


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


SPECIAL = [
    Push64("push-64m", "push of 64 MiB, one client", "MiB/s", "GB", size=64 * MIB, count=8),
    PushToMemory("push-64m-tmpfs", "push of 64 MiB, one client, tmpfs", "MiB/s", "GB", size=64 * MIB, count=8),
    SyncWaits("syncs-16", "sync waits of a small image's push, 16 clients"),
    SyncWaits("syncs-1", "sync waits of a small image's push, one client", connections=1, count=100),
    Mix("mix-peak", "CI mix: 90 % hits, 5 % misses, 5 % pushes"),
    OpenMix("mix-open", "CI mix at half of its peak"),
    PullsCollecting("pulls-collecting", "p99 of hits while the collector runs"),
    StartUp("start-up", "start with 1,000,000 blobs"),
]
