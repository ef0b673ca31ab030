"""Run the Python benchmarks: ``python benches/python/run.py [--rounds N] [-k ROWS]``.

Exits with 1 if a row's content was wrong, or nothing was measured.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from pathlib import Path

import floor
import make_library
import pytest
import report
from results import SESSION, Session
from rows import OURS

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "results"


class Plugin:
    """Hands the session to the benchmarks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def pytest_configure(self, config: pytest.Config) -> None:
        """Called by pytest before it collects."""
        config.stash[SESSION] = self._session


def release_profile() -> str:
    """The build profile of our native module; the run ends here unless it is a release build."""
    native = importlib.import_module(f"{OURS}._native")
    profile = str(getattr(native, "build_profile", "unknown"))
    if profile != "release":
        sys.exit(f"{OURS} is a {profile} build; only a release build is worth measuring")
    return profile


def main() -> int:
    """Make what is missing, measure, print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds of the opening rows")
    parser.add_argument("-k", default="", metavar="ROWS", help="only these rows, as pytest's -k")
    options = parser.parse_args()
    about = report.machine(make_library.CACHE, release_profile())
    stolen = report.stolen_time()
    session = Session(make_library.CACHE, floor.build(make_library.CACHE), options.rounds)
    # What is alive now stays alive: collections between the passes need not look at it again.
    gc.collect()
    gc.freeze()
    # No configuration file: the project's own pytest settings are meant for its tests.
    arguments = [
        *("-c", os.devnull, "--rootdir", str(HERE), "-p", "no:cacheprovider", "-v", "--tb=short"),
        *("-k", options.k, "--benchmark-quiet", "--benchmark-disable-gc"),
        # Nothing is stored there; pytest-benchmark makes the folder all the same.
        f"--benchmark-storage=file://{make_library.CACHE / 'runs'}",
        str(HERE / "test_rows.py"),
    ]
    status = pytest.main(arguments, plugins=[Plugin(session)])
    about["CPU time taken by other virtual machines"] = f"{stolen():.0%}"
    print("\n" + report.write(RESULTS, session, about))
    for library in session.libraries.values():
        library.remove_copies()
    return 0 if status == pytest.ExitCode.OK else 1


if __name__ == "__main__":
    sys.exit(main())
