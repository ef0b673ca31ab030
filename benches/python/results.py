"""What a run measured: series of rounds, rows, and the session that collects them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import make_library
import pytest
from rows import OURS, REFERENCE, ChangeRow, Format, OpenRow, Row
from songs import Library

FLOOR = "floor"

# For each round, nanoseconds by class.
Passes = list[dict[str, float]]


@dataclass(frozen=True)
class Series:
    """The rounds of one subject, and how many files each class has."""

    passes: Passes
    counts: dict[str, int]

    def per_file(self, cover: str | None = None) -> list[float]:
        """Microseconds per file in each round, for one class or for all files."""
        covers = [cover] if cover is not None else list(self.counts)
        files = sum(self.counts[name] for name in covers)
        return [sum(one[name] for name in covers) / files / 1000 for one in self.passes]

    def as_json(self) -> dict[str, Any]:
        """Medians in microseconds per file, and the rounds they come from."""
        return {
            "us": round(median(self.per_file()), 3),
            "classes": {cover: round(median(self.per_file(cover)), 3) for cover in self.counts},
            "rounds": [round(one, 3) for one in self.per_file()],
        }


@dataclass(frozen=True)
class Figures:
    """A line of the table: medians in microseconds per file, and how they compare.

    What is compared was measured side by side in one round: the comparisons are medians of the
    rounds' own quotients, which a machine that slows down for a while hardly touches.
    """

    reference: float
    ours: float
    floor: float | None
    speedup: float  # how many times the reference takes as long
    multiple: float | None  # how many times the floor ours takes


def _quotient(dividend: list[float], divisor: list[float]) -> float:
    return median(a / b for a, b in zip(dividend, divisor, strict=True))


@dataclass
class Outcome:
    """One row. It has figures only if both libraries returned the same content throughout."""

    fmt: Format
    row: Row
    problem: str | None = None
    series: dict[str, Series] = field(default_factory=dict)

    @property
    def correct(self) -> bool:
        """Measured, and nothing was wrong."""
        return self.problem is None and bool(self.series)

    @property
    def classes(self) -> dict[str, int]:
        """Files by class."""
        return self.series[OURS].counts if self.series else {}

    def figures(self, cover: str | None = None) -> Figures:
        """The figures of one class or of all files; a bare interpreter is subtracted."""
        bare = median(self.series["python"].per_file(cover)) if "python" in self.series else 0.0
        reference = [one - bare for one in self.series[REFERENCE].per_file(cover)]
        ours = [one - bare for one in self.series[OURS].per_file(cover)]
        floor = self.series[FLOOR].per_file(cover) if FLOOR in self.series else None
        return Figures(
            median(reference),
            median(ours),
            None if floor is None else median(floor),
            _quotient(reference, ours),
            None if floor is None else _quotient(ours, floor),
        )

    def as_json(self) -> dict[str, Any]:
        """Everything known of the row."""
        known: dict[str, Any] = {
            "format": self.fmt.name,
            "row": self.row.name,
            "correct": self.correct,
            "problem": self.problem,
        }
        if not self.correct:
            return known
        total = self.figures()
        known |= {"files": self.classes, "speedup": total.speedup, "multiple": total.multiple}
        return known | {subject: series.as_json() for subject, series in self.series.items()}


class Session:
    """One run: its settings, its libraries of files, and the outcomes so far."""

    def __init__(self, cache: Path, floor_program: Path, rounds: int) -> None:
        self.cache = cache
        self.floor_program = floor_program
        self.rounds = rounds
        # Files are restored before each pass of a change, which takes longer than the pass.
        self.change_rounds = max(3, rounds // 2)
        # A pass is one process, and processes vary more.
        self.import_rounds = 2 * rounds
        self.outcomes: list[Outcome] = []
        self.libraries: dict[str, Library] = {}

    def library(self, fmt: Format) -> Library:
        """The files of a format; their copies are fresh once a run."""
        if fmt.name not in self.libraries:
            library = make_library.ensure(fmt, self.cache)
            library.copy()
            self.libraries[fmt.name] = library
        return self.libraries[fmt.name]

    def rounds_of(self, row: Row) -> int:
        """How many rounds a row of this kind is measured in."""
        if isinstance(row, OpenRow):
            return self.rounds
        return self.change_rounds if isinstance(row, ChangeRow) else self.import_rounds

    def begin(self, fmt: Format, row: Row) -> Outcome:
        """The place for what a row is going to show."""
        outcome = Outcome(fmt, row)
        self.outcomes.append(outcome)
        return outcome


SESSION: pytest.StashKey[Session] = pytest.StashKey()
