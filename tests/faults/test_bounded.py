"""Bad input costs bounded time and memory, and never more than a `MutagenError`."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from faults.bombs import BOMBS, make
from faults.limited import MEBIBYTE, run_limited, use

SECONDS = 8.0
"""Processor time for one use of a file; mostly it is a tenth of that."""


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    """Files of about one megabyte, with one gigabyte of address space."""
    path, target = tmp_path / "bomb.mp3", tmp_path / "target.mp3"
    data = make(name)
    path.write_bytes(data)
    for way in use(path, target):
        assert way.seconds < SECONDS, way
        if way.refusal is not None:
            # Who reads a log of thousands of files needs to know which one, and why.
            assert str(path) in way.refusal or str(target) in way.refusal, way
            assert len(way.refusal) < len(str(path)) + 200, way
    assert path.read_bytes() == data, "the file was changed"


def test_small_memory(sample_dir: Path, tmp_path: Path) -> None:
    """The limits are felt at all, and a usual file needs little."""
    path = sample_dir / "mp3" / "id3v2.4-25-frames.mp3"
    use(path, tmp_path / "target.mp3", memory=200 * MEBIBYTE)
    with pytest.raises(AssertionError):
        use(path, tmp_path / "target.mp3", memory=8 * MEBIBYTE)


def test_directory(tmp_path: Path) -> None:
    for way in use(tmp_path, tmp_path / "target.mp3"):
        assert way.refusal is None if way.name == "delete" else "Is a directory" in str(way.refusal)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no /dev/zero here")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/urandom"])
def test_devices(device: str, tmp_path: Path) -> None:
    """A device has no end, or no beginning."""
    for way in use(Path(device), tmp_path / "target.mp3", seconds=20):
        assert way.refusal is None or device in way.refusal or "target" in way.refusal, way


@pytest.mark.parametrize("content", [b"", b"ID3\4\0\0\0\0\0\0", b"\xff\xfb\x90\x64" * 1000])
def test_pipes(content: bytes, tmp_path: Path) -> None:
    """A pipe cannot be positioned; it must not keep a program waiting for ever."""
    pipe = tmp_path / "pipe.mp3"
    os.mkfifo(pipe)
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            try:
                descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody reads yet
                done.wait(0.001)
                continue
            try:
                os.write(descriptor, content)
            except OSError:
                pass
            finally:
                os.close(descriptor)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for way in use(pipe, tmp_path / "target.mp3", seconds=20):
            assert way.refusal is not None or way.name == "delete", way
    finally:
        done.set()
        writer.join()


FULL_DISK = """
import signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from mutagen_rs import MutagenError
from mutagen_rs.id3 import ID3, TXXX
path, length, v1 = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
try:
    tags = ID3(path)
except MutagenError:
    tags = ID3()
tags.add(TXXX(encoding=3, desc="long", text=["x" * length]))
try:
    tags.save(path, v1=v1)
except MutagenError as refusal:
    print("refused", type(refusal.args[0]).__name__)
else:
    print("saved")
"""

ROOM = 40_000


@pytest.mark.parametrize("v1", [0, 1, 2])
@pytest.mark.parametrize("length", [ROOM - 12_000, ROOM, ROOM * 2, 5_000_000])
@pytest.mark.parametrize(
    "name",
    [
        "cbr128.mp3",
        "damaged-empty.mp3",
        "damaged-only-tag.mp3",
        "id3v1.mp3",
        "id3v2.3-25-frames-v1.mp3",
        "id3v2.4-apev2-v1.mp3",
    ],
)
def test_full_disk(name: str, length: int, v1: int, sample_copy: Path) -> None:
    """A file that may not grow so far is as it was. The system's limit stands in for the disk."""
    path = sample_copy / "mp3" / name
    before = path.read_bytes()
    run = run_limited(FULL_DISK, path, length, v1, fsize=ROOM)
    assert run.returncode == 0, run.stderr
    if run.stdout == "saved\n":
        assert len(before) < path.stat().st_size <= ROOM
    else:
        assert run.stdout == "refused OSError\n"
        assert path.read_bytes() == before
