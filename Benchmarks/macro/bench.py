"""One run: the servers, the rounds, and what was measured."""

import json

from content import Content
from processes import run, say
from servers import docker_registry, nginx, stowage


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.content = Content(self, options.tags)
        self.figures = {}
        self.servers = [
            nginx(folder / "nginx"),
            docker_registry(folder / "docker-registry"),
            stowage(folder / "stowage", options.stowage),
        ]

    def server(self, name):
        return next(server for server in self.servers if server.name == name)

    def load(self, server, workload, *arguments):
        """Has the generator run a workload; it fails where any answer was wrong."""
        pids = [word for pid in server.pids for word in ("--pid", pid)]
        return json.loads(run([self.options.load, workload, "--server", server.address, *pids, *arguments]))

    def measure(self, workloads, done):
        """Runs the workloads one after another, on each of their servers, as often as there are rounds.

        `done` is called after each round, so that a run that is ended early keeps what it has measured. The order of the servers
        turns around each round: a machine that slows down or speeds up favours nobody.
        """
        needed = {name for workload in workloads for name in workload.servers}
        servers = [server for server in self.servers if server.name in needed]
        for server in servers:
            server.start()
        say("seeding")
        self.content.seed(servers, {need for workload in workloads for need in workload.needs})
        for workload in workloads:
            workload.prepare(self)
        for number in range(self.options.rounds):
            for workload in workloads:
                say(f"round {number + 1} of {self.options.rounds}: {workload.name}")
                names = workload.servers if number % 2 == 0 else workload.servers[::-1]
                for name in names:
                    measured = workload.measure(self, self.server(name))
                    self.figures.setdefault(workload.name, {}).setdefault(name, []).append(measured)
            done()

    def stop(self):
        for server in self.servers:
            server.stop()
