"""The tables, as Markdown that reads well on a terminal, and the same as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import make_library
from results import Figures, Outcome, Session
from rows import OURS, REFERENCE, OpenRow

HEADINGS = ("row", f"{REFERENCE} µs", f"{OURS} µs", "ratio", "floor µs", "x floor", "correct")


def machine(cache: Path, profile: str) -> dict[str, str]:
    """Where and with what a run was made."""
    return {
        "cpu": f"{_cpu()}, {os.cpu_count()} cores",
        "kernel": f"{platform.system()} {platform.release()}",
        "file system": _file_system(cache),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        REFERENCE: version(REFERENCE),
        OURS: f"{version(OURS)}, {profile} build",
        "cache": "warm: every file is in the page cache",
        "load at start": f"{os.getloadavg()[0]:.2f}",
    }


def stolen_time() -> Callable[[], float]:
    """From now to the call of the result: the share of the CPUs' time that the host withheld.

    Linux, proc(5), /proc/stat: the eighth figure is "steal". Elsewhere, 0.
    """

    def ticks() -> list[int]:
        try:
            line = Path("/proc/stat").read_text("utf-8").partition("\n")[0]
        except OSError:
            return [0] * 8
        return [int(figure) for figure in line.split()[1:9]]

    start = ticks()

    def share() -> float:
        passed = [now - then for then, now in zip(start, ticks(), strict=True)]
        return passed[7] / max(1, sum(passed))

    return share


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _file_system(path: Path) -> str:
    """The type of the file system that holds ``path``: the longest mount point above it."""
    best, kind = "", "unknown"
    try:
        mounts = Path("/proc/mounts").read_text("utf-8").splitlines()
    except OSError:
        return kind
    for line in mounts:
        _device, point, found, *_ = line.split(" ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, found
    return kind


def table(headings: tuple[str, ...], lines: list[list[str]]) -> str:
    """A table in Markdown, with columns of equal width; the first is set left, the others right."""
    widths = [max(map(len, column)) for column in zip(headings, *lines, strict=True)]

    def render(cells: tuple[str, ...] | list[str]) -> str:
        first, *rest = zip(cells, widths, strict=True)
        padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        return f"| {' | '.join(padded)} |"

    rule = [f"{'-' * (width - 1)}{':' if n else '-'}" for n, width in enumerate(widths)]
    return "\n".join([render(headings), render(rule), *map(render, lines)])


def _line(name: str, figures: Figures) -> list[str]:
    floor, multiple = figures.floor, figures.multiple
    return [
        name,
        f"{figures.reference:.1f}",
        f"{figures.ours:.1f}",
        f"{figures.speedup:.1f}",
        "" if floor is None else f"{floor:.1f}",
        "" if multiple is None else f"{multiple:.2f}",
        "yes",
    ]


def markdown(session: Session, about: dict[str, str]) -> str:
    """All rows of the run; a row with wrong content has no figures, and its reason below."""
    parts = []
    for fmt in dict.fromkeys(outcome.fmt for outcome in session.outcomes):
        outcomes = [outcome for outcome in session.outcomes if outcome.fmt is fmt]
        rows = [_row(outcome) for outcome in outcomes]
        parts.append(f"### {fmt.name}\n\n{table(HEADINGS, rows)}")
        opens = [one for one in outcomes if isinstance(one.row, OpenRow) and one.correct]
        by_class = [
            _line(f"{one.row.name}, cover: {cover}", one.figures(cover))
            for one in opens
            for cover in one.classes
        ]
        if by_class:
            parts.append(table(HEADINGS, by_class))
        parts += [f"{one.row.name}: {one.problem}" for one in outcomes if one.problem]
        if fmt.name in session.libraries:
            parts.append(f"{make_library.summary(session.libraries[fmt.name])}.")
    facts = "; ".join(f"{key}: {value}" for key, value in about.items())
    parts.append(
        "Microseconds per file, medians over "
        f"{session.rounds} rounds ({session.change_rounds} where files are changed); ratio and "
        f"multiple of the floor are medians of the quotients of each round. {facts}."
    )
    return "\n\n".join(parts) + "\n"


def _row(outcome: Outcome) -> list[str]:
    if outcome.correct:
        return _line(outcome.row.name, outcome.figures())
    return [outcome.row.name, *[""] * (len(HEADINGS) - 2), "NO"]


def write(folder: Path, session: Session, about: dict[str, str]) -> str:
    """Write ``latest.md`` and ``latest.json`` into ``folder``; returns the Markdown."""
    text = markdown(session, about)
    known: dict[str, Any] = {
        "machine": about,
        "rounds": {"opens": session.rounds, "changes": session.change_rounds},
        "unit": "microseconds per file",
        "rows": [outcome.as_json() for outcome in session.outcomes],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.md").write_text(text, "utf-8")
    (folder / "latest.json").write_text(json.dumps(known, indent=1) + "\n", "utf-8")
    return text
