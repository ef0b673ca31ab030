"""mutagen's source release: fetched once through pip, its checksum pinned, unpacked in a cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "1.48.1"
TESTS = 4050  # that this release has
SHA256 = "8f95637ab9f6f305cec6bd1294e197debe207998e3e068596563c74f86b0a173"

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "upstream"


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def source_tree() -> Path:
    """The unpacked source release (holding `tests/` and `tests/data/`); fetched on first use.

    The tree is shared by all runs and is only to be read: whoever writes takes a copy.

    Raises:
        RuntimeError: the release cannot be had, or is not the pinned one.
    """
    tree = CACHE / f"mutagen-{VERSION}"
    if tree.is_dir():
        return tree
    CACHE.mkdir(parents=True, exist_ok=True)
    archive = CACHE / f"mutagen-{VERSION}.tar.gz"
    if not archive.is_file() or sha256_of(archive) != SHA256:
        _download(archive)
    # Unpacked beside its final place and renamed: a half-written tree is never taken for a whole.
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        with tarfile.open(archive) as tar:
            # Early releases of Python 3.10 and 3.11 know no filters; the checksum vouches for it.
            tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
            tar.extractall(scratch)
        try:
            (Path(scratch) / tree.name).rename(tree)
        except OSError:
            if not tree.is_dir():  # else another run was faster
                raise
    return tree


def _download(archive: Path) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-binary", "mutagen", "--dest", scratch, f"mutagen=={VERSION}"]
        if subprocess.run(command, check=False).returncode != 0:
            raise RuntimeError(f"pip could not download the source release of mutagen {VERSION}")
        fetched = Path(scratch) / archive.name
        found = sha256_of(fetched)
        if found != SHA256:
            raise RuntimeError(f"{archive.name} has SHA-256 {found}, expected {SHA256}")
        os.replace(fetched, archive)


def copy_tests(destination: Path) -> Path:
    """A throw-away copy of upstream's `tests` package below `destination`, alone there."""
    copy = destination / "tests"
    shutil.copytree(source_tree() / "tests", copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def checksums(directory: Path) -> dict[str, str]:
    """Relative name -> SHA-256 of every file below a directory."""
    files = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {str(path.relative_to(directory)): sha256_of(path) for path in files}
