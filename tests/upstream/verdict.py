"""Judges a run of upstream's suite: no files, no processes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """What a pytest process reported; node ids begin with the test file's name."""

    collected: list[str]
    outcomes: dict[str, str]  # node id -> "passed", "failed" or "skipped"
    details: dict[str, str]  # node id or file -> traceback


@dataclass
class Row:
    """One test file: how many tests it has, and how many of them passed."""

    name: str
    total: int = 0
    passed: int = 0


@dataclass
class Verdict:
    rows: list[Row] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)  # node ids of tests and files without success
    problems: list[str] = field(default_factory=list)  # one line each

    @property
    def ok(self) -> bool:
        return not self.failures and not self.problems


def judge(run: Run, expected: int | None) -> Verdict:
    """Every collected test must have passed: a skipped one has not, nor one that never ran.

    Args:
        run: what happened.
        expected: how many tests there must be; None for a selection, which need only not be empty.
    """
    verdict = Verdict()
    rows: dict[str, Row] = {}
    for node in run.collected:
        name = node.split("::", 1)[0]
        row = rows.setdefault(name, Row(name))
        row.total += 1
        if run.outcomes.get(node) == "passed":
            row.passed += 1
        else:
            verdict.failures.append(node)
    verdict.rows = [rows[name] for name in sorted(rows)]
    # What has a traceback and is no failed test is a file (or class) that could not be collected.
    verdict.failures += sorted(run.details.keys() - set(run.collected))
    found = len(run.collected)
    if expected is None and not found:
        verdict.problems.append("no test is selected")
    elif expected is not None and found != expected:
        verdict.problems.append(f"{found} tests were collected, the release has {expected}")
    return verdict


def changed_files(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """One line for each fixture that a run changed, removed or added."""
    lines = [f"fixture removed: {name}" for name in sorted(before.keys() - after.keys())]
    lines += [f"fixture added: {name}" for name in sorted(after.keys() - before.keys())]
    both = sorted(before.keys() & after.keys())
    return lines + [f"fixture changed: {name}" for name in both if before[name] != after[name]]
