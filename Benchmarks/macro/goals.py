"""What Stowage is held to, as ratios of one run."""

from report import median, ratio


def goals(figures):
    """Each goal that was measured: what, the figure, its bound, and whether it is met."""
    found = []

    def hold(goal, figure, sense, bound):
        if figure is not None and bound is not None:
            met = figure <= bound if sense == "≤" else figure >= bound if sense == "≥" else figure < bound
            found.append({"goal": goal, "figure": figure, "sense": sense, "bound": bound, "met": met})

    def of(workload, key="figure", server="stowage"):
        return median(figures, workload, server, key)

    def to(server, workload, key="figure"):
        return ratio(of(workload, key), of(workload, key, server))

    for workload in ("hit-head", "hit-get", "blob-4k"):
        hold(f"{workload}: server CPU, × nginx's for a static file of 4 KiB", to("nginx", workload, "cpu"), "≤", 1.4)
        hold(f"{workload}: rate, × docker-registry", to("docker-registry", workload), "≥", 20)
    hold("blob-64m: throughput, × nginx", to("nginx", "blob-64m"), "≥", 1)
    hold("blob-64m: server CPU per GB, × nginx", to("nginx", "blob-64m", "cpu"), "≤", 1.6)
    hold("push-64m: × docker-registry", to("docker-registry", "push-64m"), "≥", 1)
    limits = [of("push-64m", server=name) for name in ("sha256", "disk")]
    if None not in limits:
        hold("push-64m: × the lesser of one core's SHA-256 and the disk", ratio(of("push-64m"), min(limits)), "≥", 0.8)
    hold("push-64m-tmpfs: × docker-registry", to("docker-registry", "push-64m-tmpfs"), "≥", 2)
    hold("push-4k: × docker-registry", to("docker-registry", "push-4k"), "≥", 5)
    hold("images-16: × docker-registry", to("docker-registry", "images-16"), "≥", 5)
    hold("syncs-16: sync waits of a push", of("syncs-16"), "≤", 1.2)
    hold("syncs-1: sync waits of a push", of("syncs-1"), "≤", 4)
    hold("mix: p99 of hits at half of the peak rate, × that of hits alone", of("mix-open", "p99ToHitsAlone"), "≤", 3)
    peaks = {workload: of(workload, "peak") for workload in figures if workload != "start-up"}
    if known := {workload: peak for workload, peak in peaks.items() if peak is not None}:
        most = max(known, key=known.get)
        hold(f"most resident memory, in {most}, MiB", known[most], "<", 150)
    hold("start-up with 1,000,000 blobs: resident memory, MiB", of("start-up", "peak"), "<", 250)
    hold("start-up with 1,000,000 blobs, ms", of("start-up"), "<", 1000)
    hold("pulls while the collector runs: p99, × that of the seconds before", of("pulls-collecting", "p99ToQuiet"), "≤", 1.5)
    return found
