"""Put the last whole run into the documents: ``python benches/python/publish.py``.

``benches/figures.md`` becomes the tables of the run, and the README gets a summary: one line for
each format, between its two markers.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import report
from formats import FORMATS
from run import HERE, RESULTS

README = HERE.parents[1] / "README.md"
FIGURES = HERE.parent / "figures.md"
BEGIN, END = ("<!-- benchmark table: begin -->", "<!-- benchmark table: end -->")

# The columns of the summary, and the rows that they are taken from, whichever a format has.
COLUMNS: dict[str, tuple[str, ...]] = {
    "File(path)": ("File(path)", "File(path) of True Audio"),
    "read everything": ("open and read everything",),
    "save in place": ("save, padding reused", "save, longer title"),
    "save that grows": ("save that grows",),
    "delete": ("delete",),
}


def _cell(rows: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if name in rows:
            return f"{rows[name]['speedup']:.1f} ({rows[name]['multiple']:.1f})"
    return ""


def summary(known: dict[str, Any]) -> str:
    """The summary of a run, as Markdown. Fails if a format or a correct figure is missing."""
    lines = []
    for fmt in FORMATS:
        rows = {one["row"]: one for one in known["rows"] if one["format"] == fmt.name}
        wrong = [name for name, one in rows.items() if not one["correct"]]
        if wrong or not rows:
            sys.exit(f"{fmt.name}: not the figures of a whole run without errors: {wrong}")
        first = fmt.rows[0].name
        cells = [_cell(rows, names) for names in ((first,), *COLUMNS.values())]
        lines.append([fmt.name, *cells])
    table = report.table(("format", "open", *COLUMNS), lines)
    facts = "; ".join(f"{key}: {value}" for key, value in known["machine"].items())
    return (
        "How many times as fast as mutagen, and in brackets how many times what the kernel alone "
        f"needs:\n\n{table}\n\nMachine: {facts}. Microseconds, and files by the size of their "
        "covers, are in [benches/figures.md](benches/figures.md).\n"
    )


def main() -> None:
    """Write both documents."""
    known = json.loads((RESULTS / "latest.json").read_text("utf-8"))
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{summary(known)}{END}{after}", "utf-8")
    tables = (RESULTS / "latest.md").read_text("utf-8")
    FIGURES.write_text(f"# Figures of the benchmarks\n\n{tables}", "utf-8")


if __name__ == "__main__":
    main()
