"""Saves of MP4 files: every offset in a table points at the same bytes of audio afterwards."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import mutagen.mp4
import pytest

import mutagen_rs.mp4
from parity.bytes_of_mp4 import (
    FTYP,
    MVHD,
    TITLE,
    atom,
    full,
    offsets_table,
    tags,
    track,
    walk,
)

MEBIBYTES = int(os.environ.get("MP4_SIZE", "30"))
"""Size of the files; most of it is holes, so it costs no disk."""

CHUNKS = 400
"""In each of the tracks, of which there are three."""

LAYOUTS = {
    "moov first": "ftyp moov mdat",
    "moov first, with padding behind": "ftyp moov free mdat",
    "moov last": "ftyp mdat moov",
    "audio on both sides": "ftyp mdat moov free mdat",
    "fragments": "ftyp moov mdat moof mdat moof mdat",
}

TAGS = {
    "no tags": b"",
    "tags": tags(TITLE, padding=500),
    "empty udta": atom(b"udta"),
}


class Movie(NamedTuple):
    """A file, and where its chunks are, track by track, before anything was saved."""

    path: Path
    chunks: list[list[int]]
    length: int
    """Of a chunk, in bytes."""


def make(path: Path, layout: str, tag: bytes) -> Movie:
    """Write a sparse file: every chunk begins with bytes of its own, holes follow."""
    parts = layout.split()
    room = MEBIBYTES * 2**20 // parts.count("mdat")
    plans: list[list[int]] = [[], [], []]
    headers: dict[int, bytes] = {}
    # The size of moov does not depend on the offsets in it.
    moov = len(_moov(plans, tag, CHUNKS))
    at = 0
    media: list[range] = []
    for part in parts:
        if part == "mdat":
            headers[at] = struct.pack(">I4s", room, b"mdat")
            media.append(range(at + 8, at + room))
            at += room
        elif part == "moov":
            headers[at] = b"moov"
            at += moov
        elif part == "moof":
            headers[at] = _moof(at)
            at += len(headers[at])
        else:
            headers[at] = FTYP if part == "ftyp" else atom(b"free", bytes(64))
            at += len(headers[at])
    length = sum(map(len, media)) // (3 * CHUNKS + len(media))
    places = [place for area in media for place in area[:-length:length]][: 3 * CHUNKS]
    for number, place in enumerate(places):
        plans[number % 3].append(place)
    with path.open("wb") as file:
        file.truncate(at)
        for offset, header in headers.items():
            file.seek(offset)
            file.write(_moov(plans, tag, CHUNKS) if header == b"moov" else header)
        for place in places:
            file.seek(place)
            file.write(hashlib.sha256(b"%d" % place).digest())
    return Movie(path, plans, length)


def _moov(plans: list[list[int]], tag: bytes, count: int) -> bytes:
    first, second, third = ([*plan, *[0] * (count - len(plan))] for plan in plans)
    # One more than there are: it must not change, since it points at nothing that moves.
    tables = offsets_table([8, *first]), offsets_table(second, wide=True), offsets_table(third)
    video = track(b"vide", tables[1])
    return atom(b"moov", MVHD, video, track(b"soun", tables[0]), tag, track(b"text", tables[2]))


def _moof(at: int) -> bytes:
    with_base = full(b"tfhd", b"\0\0\0\1", struct.pack(">Q", at + 500), flags=1)
    return atom(
        b"moof", atom(b"traf", with_base), atom(b"traf", full(b"tfhd", b"\0\0\0\1", flags=0x20000))
    )


class Reader:
    """Atoms and tables of a file that is too large to be read as a whole."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, at: int, length: int) -> bytes:
        self._file.seek(at)
        return self._file.read(length)

    def roots(self) -> Iterator[tuple[bytes, int, int]]:
        """Name, offset and length of the atoms at the top."""
        at, end = 0, os.fstat(self._file.fileno()).st_size
        while at < end:
            size, name = struct.unpack(">I4s", self.read(at, 8))
            yield name, at, size
            at += size
        assert at == end, "the last atom does not end with the file"

    def tables(self) -> dict[bytes, list[int]]:
        """The offsets of each track by its handler."""
        moov = next(self.read(at, size) for name, at, size in self.roots() if name == b"moov")
        tables: dict[bytes, list[int]] = {}
        handler = b""
        for found in walk(moov):
            name = found.path[-1]
            content = moov[found.start : found.end]
            if name == b"hdlr" and b"trak" in found.path:
                handler = content[8:12]
            elif name in (b"stco", b"co64"):
                (count,) = struct.unpack_from(">I", content, 4)
                letter = "I" if name == b"stco" else "Q"
                tables[handler] = list(struct.unpack_from(f">{count}{letter}", content, 8))
        return tables

    def bases(self) -> list[int]:
        """The base offsets of the fragments."""
        found: list[int] = []
        for name, at, size in self.roots():
            if name == b"moof":
                moof = self.read(at, size)
                for inner in walk(moof):
                    if inner.path[-1] == b"tfhd" and moof[inner.start + 3] & 1:
                        found += struct.unpack_from(">Q", moof, inner.start + 8)
        return found

    def digest(self, at: int, length: int) -> bytes:
        return hashlib.blake2b(self.read(at, length)).digest()


def digests(movie: Movie) -> dict[bytes, list[bytes]]:
    """A digest of every chunk that the tables of a file name."""
    with Reader(movie.path) as file:
        tables = file.tables()
        assert tables[b"soun"][0] == 8
        del tables[b"soun"][0]
        return {
            handler: [file.digest(at, movie.length) for at in table if at]
            for handler, table in tables.items()
        }


def grow(audio: Any) -> None:
    if audio.tags is None:
        audio.add_tags()
    audio["\xa9nam"] = ["Another title"]
    audio["covr"] = [b"\xff\xd8\xff" + bytes(range(256)) * 4000]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_chunk(layout: str, tag: str, tmp_path: Path) -> None:
    """Growth, shrinking and removal leave each offset at the same audio."""
    movie = make(tmp_path / "movie.m4a", LAYOUTS[layout], TAGS[tag])
    before = digests(movie)
    assert sum(map(len, before.values())) == 3 * CHUNKS
    assert len({one for track in before.values() for one in track}) == 3 * CHUNKS
    size = movie.path.stat().st_size
    with Reader(movie.path) as file:
        moofs = [at for name, at, _ in file.roots() if name == b"moof"]

    audio = mutagen_rs.mp4.MP4(movie.path)
    grow(audio)
    audio.save()
    assert movie.path.stat().st_size > size + 1_000_000
    assert digests(movie) == before
    del audio["covr"]
    audio.save(padding=lambda info: 10)
    assert digests(movie) == before
    audio.delete()
    assert digests(movie) == before
    with Reader(movie.path) as file:
        moved = [at for name, at, _ in file.roots() if name == b"moof"]
        assert file.bases() == [at + 500 for at in moved]
    assert len(moved) == len(moofs)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "fragments"])
@pytest.mark.parametrize("tag", TAGS)
def test_as_mutagen_does(layout: str, tag: str, tmp_path: Path) -> None:
    """The same bytes on disk. Fragments are left out: mutagen follows only the first."""
    movie = make(tmp_path / "movie.m4a", LAYOUTS[layout], TAGS[tag])
    copy = tmp_path / "copy.m4a"
    shutil.copyfile(movie.path, copy)
    for library, path in ((mutagen.mp4, copy), (mutagen_rs.mp4, movie.path)):
        audio: Any = library.MP4(path)
        grow(audio)
        audio.save()
    assert same_content(copy, movie.path)


def same_content(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        while True:
            left, right = first.read(1 << 20), second.read(1 << 20)
            if left != right:
                return False
            if not left:
                return True


def test_chunks_do_not_overlap(tmp_path: Path) -> None:
    """The test's own files are what they should be."""
    movie = make(tmp_path / "movie.m4a", LAYOUTS["audio on both sides"], TAGS["tags"])
    places = sorted(place for plan in movie.chunks for place in plan)
    assert all(after - before >= movie.length for before, after in pairwise(places))
    with Reader(movie.path) as file:
        media = [range(at + 8, at + size) for name, at, size in file.roots() if name == b"mdat"]
    assert len(media) == 2
    for place in places:
        assert any(place in area and place + movie.length - 1 in area for area in media)
