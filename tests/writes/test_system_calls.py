"""How many system calls an open and a save cost: exact numbers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs.id3 import ID3, TIT2
from mutagen_rs.mp3 import MP3
from writes.measure import PROCESS_IO, Calls, calls_of, traced

needs_counters = pytest.mark.skipif(not PROCESS_IO.exists(), reason="no /proc/self/io here")

SMALL = "id3v2.4-25-frames.mp3"  # 11 KB: the first read brings all of it
LARGE = "cbr128.mp3"  # 25 KB: its end is read for an ID3v1 tag

READS = {SMALL: 1, LARGE: 2}


@needs_counters
@pytest.mark.parametrize("name", [SMALL, LARGE])
@pytest.mark.parametrize("kind", [ID3, MP3])
def test_open(name: str, kind: Any, sample_copy: Path) -> None:
    path = sample_copy / "mp3" / name
    if kind is ID3 and name == LARGE:
        tags = ID3()
        tags.add(TIT2(encoding=3, text=["A title"]))
        tags.save(path)
    kind(path)
    assert calls_of(lambda: kind(path)) == Calls(READS[name], 0, 0)
    # Whatever is built later comes from memory.
    opened = kind(path)
    assert calls_of(opened.pprint) == Calls(0, 0, 0)


@needs_counters
def test_save_into_padding(sample_copy: Path) -> None:
    """Header, end and tag are read; the changed bytes are one write."""
    path = sample_copy / "mp3" / SMALL
    audio = MP3(path)
    for turn in range(3):
        text = audio["TIT2"].text[0]
        audio["TIT2"].text = [text[::-1]]
        assert text != text[::-1]
        used = calls_of(audio.save)
        assert used.writes == 1, turn
        assert used.reads == 3, turn
        assert used.bytes_written <= len(text)


@needs_counters
def test_save_of_nothing_new(sample_copy: Path) -> None:
    audio = MP3(sample_copy / "mp3" / SMALL)
    audio.save()
    assert calls_of(audio.save) == Calls(3, 0, 0)


STRACE = shutil.which("strace")

OPEN_AND_SAVE = """
from mutagen_rs.mp3 import MP3
path = {path!r}
def work():
    audio = MP3(path)
    {then}
work()
begin()
work()
end()
"""
SAVE = 'audio["TIT2"].text = [audio["TIT2"].text[0][::-1]]; audio.save()'


def _can_trace() -> bool:
    """There is strace, and it may trace."""
    if STRACE is None or sys.platform != "linux":
        return False
    run = subprocess.run([STRACE, "-o", "/dev/null", "true"], capture_output=True, check=False)
    return run.returncode == 0


@pytest.mark.skipif(not _can_trace(), reason="strace is missing or may not trace")
@pytest.mark.parametrize(
    ("name", "then", "expected"),
    [
        (SMALL, "", {"open": 1, "fstat": 1, "pread64": 1, "close": 1}),
        (LARGE, "", {"open": 1, "fstat": 1, "pread64": 2, "close": 1}),
        (SMALL, SAVE, {"open": 2, "fstat": 2, "pread64": 4, "pwrite64": 1, "close": 2}),
    ],
    ids=["open-small", "open-large", "open-and-save"],
)
def test_traced(
    name: str, then: str, expected: dict[str, int], sample_copy: Path, tmp_path: Path
) -> None:
    """Every call, by name: nothing is opened, asked or mapped on the side."""
    assert STRACE is not None
    path = sample_copy / "mp3" / name
    code = OPEN_AND_SAVE.format(path=str(path), then=then)
    seen = traced(STRACE, code, tmp_path / "log")
    seen["open"] += seen.pop("openat", 0)
    for memory in ("brk", "mmap", "munmap", "madvise"):  # the allocator's own business
        seen.pop(memory, None)
    assert dict(seen) == expected


class Counting(BytesIO):
    """A file object that counts the calls that move bytes."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.counted: list[tuple[str, int]] = []

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if size != 0:  # the probe of every open
            self.counted.append(("read", len(data)))
        return data

    def write(self, data: Any) -> int:
        if len(data):
            self.counted.append(("write", len(data)))
        return super().write(data)


def test_open_of_a_file_object(sample_dir: Path) -> None:
    file = Counting((sample_dir / "mp3" / SMALL).read_bytes())
    MP3(file)
    assert [name for name, _ in file.counted] == ["read"]


def test_save_to_a_file_object(sample_dir: Path) -> None:
    file = Counting((sample_dir / "mp3" / SMALL).read_bytes())
    audio = MP3(file)
    title = audio["TIT2"].text[0]
    audio["TIT2"].text = [title[::-1]]
    file.counted.clear()
    file.seek(0)
    audio.save(file)
    writes = [length for name, length in file.counted if name == "write"]
    assert len(writes) == 1
    assert sum(writes) <= len(title)
    assert len(file.counted) == 4
