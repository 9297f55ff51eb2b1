"""Medians, ratios and tables from the figures of a run."""

import statistics

COLUMNS = ("nginx", "docker-registry", "stowage")


def median(figures, workload, server, key="figure"):
    """nil where it wasn't measured."""
    values = [each[key] for each in figures.get(workload, {}).get(server, []) if each.get(key) is not None]
    return statistics.median(values) if values else None


def ratio(above, below):
    return above / below if above is not None and below else None


def number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}"


def rows(figures, workloads):
    table = []
    for workload in workloads:
        if workload.name not in figures:
            continue
        row = {"workload": workload.name, "title": workload.title, "unit": workload.unit, "per": workload.per}
        for key in ("figure", "cpu", "peak", "p50", "p99"):
            row[key] = {server: median(figures, workload.name, server, key) for server in COLUMNS}
        row["spread"] = {
            server: [min(each["figure"] for each in measured), max(each["figure"] for each in measured)]
            for server, measured in figures[workload.name].items()
        }
        row["rateToDockerRegistry"] = ratio(row["figure"]["stowage"], row["figure"]["docker-registry"])
        row["rateToNginx"] = ratio(row["figure"]["stowage"], row["figure"]["nginx"])
        row["cpuToNginx"] = ratio(row["cpu"]["stowage"], row["cpu"]["nginx"])
        row["cpuToDockerRegistry"] = ratio(row["cpu"]["stowage"], row["cpu"]["docker-registry"])
        table.append(row)
    return table


def _line(cells):
    return f"| {' | '.join(cells)} |"


def rate_table(table):
    lines = [
        _line(["median", "unit", "nginx", "docker-registry", "Stowage (least – most)", "× nginx", "× docker-registry", "p99, ms", "peak, MiB"]),
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in table:
        low, high = row["spread"].get("stowage", (None, None))
        own = f"{number(row['figure']['stowage'])} ({number(low)} – {number(high)})" if low is not None else ""
        lines.append(_line([
            row["title"], row["unit"], number(row["figure"]["nginx"]), number(row["figure"]["docker-registry"]), own,
            number(row["rateToNginx"]), number(row["rateToDockerRegistry"]), number(row["p99"]["stowage"]), number(row["peak"]["stowage"]),
        ]))
    return "\n".join(lines)


def cpu_table(table):
    lines = [
        _line(["server CPU, median", "unit", "nginx", "docker-registry", "Stowage", "× nginx", "× docker-registry"]),
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in table:
        if row["cpu"]["stowage"] is None:
            continue
        unit = "s/GB" if row["per"] == "GB" else f"µs/{row['per']}"
        lines.append(_line([
            row["title"], unit, *(number(row["cpu"][server]) for server in COLUMNS), number(row["cpuToNginx"]), number(row["cpuToDockerRegistry"]),
        ]))
    return "\n".join(lines)


def goal_table(goals):
    lines = [_line(["goal", "figure", "bound", ""]), "| --- | ---: | ---: | --- |"]
    for goal in goals:
        lines.append(_line([goal["goal"], number(goal["figure"]), f"{goal['sense']} {number(goal['bound'])}", "met" if goal["met"] else "missed"]))
    return "\n".join(lines)
