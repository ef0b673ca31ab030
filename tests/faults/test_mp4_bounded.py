"""MP4 files made to cost much: bounded time and memory, and never more than a `MutagenError`."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.limited import MEBIBYTE, Use, run_limited, uses
from mutagen_rs import MutagenError
from mutagen_rs.mp4 import MP4
from parity.bytes_of_mp4 import (
    FTYP,
    HANDLER,
    MVHD,
    TITLE,
    atom,
    data,
    entry,
    freeform,
    full,
    long_atom,
    offsets_table,
    tags,
    track,
)

SECONDS = 8.0
"""Processor time for one use of a file; mostly it is a tenth of that."""

# Every way to use a file, each told on a line of its own: its name, the refusal if there was one,
# and the seconds it took.
PROGRAM = """
import shutil
from mutagen_rs import File
from mutagen_rs.easymp4 import EasyMP4
from mutagen_rs.mp4 import MP4, delete
from mutagen_rs.mp4._atom import AtomError, Atoms

path, target = sys.argv[1:]

def read(kind):
    opened = kind(path)
    if opened is not None:
        opened.pprint()
        if opened.tags is not None:
            opened.tags.values()

def atoms():
    try:
        with open(path, "rb") as file:
            Atoms(file)
    except AtomError:
        pass

def save(padding=None):
    opened = MP4(path)
    if opened.tags is None:
        opened.add_tags()
    opened["\\xa9cmt"] = ["a comment " * 2000]
    opened.plan_save(target, padding=padding)
    opened.save(target, padding=padding)
    MP4(target)

for kind in (MP4, EasyMP4, File):
    used(kind.__name__, lambda: read(kind))
used("atoms", atoms)
shutil.copyfile(path, target)
used("save", save)
used("save without padding", lambda: save(lambda info: 0))
used("delete", lambda: delete(target))
"""


def nested(depth: int) -> bytes:
    """Atoms within atoms, each of the size it needs."""
    return b"".join(struct.pack(">I4s", 8 * (depth - n), b"moov") for n in range(depth))


def with_header(name: bytes, size: int, long: int | None = None) -> bytes:
    """A header alone, whatever follows."""
    return struct.pack(">I4s", size, name) + (b"" if long is None else struct.pack(">Q", long))


def esds(length: bytes) -> bytes:
    """Descriptors that claim a length."""
    inner = b"\x03" + length + b"\0\1\0\x04" + length + b"\x40\x15" + bytes(11)
    return full(b"esds", inner + b"\x05" + length + b"\x12\x10" + bytes(100))


def song(*parts: bytes, tag: bytes = b"") -> bytes:
    """A file with tracks."""
    return FTYP + atom(b"moov", MVHD, *parts, tag) + atom(b"mdat", bytes(1000))


def full_table(count: int, claimed: int) -> bytes:
    """`stco` with a number of offsets that may lie."""
    return full(b"stco", struct.pack(">I", claimed), bytes(4 * count))


EXTREMES = (16, 17, 2**31, 2**63 - 1, 2**63, 2**64 - 8, 2**64 - 1)

BOMBS: dict[str, Callable[[], bytes]] = {
    "moov 20,000 deep": lambda: nested(20_000),
    "moov 190 deep": lambda: nested(190),
    "a million empty atoms": lambda: FTYP + atom(b"free") * 1_000_000,
    "200,000 empty atoms in moov": lambda: song(atom(b"free") * 200_000),
    "200,000 containers in moov": lambda: song(atom(b"udta") * 200_000),
    "200,000 tracks": lambda: song(atom(b"trak") * 200_000),
    "50,000 tracks with handlers": lambda: song(
        atom(b"trak", atom(b"mdia", atom(b"hdlr", bytes(8), b"vide"))) * 50_000
    ),
    "two million atoms": lambda: atom(b"free") * 2_000_000,
    "100,000 empty items": lambda: song(tag=tags(atom(b"\xa9nam") * 100_000)),
    "100,000 items": lambda: song(tag=tags(TITLE * 100_000)),
    "60,000 items of other names": lambda: song(
        tag=tags(*(atom(b"%04x" % n, data(b"x")) for n in range(60_000)))
    ),
    "30,000 freeform items": lambda: song(
        tag=tags(*(freeform(b"%d" % n, data(b"x")) for n in range(30_000)))
    ),
    "300,000 values": lambda: song(tag=tags(atom(b"\xa9nam", data(b"x") * 300_000))),
    "300,000 values of no length": lambda: song(
        tag=tags(freeform(b"x", with_header(b"data", 8) * 300_000))
    ),
    "values one in the other": lambda: song(
        tag=tags(freeform(b"x", with_header(b"data", 2**31) * 300_000))
    ),
    "pictures one in the other": lambda: song(
        tag=tags(atom(b"covr", with_header(b"data", 8) * 300_000))
    ),
    "a name without a length beside a picture": lambda: song(
        tag=tags(atom(b"covr", with_header(b"name", 0) + bytes(8)))
    ),
    "names beside a picture": lambda: song(
        tag=tags(atom(b"covr", with_header(b"name", 8) * 99_999))
    ),
    "a table that claims 4 billion offsets": lambda: song(track(table=full_table(3, 2**32 - 1))),
    "a table of a million offsets": lambda: song(track(table=full_table(10**6, 10**6))),
    "30,000 tables": lambda: song(track(table=offsets_table([1, 2**20]) * 30_000)),
    "tables that lie over each other": lambda: song(
        atom(b"stbl", with_header(b"stco", 2**22) * 8), tag=bytes(2**22)
    ),
    "time scale of zero": lambda: song(
        track(mdhd=full(b"mdhd", struct.pack(">4I", 0, 0, 0, 5))), tag=tags(TITLE)
    ),
    "time scale of the movie of zero": lambda: atom(
        b"moov",
        full(b"mvhd", struct.pack(">4I", 0, 0, 0, 5)),
        atom(b"udta", full(b"chpl", bytes(5))),
    ),
    "an endless duration": lambda: song(
        track(mdhd=full(b"mdhd", struct.pack(">QQIQ", 0, 0, 1, 2**64 - 1), version=1))
    ),
    "chapters without end": lambda: song(
        atom(b"udta", full(b"chpl", bytes(4), b"\xff", (b"\xff" * 8 + b"\0") * 255))
    ),
    "descriptors of 256 MB": lambda: song(
        track(description=entry(inner=esds(b"\xff\xff\xff\x7f")))
    ),
    "descriptors without end": lambda: song(track(description=entry(inner=esds(b"\xff" * 4)))),
    "descriptors of no length": lambda: song(track(description=entry(inner=esds(b"\0")))),
    "4 billion sample entries": lambda: song(
        atom(
            b"trak",
            atom(
                b"mdia",
                full(b"mdhd", bytes(16)),
                full(b"hdlr", bytes(4), b"soun"),
                atom(b"minf", atom(b"stbl", full(b"stsd", b"\xff" * 4, entry()))),
            ),
        )
    ),
    "a sample entry 20,000 deep": lambda: song(track(description=nested(20_000))),
    **{
        f"{name.decode()} of {size} bytes": lambda name=name, size=size: (  # type: ignore[misc]
            FTYP + with_header(b"moov", 0) + MVHD + with_header(name, 1, size) + bytes(100)
        )
        for name in (b"trak", b"udta", b"free", b"ilst")
        for size in EXTREMES
    },
    **{
        f"{name.decode()} that claims {size} at the top": lambda name=name, size=size: (  # type: ignore[misc]
            FTYP + with_header(name, size) + MVHD + track() + tags(TITLE)
        )
        for name in (b"moov", b"mdat", b"moof")
        for size in (0, 1, 8, 2**31, 2**32 - 1)
    },
    "ilst of 4 GB": lambda: (
        FTYP
        + b"".join(with_header(name, 2**32 - 1) for name in (b"moov", b"udta"))
        + with_header(b"meta", 2**32 - 1)
        + bytes(4)
        + HANDLER
        + with_header(b"ilst", 2**32 - 1)
        + with_header(b"covr", 2**31)
        + with_header(b"data", 2**31 - 8)
        + bytes(100)
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    """Files of up to 16 MB, with one gigabyte of address space."""
    path, target = tmp_path / "bomb.m4a", tmp_path / "target.m4a"
    content = BOMBS[name]()
    path.write_bytes(content)
    for way in use(path, target):
        assert way[2] < SECONDS, way
        if way[1] is not None:
            assert str(path) in way[1] or str(target) in way[1], way
            assert len(way[1]) < len(str(path)) + 200, way
    assert path.read_bytes() == content, "the file was changed"


def use(path: Path, target: Path) -> list[Use]:
    """Use a file in every way in a process of its own."""
    return uses(PROGRAM, path, target, **{"as": 1024 * MEBIBYTE, "cpu": 60})


@pytest.mark.parametrize("claimed", [2**31, 2**32 - 1])
def test_sparse_files(claimed: int, tmp_path: Path) -> None:
    """Five gigabytes of nothing, which the atoms claim to be theirs."""
    path, target = tmp_path / "bomb.m4a", tmp_path / "target.m4a"
    headers = b"".join(with_header(name, claimed) for name in (b"moov", b"udta", b"meta"))
    for last in (b"ilst", b"free"):
        with path.open("wb") as file:
            file.write(headers + bytes(4) + with_header(last, claimed - 100))
            file.truncate(5 * 2**30)
        run = run_limited(
            "import sys\nfrom mutagen_rs import MutagenError\nfrom mutagen_rs.mp4 import MP4\n"
            "try: MP4(sys.argv[1])\nexcept MutagenError: print('refused')",
            path,
            **{"as": 512 * MEBIBYTE, "cpu": 20},
        )
        assert (run.returncode, run.stdout) == (0, "refused\n"), run.stderr[-1000:]
    assert not target.exists()


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("layout", ["no tags", "tags"])
def test_offsets_that_would_overflow(layout: str, wide: bool, tmp_path: Path) -> None:
    """A save that would move audio out of reach of its table leaves the file as it was."""
    path = tmp_path / "file.m4a"
    last = 2**64 - 1000 if wide else 2**32 - 1000
    tag = tags(TITLE) if layout == "tags" else b""
    before = song(track(table=offsets_table([500, last], wide)), tag=tag)
    path.write_bytes(before)
    audio = MP4(path)
    if audio.tags is None:
        audio.add_tags()
    audio["\xa9cmt"] = ["a comment"]
    audio.save(padding=lambda info: 100)
    assert path.read_bytes() != before
    before = path.read_bytes()
    audio["\xa9cmt"] = ["a comment " * 200]
    for change in (audio.plan_save, audio.save):
        with pytest.raises(MutagenError, match=r"file\.m4a"):
            change()
        assert path.read_bytes() == before
    del audio["\xa9cmt"]
    audio.save(padding=lambda info: 0)
    assert len(path.read_bytes()) < len(before)


def _with_comment(path: Path) -> MP4:
    audio = MP4(path)
    audio["\xa9cmt"] = ["a comment " * 200]
    return audio


@pytest.mark.parametrize("long", [False, True])
def test_parents_that_would_overflow(long: bool, tmp_path: Path) -> None:
    """The same for an atom whose own size would not fit into its header."""
    path = tmp_path / "file.m4a"
    inner = MVHD + tags(TITLE)
    head = with_header(b"moov", 1, 2**63 - 50) if long else with_header(b"moov", 2**32 - 10)
    path.write_bytes(head + inner)
    before = path.read_bytes()
    with pytest.raises(MutagenError, match=r"file\.m4a"):
        _with_comment(path).save()
    assert path.read_bytes() == before


FULL_DISK = """
import signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from mutagen_rs import MutagenError
from mutagen_rs.mp4 import MP4
path, length = sys.argv[1], int(sys.argv[2])
audio = MP4(path)
if audio.tags is None:
    audio.add_tags()
audio["\\xa9cmt"] = ["x" * length]
try:
    audio.save()
except MutagenError as refusal:
    print("refused", type(refusal.args[0]).__name__)
else:
    print("saved")
"""

ROOM = 40_000


@pytest.mark.parametrize("length", [10, ROOM // 2, ROOM, 5_000_000])
@pytest.mark.parametrize("tag", [b"", tags(TITLE), tags(TITLE, padding=2000)])
def test_full_disk(tag: bytes, length: int, tmp_path: Path) -> None:
    """A file that may not grow so far is as it was. The system's limit stands in for the disk."""
    path = tmp_path / "file.m4a"
    before = song(track(table=offsets_table([2000, 3000])), tag=tag) + atom(b"mdat", bytes(9000))
    path.write_bytes(before)
    run = run_limited(FULL_DISK, path, length, fsize=ROOM)
    assert run.returncode == 0, run.stderr
    if run.stdout == "saved\n":
        assert path.stat().st_size <= ROOM
        MP4(path)
    else:
        assert run.stdout == "refused OSError\n"
        assert path.read_bytes() == before


def test_long_atom_around_everything() -> None:
    """The helpers of this file say what they mean."""
    assert long_atom(b"moov", b"x") == b"\0\0\0\1moov\0\0\0\0\0\0\0\x11x"
    assert nested(2) == b"\0\0\0\x10moov\0\0\0\x08moov"
