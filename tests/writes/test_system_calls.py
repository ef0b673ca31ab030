"""How many system calls an open and a save cost: exact numbers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs.id3 import APIC, ID3, TALB, TIT2
from mutagen_rs.mp3 import MP3
from writes.measure import PROCESS_IO, Calls, calls_of, traced

needs_counters = pytest.mark.skipif(not PROCESS_IO.exists(), reason="no /proc/self/io here")

# Kinds of file, and the reads of an open: the head of the file; its end, where an ID3v1 tag may
# be; the rest of a tag that is larger than the head.
READS = {"small": 1, "usual": 2, "cover": 3}


@pytest.fixture(params=READS)
def kind_of_file(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def make_file(kind: str, folder: Path) -> Path:
    """A tagged file of that kind."""
    path = folder / "mp3" / ("vbr-old-v9.mp3" if kind == "small" else "cbr128.mp3")
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["A title"]))
    tags.add(TALB(encoding=3, text=["An album"]))
    if kind == "cover":
        tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=bytes(range(256)) * 400))
    tags.save(path)
    return path


@needs_counters
@pytest.mark.parametrize("kind", [ID3, MP3])
def test_open(kind_of_file: str, kind: Any, sample_copy: Path) -> None:
    path = make_file(kind_of_file, sample_copy)
    kind(path)
    assert calls_of(lambda: kind(path)) == Calls(READS[kind_of_file], 0, 0)
    # Whatever is built later comes from memory.
    opened = kind(path)
    assert calls_of(opened.pprint) == Calls(0, 0, 0)


@needs_counters
def test_save_into_padding(kind_of_file: str, sample_copy: Path) -> None:
    """Header, end and tag are read; the changed bytes are one write."""
    audio = MP3(make_file(kind_of_file, sample_copy))
    for turn in range(3):
        text = audio["TIT2"].text[0]
        audio["TIT2"].text = [text[::-1]]
        used = calls_of(audio.save)
        assert (used.reads, used.writes) == (3, 1), turn
        assert used.bytes_written <= len(text)


@needs_counters
def test_save_of_nothing_new(kind_of_file: str, sample_copy: Path) -> None:
    audio = MP3(make_file(kind_of_file, sample_copy))
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


def _opened(reads: int) -> dict[str, int]:
    return {"open": 1, "fstat": 1, "pread64": reads, "close": 1}


@pytest.mark.skipif(not _can_trace(), reason="strace is missing or may not trace")
@pytest.mark.parametrize(
    ("kind", "then", "expected"),
    [
        ("small", "", _opened(1)),
        ("usual", "", _opened(2)),
        ("cover", "", _opened(3)),
        ("usual", SAVE, {"open": 2, "fstat": 2, "pread64": 2 + 3, "pwrite64": 1, "close": 2}),
    ],
    ids=["open-small", "open-usual", "open-cover", "open-and-save"],
)
def test_traced(
    kind: str, then: str, expected: dict[str, int], sample_copy: Path, tmp_path: Path
) -> None:
    """Every call, by name: nothing is opened, asked or mapped on the side."""
    assert STRACE is not None
    code = OPEN_AND_SAVE.format(path=str(make_file(kind, sample_copy)), then=then)
    seen = traced(STRACE, code, tmp_path / "log")
    seen["open"] += seen.pop("openat", 0)
    for memory in ("brk", "mmap", "munmap", "mremap", "madvise"):  # the allocator's own business
        seen.pop(memory, None)
    assert dict(seen) == expected


FILE = """
from pathlib import Path
from mutagen_rs import File, MutagenError
def usual(path):
    try:
        return File(path) is not None
    except MutagenError:
        return False
paths = [path for path in map(str, sorted(Path({folder!r}).rglob("*.*"))) if usual(path)]
begin()
for path in paths:
    File(path)
end()
print(len(paths))
"""


@pytest.mark.skipif(not _can_trace(), reason="strace is missing or may not trace")
def test_file_is_opened_once(
    sample_copy: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What `File` opens to find out its kind, of whatever kind it is, is read from there on."""
    assert STRACE is not None
    seen = traced(STRACE, FILE.format(folder=str(sample_copy)), tmp_path / "log")
    count = int(capfd.readouterr().out)
    assert count > 50
    assert seen["open"] + seen["openat"] == seen["fstat"] == seen["close"] == count


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


def test_open_of_a_file_object(kind_of_file: str, sample_copy: Path) -> None:
    file = Counting(make_file(kind_of_file, sample_copy).read_bytes())
    MP3(file)
    assert [name for name, _ in file.counted] == ["read"] * READS[kind_of_file]


def test_save_to_a_file_object(kind_of_file: str, sample_copy: Path) -> None:
    file = Counting(make_file(kind_of_file, sample_copy).read_bytes())
    audio = MP3(file)
    title = audio["TIT2"].text[0]
    audio["TIT2"].text = [title[::-1]]
    file.counted.clear()
    file.seek(0)
    audio.save(file)
    assert [name for name, _ in file.counted] == ["read"] * 3 + ["write"]
    assert file.counted[-1][1] <= len(title)
