"""The benchmarks: one pytest-benchmark entry for each row, both libraries interleaved within it.

A round of the row is a pass of each library, and one of the kernel's floor, over each class of
files. One library goes first in even rounds, the other in odd ones. pytest-benchmark times every
pass (garbage collection disabled); the times are then told apart by the schedule. Started by
``run.py``, which puts the session where the fixture finds it.
"""

from __future__ import annotations

import gc
import itertools
from contextlib import nullcontext
from typing import Any, NamedTuple

import pytest
import trials
from floor import WARMUPS, Floor
from formats import FORMATS
from results import FLOOR, SESSION, Passes, Series, Session
from rows import Format, Row

ROWS = [(fmt, row) for fmt in FORMATS for row in fmt.rows]


class Pass(NamedTuple):
    """One subject over the files of one class."""

    round: int
    subject: str
    cover: str


def schedule(trial: trials.Trial, first: int, end: int) -> list[Pass]:
    """All passes in their order: neighbours are different subjects on the same files.

    Every order of the subjects comes up in turn; of two, that is A B, B A, A B, ...
    """
    orders = list(itertools.permutations(trial.subjects))
    return [
        Pass(number, subject, cover)
        for number in range(first, end)
        for cover in trial.classes
        for subject in orders[number % len(orders)]
    ]


def run_pass(call: Any, items: list[Any]) -> None:
    """What is timed."""
    for item in items:
        call(item)


def interleave(
    benchmark: Any, trial: trials.Trial, floor: Floor | None, rounds: int
) -> dict[str, Passes]:
    """Nanoseconds by subject, round and class; one round is made before, to warm up."""
    warmup, timed = schedule(trial, -1, 0), schedule(trial, 0, rounds)
    upcoming = iter([*warmup, *timed])
    now = Pass(-2, "", "")
    subjects = (*trial.subjects, FLOOR) if floor else trial.subjects
    times: dict[str, Passes] = {subject: [{} for _ in range(rounds)] for subject in subjects}

    def setup() -> tuple[tuple[Any, ...], dict[str, Any]]:
        nonlocal now
        previous, now = now, next(upcoming)
        if now.round != previous.round:
            trial.begin()
        if floor and (now.round, now.cover) != (previous.round, previous.cover):
            elapsed = floor.run_pass(now.cover)
            if now.round >= 0:
                times[FLOOR][now.round][now.cover] = elapsed
        work = trial.prepare(now.subject, now.cover)
        gc.collect()
        for _ in range(WARMUPS if trial.repeatable else 0):
            # The collection and the other subject have left caches cold. As many as of the floor:
            # what stands on it must be measured as it is.
            run_pass(*work)
        return work, {}

    def teardown(_call: Any, _items: list[Any]) -> None:
        trial.check(now.subject, now.cover)

    benchmark.pedantic(
        run_pass, setup=setup, teardown=teardown, rounds=len(timed), warmup_rounds=len(warmup)
    )
    for one, seconds in zip(timed, benchmark.stats.stats.data, strict=True):
        times[one.subject][one.round][one.cover] = seconds * 1e9
    return times


@pytest.fixture
def session(pytestconfig: pytest.Config) -> Session:
    """The run that the row belongs to."""
    return pytestconfig.stash[SESSION]


@pytest.mark.parametrize(("fmt", "row"), ROWS, ids=[f"{f.name}: {r.name}" for f, r in ROWS])
def test_row(fmt: Format, row: Row, session: Session, benchmark: Any) -> None:
    """Check, time and record one row; a row whose content is wrong gets no times."""
    outcome = session.begin(fmt, row)
    try:
        trial = trials.start(row, session.library(fmt))
        trial.verify()
        jobs = trial.floor()
        rounds = session.rounds_of(row)
        with Floor(session.floor_program, jobs) if jobs else nullcontext() as floor:
            times = interleave(benchmark, trial, floor, rounds)
    except Exception as problem:
        outcome.problem = f"{type(problem).__name__}: {problem}"
        raise
    counts = {cover: len(songs) for cover, songs in trial.classes.items()}
    outcome.series = {subject: Series(passes, counts) for subject, passes in times.items()}
    benchmark.extra_info.update(outcome.as_json())
