"""The part that runs inside pytest in the child process (`-p upstream.plugin`).

It makes `import mutagen` answer with `mutagen_rs` before any test is imported. What happened goes,
as JSON, to the file that `UPSTREAM_RESULT` names.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path

import pytest

_outcomes: dict[str, str] = {}
_collected: list[str] = []
_details: dict[str, str] = {}


def _node(nodeid: str) -> str:
    return nodeid.removeprefix("tests/")


def pytest_configure() -> None:
    import mutagen_rs

    with warnings.catch_warnings():
        # The alias imports every module, and `m4a` says on import that it is deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        mutagen_rs.install_as_mutagen()
    _check_alias()


def _check_alias() -> None:
    """Fails if any module named `mutagen...` comes from elsewhere than our package."""
    import mutagen_rs

    ours = Path(mutagen_rs.__file__).resolve().parent
    for name, module in list(sys.modules.items()):
        if name == "mutagen" or name.startswith("mutagen."):
            file = getattr(module, "__file__", None)
            if file is None or ours not in Path(file).resolve().parents:
                raise pytest.UsageError(f"{name} is not ours: {file}")
    if "mutagen" not in sys.modules:
        raise pytest.UsageError("install_as_mutagen() left no module named mutagen")


def pytest_collection_finish(session: pytest.Session) -> None:
    _collected.extend(_node(item.nodeid) for item in session.items)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _details[_node(report.nodeid)] = report.longreprtext


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    node = _node(report.nodeid)
    if report.failed:
        _outcomes[node] = "failed"
        _details[node] = report.longreprtext
    elif report.skipped:
        _outcomes.setdefault(node, "skipped")
    elif report.when == "call":
        _outcomes.setdefault(node, "passed")


def pytest_sessionfinish() -> None:
    _check_alias()
    result = {"collected": _collected, "outcomes": _outcomes, "details": _details}
    Path(os.environ["UPSTREAM_RESULT"]).write_text(json.dumps(result), "utf-8")
