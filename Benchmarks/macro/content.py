"""What is there before the clock starts: the same blobs behind all three servers, and stage tags in both registries."""

import hashlib
import http.client
import random

from processes import MIB

REPOSITORY = "load/blobs"
STAGES = "load/stages"
FEW_TAGS = "load/few"
NGINX_FILE = "4k"

SIZES = {"4k": (4096, 100), "64k": (65536, 100), "64m": (64 * MIB, 4)}


class Content:
    """Seeds the servers and keeps lists of paths for the generator."""

    def __init__(self, bench, tags):
        self.bench = bench
        self.tags = tags
        self._paths = {}

    def paths(self, server, name):
        return self._paths[server, name]

    def seed(self, servers, names):
        """Puts in place what the workloads with these names of lists need."""
        for name in set(names) & set(SIZES):
            self._seed_blobs(servers, name)
        registries = [server for server in servers if server.name != "nginx"]
        if "tags" in names:
            for server in registries:
                self.bench.load(server, "populate-stages", "--signatures", self.tags, "--candidates", 1, "--connections", 16)
                # As StageSet names them.
                found = [f"/v2/{STAGES}/manifests/{stage_tag(number)}" for number in range(self.tags)]
                missed = [f"/v2/{STAGES}/manifests/{stage_tag(number)}" for number in range(self.tags, 2 * self.tags)]
                self._write(server, "tags", found)
                self._write(server, "missing", missed)
        if "list" in names:
            for server in registries:
                self.bench.load(
                    server, "populate-stages", "--repository", FEW_TAGS, "--signatures", 200, "--candidates", 1, "--connections", 16)
                self._write(server, "list", [f"/v2/{FEW_TAGS}/tags/list"])

    def _seed_blobs(self, servers, name):
        size, count = SIZES[name]
        paths = {server.name: [] for server in servers}
        for number in range(count):
            content = random.Random(f"{name} {number}").randbytes(size)
            digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
            for server in servers:
                if server.name == "nginx":
                    file = server.folder / "files" / name / digest
                    file.parent.mkdir(exist_ok=True)
                    file.write_bytes(content)
                    paths[server.name].append(f"/{name}/{digest}")
                else:
                    push(server, content, digest)
                    paths[server.name].append(f"/v2/{REPOSITORY}/blobs/{digest}")
        for server in servers:
            self._write(server, name, paths[server.name])

    def _write(self, server, name, paths):
        file = self.bench.folder / f"paths-{server.name}-{name}"
        file.write_text("".join(f"{path}\n" for path in paths))
        self._paths[server.name, name] = file


def stage_tag(number):
    signature = hashlib.sha256(f"signature {number}".encode()).hexdigest()
    return f"{signature}-1720000000000"


def push(server, content, digest):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("POST", f"/v2/{REPOSITORY}/blobs/uploads/", headers={"Content-Length": "0"})
    opened = connection.getresponse()
    opened.read()
    location = opened.headers["Location"].removeprefix(f"http://{server.address}")
    target = f"{location}{'&' if '?' in location else '?'}digest={digest}"
    connection.request("PUT", target, body=content, headers={"Content-Type": "application/octet-stream"})
    closed = connection.getresponse()
    closed.read()
    connection.close()
    if closed.status != 201:
        raise SystemExit(f"{server.name} answered a push with {closed.status}")
