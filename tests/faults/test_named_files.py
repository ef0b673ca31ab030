"""System calls on a named file that fail: strace makes them, where it is to be had."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STRACE = shutil.which("strace")

PROGRAM = """
import sys
from mutagen_rs import MutagenError
from mutagen_rs.id3 import ID3, TXXX
from mutagen_rs.mp3 import MP3
path, work = sys.argv[1:]
try:
    if work == "load":
        MP3(path).pprint()
    elif work == "delete":
        ID3().delete(path)
    else:
        tags = ID3()
        tags.add(TXXX(encoding=3, desc="", text=["x" * int(work)]))
        tags.save(path)
except MutagenError as refusal:
    print("refused", type(refusal.args[0]).__name__)
else:
    print("done")
"""


def _run(path: Path, work: str, *inject: str) -> str:
    """What the program says, with faults injected into its calls on that file."""
    assert STRACE is not None
    faults = [option for fault in inject for option in ("-e", f"inject={fault}")]
    command = [STRACE, "-f", "-o", "/dev/null", "-P", str(path), *faults]
    run: subprocess.CompletedProcess[str] = subprocess.run(
        [*command, sys.executable, "-c", PROGRAM, str(path), work],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def _can_inject() -> bool:
    if STRACE is None or sys.platform != "linux":
        return False
    command = [STRACE, "-o", "/dev/null", "-e", "inject=getpid:error=EPERM", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not _can_inject(), reason="strace is missing or may not trace")


@pytest.fixture
def path(sample_copy: Path) -> Path:
    return sample_copy / "mp3" / "id3v2.4-25-frames.mp3"


OPEN = "open,openat"


@pytest.mark.parametrize(
    "fault",
    [
        f"{OPEN}:error=EACCES",
        f"{OPEN}:error=EMFILE",
        "fstat:error=EIO",
        "pread64:error=EIO",
        "pread64:error=EIO:when=2",
    ],
)
def test_failing_reads(fault: str, path: Path) -> None:
    before = path.read_bytes()
    for work in ("load", "30000", "delete"):
        assert _run(path, work, fault) in ("refused OSError", "refused PermissionError")
        assert path.read_bytes() == before


@pytest.mark.parametrize("call", ["pread64:error=EINTR:when=1..3", f"{OPEN}:error=EINTR:when=1"])
def test_interrupted_calls_are_made_again(call: str, path: Path) -> None:
    for work in ("load", "30000", "delete"):
        assert _run(path, work, call) == "done"


@pytest.mark.parametrize("work", ["30000", "100", "delete"])
def test_no_write_is_possible(work: str, path: Path) -> None:
    """A disk that is full or has failed: the file is as it was."""
    before = path.read_bytes()
    for error in ("ENOSPC", "EIO", "EROFS"):
        assert _run(path, work, f"pwrite64:error={error}") == "refused OSError"
        assert path.read_bytes() == before


def test_disk_that_fills_while_the_file_grows(path: Path) -> None:
    """The writes that make room are the first ones; a failure of one undoes those before."""
    before = path.read_bytes()
    path.write_bytes(before[: len(before) // 2])
    before = path.read_bytes()
    assert _run(path, "1000000", "pwrite64:error=ENOSPC:when=2") == "refused OSError"
    assert path.read_bytes() == before


def test_interrupted_writes(sample_copy: Path, path: Path) -> None:
    whole = sample_copy / "whole.mp3"
    whole.write_bytes(path.read_bytes())
    assert _run(whole, "30000") == "done"

    assert _run(path, "30000", "pwrite64:error=EINTR:when=1+2") == "done"
    assert path.read_bytes() == whole.read_bytes()


def test_file_systems_without_writing_in_place(path: Path, sample_copy: Path) -> None:
    """EOPNOTSUPP for reading and writing at once: the file is edited in memory instead."""
    usual = sample_copy / "usual.mp3"
    usual.write_bytes(path.read_bytes())
    for work in ("30000", "100", "delete"):
        assert _run(usual, work) == "done"
        # The first open and the first openat ask for both: ours, and Python's after it.
        assert _run(path, work, f"{OPEN}:error=EOPNOTSUPP:when=1") == "done"
        assert path.read_bytes() == usual.read_bytes()
