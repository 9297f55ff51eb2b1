"""The table as an SVG chart: two panels of bars, rates and server CPU, each relative to Stowage, on a logarithmic scale."""

import math
from html import escape

from report import number

COLOURS = {"nginx": "#8a8f98", "docker-registry": "#d98b2b", "stowage": "#2f6fb0"}
BAR, GAP, LABEL, PANEL, MARGIN = 12, 14, 270, 420, 20


def chart(table, caption):
    panels = [
        ("Rate (longer is better)", [(row, row["figure"], row["unit"]) for row in table]),
        ("Server CPU (shorter is better)", [
            (row, row["cpu"], "s/GB" if row["per"] == "GB" else f"µs/{row['per']}") for row in table if row["cpu"]["stowage"] is not None]),
    ]
    parts, top = [], MARGIN + 20
    parts.append(_text(MARGIN, top, caption, 13))
    legend = LABEL
    top += 24
    for server, colour in COLOURS.items():
        parts.append(f'<rect x="{legend}" y="{top - 10}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(legend + 18, top, server, 12))
        legend += 140
    for title, rows in panels:
        top += 34
        parts.append(_text(MARGIN, top, title, 15, weight="bold"))
        top += 12
        widest = _widest(rows)
        for row, values, unit in rows:
            shown = {server: value for server, value in values.items() if value}
            parts.append(_text(MARGIN, top + len(shown) * BAR / 2 + 4, row["title"], 12))
            least = min(shown.values(), default=1)
            for server, value in shown.items():
                # The least of a row has a tenth of the width; the rest is the decades between.
                width = PANEL * (0.1 + 0.9 * math.log10(value / least) / widest)
                parts.append(f'<rect x="{LABEL}" y="{top:.1f}" width="{width:.1f}" height="{BAR - 2}" fill="{COLOURS[server]}"/>')
                parts.append(_text(LABEL + width + 6, top + BAR - 3, f"{number(value)} {unit}", 10))
                top += BAR
            top += GAP
    width, height = LABEL + PANEL + 150, top + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>\n')


def _widest(rows):
    """Decades that the widest row spans."""
    spans = [math.log10(max(present) / min(present)) for _, values, _ in rows if (present := [value for value in values.values() if value])]
    return max([1.0, *spans])


def _text(x, y, text, size, weight="normal"):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="#222">{escape(text)}</text>'
