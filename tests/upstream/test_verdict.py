"""The harness must not be able to call a bad run good."""

from __future__ import annotations

from pathlib import Path

import pytest

from upstream import source
from upstream.verdict import Run, Verdict, changed_files, judge, parse_missing

EXPECTED = ["test_a.py::TOne::test_x", "test_a.py::TOne::test_y", "test_a.py::TOneMore::test_x"]


def judged(*outcomes: str, missing: str = "", complete: bool = True) -> Verdict:
    run = Run(EXPECTED, dict(zip(EXPECTED, outcomes, strict=False)), {})
    return judge(EXPECTED, run, parse_missing(missing), complete=complete)


def test_all_passing_is_ok() -> None:
    verdict = judged("passed", "passed", "passed")
    assert verdict.ok
    assert [(row.name, row.passed, row.total) for row in verdict.rows] == [("test_a.py", 3, 3)]


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_what_does_not_pass_is_a_failure(outcome: str) -> None:
    verdict = judged("passed", outcome, "passed")
    assert not verdict.ok
    assert verdict.failures == [EXPECTED[1]]


def test_a_test_that_never_ran_is_a_failure() -> None:
    assert judged("passed", "passed").failures == [EXPECTED[2]]


def test_listed_failures_are_accepted() -> None:
    verdict = judged("failed", "passed", "passed", missing="test_a.py::TOne  # later\n")
    assert verdict.ok
    assert (verdict.rows[0].passed, verdict.rows[0].missing, verdict.rows[0].failed) == (2, 1, 0)


def test_an_entry_names_a_whole_component() -> None:
    verdict = judged("failed", "passed", "failed", missing="test_a.py::TOne")
    assert verdict.failures == [EXPECTED[2]]


def test_a_listed_file_may_fail_at_collection() -> None:
    assert judged(missing="test_a.py").ok


def test_a_listed_entry_that_passes_must_go() -> None:
    verdict = judged("passed", "passed", "failed", missing="test_a.py::TOne\ntest_a.py::TOneMore")
    assert verdict.problems == ["test_a.py::TOne is listed as missing but passes: shrink the list"]


def test_an_entry_without_tests_is_an_error() -> None:
    verdict = judged("passed", "passed", "passed", missing="test_b.py")
    assert not verdict.ok
    assert "no such test" in verdict.problems[0]


def test_a_selection_says_nothing_about_whole_entries() -> None:
    assert judged("passed", "passed", "passed", missing="test_a.py", complete=False).ok


def test_fixtures_must_stay(tmp_path: Path) -> None:
    for name in ("same", "edited", "removed"):
        (tmp_path / name).write_bytes(b"data")
    before = source.checksums(tmp_path)
    assert changed_files(before, source.checksums(tmp_path)) == []
    (tmp_path / "edited").write_bytes(b"dato")
    (tmp_path / "removed").unlink()
    (tmp_path / "added").write_bytes(b"")
    after = source.checksums(tmp_path)
    assert changed_files(before, after) == [
        "fixture removed: removed",
        "fixture added: added",
        "fixture changed: edited",
    ]
