"""What all Python tests share: which package is tested, and where the sample files are."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

import pytest
from hypothesis import settings

import mutagen_rs

ROOT = Path(__file__).resolve().parents[1]

# Examples do file input and output, and share two cores; a failing one prints how to replay it.
settings.register_profile("project", deadline=None, print_blob=True)
settings.load_profile("project")


def pytest_configure() -> None:
    """Only the installed package is worth testing: the source tree has no native module."""
    installed = Path(sysconfig.get_path("platlib")).resolve()
    package = Path(mutagen_rs.__file__).resolve()
    if installed not in package.parents:
        raise pytest.UsageError(f"tests would run against {package}; use `make test-python`")


def pytest_report_header() -> str:
    from mutagen_rs import _native

    return f"mutagen_rs: {Path(mutagen_rs.__file__).parent}, {_native.build_profile} build"


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    """The project's own sample files; to be read only."""
    return ROOT / "test_files"


@pytest.fixture(scope="session")
def upstream_data() -> Path:
    """The fixtures in mutagen's source release (fetched on first use); to be read only."""
    from upstream import source

    return source.source_tree() / "tests" / "data"


@pytest.fixture
def sample_copy(sample_dir: Path, tmp_path: Path) -> Path:
    """A throw-away copy of `test_files/`, for tests that write."""
    return Path(shutil.copytree(sample_dir, tmp_path / "test_files"))
