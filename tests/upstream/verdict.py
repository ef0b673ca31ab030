"""Judges a run of upstream's suite against the list of what is missing: no files, no processes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """What a pytest process reported; node ids begin with the test file's name."""

    collected: list[str]
    outcomes: dict[str, str]  # node id -> "passed", "failed" or "skipped"
    details: dict[str, str]  # node id or file -> traceback


@dataclass
class Row:
    """One test file: how many tests pass, must pass and do not, may fail and do."""

    name: str
    total: int = 0
    passed: int = 0
    failed: int = 0
    missing: int = 0


@dataclass
class Verdict:
    rows: list[Row] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)  # node ids that had to pass and did not
    problems: list[str] = field(default_factory=list)  # one line each

    @property
    def ok(self) -> bool:
        return not self.failures and not self.problems


def parse_missing(text: str) -> list[str]:
    """Entries of the list: one `file` or `file::Class` a line; `#` starts a comment."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def _covers(entry: str, node: str) -> bool:
    return node == entry or node.startswith(entry + "::")


def judge(expected: Iterable[str], run: Run, missing: list[str], *, complete: bool) -> Verdict:
    """Compares a run with what it must show.

    Args:
        expected: node ids of all tests that upstream has for the same selection.
        run: what happened with our package.
        missing: entries not implemented yet; each must still have a test that does not pass.
        complete: the whole suite was selected. Only then can an entry be called obsolete.
    """
    verdict = Verdict()
    rows: dict[str, Row] = {}
    seen = dict.fromkeys(missing, 0)
    broken = dict.fromkeys(missing, 0)
    for node in expected:
        name = node.split("::", 1)[0]
        row = rows.setdefault(name, Row(name))
        row.total += 1
        passed = run.outcomes.get(node) == "passed"
        entries = [entry for entry in missing if _covers(entry, node)]
        for entry in entries:
            seen[entry] += 1
            broken[entry] += not passed
        if passed:
            row.passed += 1
        elif entries:
            row.missing += 1
        else:
            row.failed += 1
            verdict.failures.append(node)
    verdict.rows = [rows[name] for name in sorted(rows)]
    if complete:
        for entry in missing:
            if not seen[entry]:
                verdict.problems.append(f"{entry} is listed as missing: upstream has no such test")
            elif not broken[entry]:
                verdict.problems.append(f"{entry} is listed as missing but passes: shrink the list")
    return verdict


def changed_files(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """One line for each fixture that a run changed, removed or added."""
    lines = [f"fixture removed: {name}" for name in sorted(before.keys() - after.keys())]
    lines += [f"fixture added: {name}" for name in sorted(after.keys() - before.keys())]
    both = sorted(before.keys() & after.keys())
    return lines + [f"fixture changed: {name}" for name in both if before[name] != after[name]]
