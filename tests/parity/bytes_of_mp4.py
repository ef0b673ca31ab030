"""MP4 files made atom by atom (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

CONTAINERS = (
    b"moov",
    b"udta",
    b"trak",
    b"mdia",
    b"meta",
    b"ilst",
    b"stbl",
    b"minf",
    b"moof",
    b"traf",
)
"""Atoms that mutagen looks into."""


def atom(name: bytes, *parts: bytes) -> bytes:
    """An atom around its content."""
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, name) + content


def long_atom(name: bytes, *parts: bytes) -> bytes:
    """The same with a size of 64 bits."""
    content = b"".join(parts)
    return struct.pack(">I4sQ", 1, name, len(content) + 16) + content


def full(name: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """An atom with version and flags."""
    return atom(name, struct.pack(">I", version << 24 | flags), *parts)


def data(content: bytes, kind: int = 1) -> bytes:
    """A value of an item."""
    return full(b"data", bytes(4), content, flags=kind)


def freeform(name: bytes, *values: bytes, mean: bytes = b"com.apple.iTunes") -> bytes:
    """An item of any name."""
    return atom(b"----", full(b"mean", mean), full(b"name", name), *values)


HANDLER = full(b"hdlr", b"\0\0\0\0mdirappl", bytes(9))

FTYP = atom(b"ftyp", b"M4A \0\0\2\0M4A mp42isom")


def tags(*items: bytes, padding: int | None = 100) -> bytes:
    """`udta` with items and the padding behind them."""
    free = b"" if padding is None else atom(b"free", bytes(padding))
    return atom(b"udta", full(b"meta", HANDLER, atom(b"ilst", *items), free))


TITLE = atom(b"\xa9nam", data(b"A title"))

ESDS = full(
    b"esds",
    b"\x03\x80\x80\x80\x22\0\1\0\x04\x80\x80\x80\x14\x40\x15\0\0\0\0\1\xf4\0\0\1\xf4\0",
    b"\x05\x80\x80\x80\x02\x12\x10\x06\x80\x80\x80\x01\x02",
)


def entry(name: bytes = b"mp4a", inner: bytes = ESDS) -> bytes:
    """An audio sample entry: two channels, 16 bits, 44.1 kHz."""
    return atom(name, struct.pack(">6xHQHHIHH", 1, 0, 2, 16, 0, 44100, 0), inner)


def offsets_table(offsets: Sequence[int], wide: bool = False) -> bytes:
    """`stco`, or `co64`."""
    numbers = struct.pack(f">{len(offsets)}{'Q' if wide else 'I'}", *offsets)
    return full(b"co64" if wide else b"stco", struct.pack(">I", len(offsets)), numbers)


def track(
    handler: bytes = b"soun",
    table: bytes = b"",
    description: bytes | None = None,
    mdhd: bytes = b"",
) -> bytes:
    """A track with a handler and what is said of its samples."""
    stsd = full(b"stsd", b"\0\0\0\1", entry() if description is None else description)
    mdhd = mdhd or full(b"mdhd", struct.pack(">4IHH", 0, 0, 44100, 441000, 0, 0))
    hdlr = full(b"hdlr", bytes(4), handler, bytes(12), b"Handler\0")
    return atom(b"trak", atom(b"mdia", mdhd, hdlr, atom(b"minf", atom(b"stbl", stsd, table))))


MVHD = full(b"mvhd", struct.pack(">4I80x", 0, 0, 1000, 10_000))


class Found(NamedTuple):
    """An atom in a file."""

    path: tuple[bytes, ...]
    offset: int
    start: int
    """Where its content begins."""
    end: int


def walk(
    file: bytes, start: int = 0, end: int | None = None, path: tuple[bytes, ...] = ()
) -> Iterator[Found]:
    """All atoms of a sound file, each before those in it."""
    end = len(file) if end is None else end
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", file, start)
        content = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", file, content)
            content += 8
        stop = end if size == 0 else start + size
        found = Found((*path, name), start, content, stop)
        yield found
        if name in CONTAINERS:
            yield from walk(file, content + (4 if name == b"meta" else 0), stop, found.path)
        start = stop


def chunk_offsets(file: bytes) -> list[list[int]]:
    """The offsets in each `stco` and `co64`, in the order of the file."""
    tables = []
    for found in walk(file):
        if found.path[-1] in (b"stco", b"co64"):
            (count,) = struct.unpack_from(">I", file, found.start + 4)
            letter = "I" if found.path[-1] == b"stco" else "Q"
            tables.append(list(struct.unpack_from(f">{count}{letter}", file, found.start + 8)))
    return tables
