"""Measures Stowage beside nginx and Debian's docker-registry in one run; prints medians, ratios and goals.

`Benchmarks/README.md` says what each row measures. Only processes started here are ended, by their process id; the data
folders are removed at the end.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import machine
from bench import Bench
from chart import chart
from goals import goals
from processes import say
from report import cpu_table, goal_table, rate_table, rows
from special import SPECIAL
from workloads import PUSHES, READS

ROOT = Path(__file__).resolve().parent.parent.parent
WORKLOADS = [*READS, *PUSHES, *SPECIAL]


def parse():
    names = [workload.name for workload in WORKLOADS]
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__.splitlines()[0], epilog=f"Workloads: {', '.join(names)}.")
    parser.add_argument("--only", action="append", metavar="NAME", help="this workload; may be given often, or as a list with commas")
    parser.add_argument("--rounds", type=int, help="how often each workload runs on each server (default: 5)")
    parser.add_argument("--quick", action="store_true", help="a smoke run of about a minute, whose figures mean little")
    parser.add_argument("--json", metavar="FILE", help="also write every single figure there")
    parser.add_argument("--svg", metavar="FILE", help="also draw the table there")
    parser.add_argument("--folder", default="/var/tmp", help="where the data folders are made, and removed (default: /var/tmp)")
    parser.add_argument("--no-build", action="store_true", help="take the release builds as they are")
    parser.add_argument("--programs", default=str(ROOT / ".build/release"), help="the folder of the release builds")
    options = parser.parse_args()
    only = [name for each in options.only or names for name in each.split(",")]
    if unknown := set(only) - set(names):
        parser.error(f"unknown workload: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    options.workloads = [workload for workload in WORKLOADS if workload.name in only]
    options.rounds = options.rounds or (1 if options.quick else 5)
    options.seconds = 0.5 if options.quick else 4
    options.shrink = 20 if options.quick else 1
    options.tags = 200 if options.quick else 2000
    options.stowage = f"{options.programs}/stowage"
    options.load = f"{options.programs}/registry-load"
    return options


def build():
    for product in ("stowage", "registry-load", "collection-rate"):
        say(f"building {product} for release")
        subprocess.run(
            ["swift", "build", "--configuration", "release", "--product", product], cwd=ROOT, check=True, stdout=sys.stderr,
            env={**os.environ, "STOWAGE_BENCHMARKS": "1"})


def write(options, report):
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    if options.svg:
        shape = report["machine"]
        caption = f"Stowage beside nginx and docker-registry, {shape['cpu']}, loopback, {shape['date']}"
        Path(options.svg).write_text(chart(report["table"], caption))


def main():
    options = parse()
    # So that `finally` runs: a terminated run leaves no server and no folder behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not options.no_build:
        build()
    folder = Path(tempfile.mkdtemp(prefix="stowage-bench-", dir=options.folder))
    bench = Bench(options, folder)
    report = {"machine": machine.shape(folder), "loadAverage": [machine.load_average()]}
    if report["loadAverage"][0] > 0.5:
        say(f"warning: the machine is busy (load average {report['loadAverage'][0]}); the figures will show it")

    def done():
        report["loadAverage"].append(machine.load_average())
        report["table"] = rows(bench.figures, options.workloads)
        report["goals"] = goals(bench.figures)
        report["figures"] = bench.figures
        write(options, report)

    try:
        bench.measure(options.workloads, done)
    finally:
        # A second signal must not cut the cleaning up short.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        bench.stop()
        if "table" in report:
            print(", ".join(f"{key} {value}" for key, value in report["machine"].items()))
            print(f"load average at the start and after each round: {report['loadAverage']}\n")
            print(rate_table(report["table"]), cpu_table(report["table"]), goal_table(report["goals"]), sep="\n\n", flush=True)
        say("removing the data folders")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
