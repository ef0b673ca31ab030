"""Fixtures of the comparison with mutagen."""

from __future__ import annotations

import pytest

from parity.outcome import Workbench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """Where both libraries work on files of the same name and content."""
    return Workbench(tmp_path_factory.mktemp("bench"))
