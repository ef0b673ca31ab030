"""The harness must not be able to call a bad run good."""

from __future__ import annotations

from pathlib import Path

import pytest

from upstream import source
from upstream.verdict import Run, Verdict, changed_files, judge

TESTS = ["test_a.py::TOne::test_x", "test_a.py::TOne::test_y", "test_a.py::TOneMore::test_x"]


def judged(*outcomes: str, expected: int | None = 3) -> Verdict:
    return judge(Run(TESTS, dict(zip(TESTS, outcomes, strict=False)), {}), expected)


def test_all_passing_is_ok() -> None:
    verdict = judged("passed", "passed", "passed")
    assert verdict.ok
    assert [(row.name, row.passed, row.total) for row in verdict.rows] == [("test_a.py", 3, 3)]


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_what_does_not_pass_is_a_failure(outcome: str) -> None:
    verdict = judged("passed", outcome, "passed")
    assert not verdict.ok
    assert verdict.failures == [TESTS[1]]
    assert verdict.rows[0].passed == 2


def test_a_test_that_never_ran_is_a_failure() -> None:
    assert judged("passed", "passed").failures == [TESTS[2]]


@pytest.mark.parametrize("expected", [2, 4])
def test_the_number_of_tests_is_the_releases(expected: int) -> None:
    verdict = judged("passed", "passed", "passed", expected=expected)
    assert not verdict.ok
    assert verdict.problems == [f"3 tests were collected, the release has {expected}"]


def test_a_selection_may_be_of_any_size_but_empty() -> None:
    assert judged("passed", "passed", "passed", expected=None).ok
    assert judge(Run([], {}, {}), None).problems == ["no test is selected"]


def test_a_file_that_cannot_be_collected_is_a_failure() -> None:
    run = Run(TESTS, dict.fromkeys(TESTS, "passed"), {"test_b.py": "ImportError"})
    for expected in (3, None):
        assert judge(run, expected).failures == ["test_b.py"]


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
