"""Servers as child processes, and what /proc tells about them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

MIB = 1 << 20


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server over a folder of its own, started and stopped as often as a workload needs; ended by its process id only."""

    def __init__(self, name, folder, command, ready_path, wrapper=()):
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.process = None
        self._command = command
        self._ready_path = ready_path
        self._wrapper = list(wrapper)

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def start(self, limit=60):
        """Starts it and returns the seconds from exec to the first 200."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = self._wrapper + self._command(self.folder, self.port)
        with open(self._log, "ab") as log:
            begin = time.monotonic()
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while not self._answers():
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended at its start with {self.process.returncode}:\n{self.log_tail()}")
            if time.monotonic() - begin > limit:
                sys.exit(f"{self.name} did not answer within {limit} s:\n{self.log_tail()}")
            time.sleep(0.001)
        return time.monotonic() - begin

    def _answers(self):
        # A bare socket: an HTTP library would take longer than a start-up does.
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(f"GET {self._ready_path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                return connection.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def stop(self):
        """Ends it by SIGTERM and waits; by SIGKILL when it doesn't end in two minutes, which no figure survives."""
        if self.process is None:
            return
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=120)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                say(f"warning: {self.name} had to be killed")

    def wipe(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def pids(self):
        """The process and its children: nginx's workers are children of its master."""
        pid = self.process.pid
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]

    def forget_peak(self):
        """Has the peak of resident memory count from now on."""
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak_mebibytes(self):
        return sum(self._status(pid, "VmHWM:") for pid in self.pids) / MIB

    def resident_mebibytes(self):
        return sum(self._status(pid, "VmRSS:") for pid in self.pids) / MIB

    @staticmethod
    def _status(pid, field):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) * 1024
        return 0

    @property
    def _log(self):
        return self.folder.with_suffix(".log")

    def log_tail(self):
        return self._log.read_text(errors="replace")[-2000:]


def nanoseconds():
    """Of the clock that the generator's samples have."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def run(command, **options):
    """Runs a program to its end; the benchmark ends where it fails."""
    finished = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, timeout=7200, **options)
    if finished.returncode != 0:
        sys.exit(f"{' '.join(map(str, command[:2]))} failed with {finished.returncode}: {finished.stdout[-2000:]}")
    return finished.stdout


def sync_disk():
    """So that nobody waits for what another left to write."""
    os.sync()
