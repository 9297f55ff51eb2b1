"""The shape of the machine, and what its disk and one of its cores can do: figures mean nothing without it."""

import os
import platform
import subprocess
import time
from pathlib import Path

from processes import MIB, sync_disk


def _output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        return ""


def shape(folder):
    models = [line.split(": ")[1] for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    versions = {name: _output("dpkg-query", "-W", "-f", "${Version}", name) for name in ("nginx", "docker-registry")}
    return {
        "cpu": f"{os.cpu_count()} × {models[0] if models else platform.machine()}",
        "memoryGiB": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30), 1),
        "kernel": platform.release(),
        "fileSystem": _output("findmnt", "-n", "-o", "FSTYPE", "-T", str(folder)),
        **versions,
        "swift": (_output("swift", "--version").splitlines() or [""])[0],
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
    }


def load_average():
    return round(os.getloadavg()[0], 1)


def hash_rate():
    """MiB/s of SHA-256 on one core, by OpenSSL."""
    line = _output("openssl", "speed", "-mr", "-seconds", "1", "-bytes", "65536", "-evp", "sha256").splitlines()[-1]
    # "+F:22:sha256:2067000000.00"
    return float(line.split(":")[-1]) / MIB


def disk_rate(folder, size=64 * MIB, count=4):
    """MiB/s that the disk takes with `fdatasync` at the end of each file."""
    content = os.urandom(MIB)
    sync_disk()
    seconds = 0.0
    for number in range(count):
        path = folder / f"disk-rate-{number}"
        begin = time.monotonic()
        with open(path, "wb", buffering=0) as file:
            for _ in range(size // MIB):
                file.write(content)
            os.fdatasync(file.fileno())
        seconds += time.monotonic() - begin
        path.unlink()
    return size * count / MIB / seconds
