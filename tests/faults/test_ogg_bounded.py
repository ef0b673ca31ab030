"""Ogg files that are made to cost much: time and memory stay bounded by their size."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from faults.limited import MEBIBYTE, run_limited
from mutagen_rs.ogg import OggPage
from mutagen_rs.oggvorbis import OggVorbis

SECONDS = 8.0
"""Processor time for all uses of a file of a megabyte; mostly it is a tenth of that."""

_PROGRAM = """
import json, sys, time
from io import BytesIO
from mutagen_rs import File, MutagenError
from mutagen_rs.ogg import OggPage
from mutagen_rs.oggflac import OggFLAC
from mutagen_rs.oggopus import OggOpus
from mutagen_rs.oggspeex import OggSpeex
from mutagen_rs.oggtheora import OggTheora
from mutagen_rs.oggvorbis import OggVorbis

path = sys.argv[1]
data = open(path, "rb").read()

def edit(kind):
    file = kind(BytesIO(data))
    file.pprint()
    file["title"] = "x" * 100_000
    target = BytesIO(data)
    file.save(target)
    kind(target).delete(target)

def pages(kind):
    file = BytesIO(data)
    OggPage.find_last(file, 1)
    file.seek(0)
    OggPage.renumber(file, 1, 5)

start = time.process_time()
outcomes = []
for kind, work in [(kind, edit) for kind in (OggFLAC, OggOpus, OggSpeex, OggTheora, OggVorbis)] + [
    (OggPage, pages),
    (File, lambda kind: kind(path)),
]:
    try:
        work(kind)
        outcomes.append("done")
    except MutagenError as raised:
        outcomes.append(str(raised)[:200])
print(json.dumps([time.process_time() - start, outcomes]))
"""


def page(body: bytes = b"", table: bytes | None = None, **fields: Any) -> bytes:
    """A page of the stream 1, with a table that may have nothing to do with the body."""
    if table is None:
        table = b"\xff" * (len(body) // 255) + bytes([len(body) % 255]) if body else b""
    flags, serial, number = (fields.get(name, 0) for name in ("flags", "serial", "number"))
    position = fields.get("position", 0)
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, position, serial or 1, number, 0)
    return head + bytes([len(table)]) + table + body


def many(one: Callable[[int], bytes], size: int = MEBIBYTE) -> bytes:
    """Pages with the numbers from 2 on, for so many bytes."""
    first = one(2)
    return b"".join(one(number) for number in range(2, 2 + size // len(first)))


VORBIS = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 2, 44100, 0, 112000, 0, 0xB8, 1)
FIRST = page(VORBIS, flags=2)
EMPTY = b"\x03vorbis" + bytes(8) + b"\x01"


def comments(content: bytes) -> bytes:
    """Pages of a packet with the comment, as it stands there."""
    packet = b"\x03vorbis" + content
    parts = [packet[start : start + 255 * 250] for start in range(0, len(packet), 255 * 250)]
    out = []
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        table = b"\xff" * (len(part) // 255) + (bytes([len(part) % 255]) if last else b"")
        out.append(page(part, table, number=number, flags=0 if number == 1 else 1))
    return b"".join([*out, page(b"end", flags=4, number=len(parts) + 1)])


BOMBS: dict[str, Callable[[], bytes]] = {
    "a million pages without segments": lambda: page(number=2) * 1_000_000,
    "a million pages without segments behind a comment": lambda: (
        FIRST + page(EMPTY, number=1) + page(number=2) * 1_000_000
    ),
    "positions that fall": lambda: (
        FIRST
        + page(EMPTY, number=1)
        + many(lambda n: page(b"x" * 200, number=n, position=2**62 - n * 2**40))
    ),
    "negative positions": lambda: (
        FIRST
        + page(EMPTY, number=1, position=-1)
        + many(lambda n: page(b"x" * 200, number=n, position=-n))
        + page(b"end", flags=4, number=9, position=-(2**63))
    ),
    "the last of all positions": lambda: (
        FIRST + page(EMPTY, number=1) + page(b"end", flags=4, number=2, position=2**63 - 1)
    ),
    "pages without segments": lambda: many(lambda n: page(number=n)),
    "pages without segments behind the first": lambda: FIRST + many(lambda n: page(number=n)),
    "pages without segments behind a comment": lambda: (
        FIRST + page(EMPTY, number=1) + many(lambda n: page(number=n))
    ),
    "pages of other streams": lambda: FIRST + many(lambda n: page(b"x", serial=n + 1)),
    "a comment on pages of one segment": lambda: (
        FIRST
        + page(EMPTY + b"\xff" * 239, b"\xff", number=1)
        + many(lambda n: page(b"\0" * 255, b"\xff", number=n, flags=1))
    ),
    "packets of no bytes": lambda: (
        FIRST + page(EMPTY, number=1) + many(lambda n: page(table=bytes(255), number=n))
    ),
    "a vendor that claims all": lambda: FIRST + comments(b"\xff\xff\xff\xff" + bytes(MEBIBYTE)),
    "comments that claim all": lambda: (
        FIRST + comments(bytes(4) + b"\xff\xff\xff\xff" + b"\xff\xff\xff\x7f" * (MEBIBYTE // 4))
    ),
    "comments without bytes": lambda: (
        FIRST + comments(bytes(4) + struct.pack("<I", MEBIBYTE // 4) + bytes(MEBIBYTE) + b"\1")
    ),
    "nothing but marks": lambda: FIRST + page(EMPTY, number=1) + b"OggS" * (MEBIBYTE // 4),
    "numbers that end": lambda: (
        FIRST.replace(bytes(12), bytes(12))
        + page(EMPTY, number=(1 << 32) - 2)
        + many(lambda n: page(b"x" * 200, number=n))
    ),
    "zeros": lambda: FIRST + page(EMPTY, number=1, flags=4) + bytes(MEBIBYTE),
}


@cache
def _made(name: str) -> bytes:
    return BOMBS[name]()


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.ogg"
    path.write_bytes(_made(name))
    run = run_limited(_PROGRAM, path, **{"as": 1024 * MEBIBYTE, "cpu": 60})
    assert run.returncode == 0, run.stderr[-2000:]
    seconds, outcomes = json.loads(run.stdout)
    assert seconds < SECONDS, outcomes
    assert path.read_bytes() == _made(name), "the file was changed"


class Counted(BytesIO):
    """A file object that counts what is read and written."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.bytes_read = self.bytes_written = self.reads = self.writes = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.bytes_read += len(data)
        self.reads += 1
        return data

    def write(self, data: Any) -> int:
        self.bytes_written += len(data)
        self.writes += 1
        return super().write(data)


# A megabyte by default; design/formats/ogg.md says what 300 of them took.
SIZE = int(float(os.environ.get("OGG_MEGABYTES", "1")) * 1e6)


@cache
def long_file() -> bytes:
    """A long Vorbis file of pages of 4.3 KB, with comment and setup packet on one large page."""
    setup = b"\x05vorbis" + bytes(9000)
    pages = []
    for number, packets in enumerate([[VORBIS], [EMPTY + bytes(2000), setup]]):
        one = OggPage()
        one.packets = packets
        one.first = number == 0
        pages.append(one)
    body = [bytes([n]) * 180 for n in range(24)]
    for number in range(SIZE // 4371):
        one = OggPage()
        one.packets = body
        one.position = 20_000 * number
        pages.append(one)
    pages[-1].last = True
    for number, one in enumerate(pages):
        one.sequence = number
        one.serial = 1
    return b"".join(one.write() for one in pages)


def _sound_numbers(data: bytes) -> None:
    """Every page has its number and its checksum."""
    file = BytesIO(data)
    number = 0
    while file.tell() < len(data):
        start = file.tell()
        one = OggPage(file)
        assert one.sequence == number
        assert data[start : file.tell()] == one.write()
        number += 1


def test_growth_moves_the_tail_once() -> None:
    file = Counted(long_file())
    audio = OggVorbis(file)
    audio["title"] = "x" * 60_000
    file.bytes_read = file.bytes_written = file.writes = 0
    audio.save(file)
    assert file.bytes_read < 2.2 * len(long_file())
    assert file.bytes_written < 1.2 * len(long_file()) + 200_000
    assert file.writes < 50 + len(long_file()) // 500_000
    _sound_numbers(file.getvalue())


def test_only_headers_are_read_where_the_tail_stays() -> None:
    """More pages in the same room: the one large page becomes several."""
    data = long_file()
    file = Counted(data)
    audio = OggVorbis(file)

    def same_size(info: Any) -> int:
        return int(info.padding) - 27

    plan = audio.plan_save(file, padding=same_size)
    assert plan.new_size == plan.old_size
    assert plan.bytes_moved == 0
    file.bytes_read = file.bytes_written = file.reads = file.writes = 0
    audio.save(file, padding=same_size)
    assert file.bytes_read < len(data) // 10 + 30_000
    assert file.bytes_written < len(data) // 100 + 30_000
    _sound_numbers(file.getvalue())
    assert OggVorbis(file).tags._padding == 2000 - 27


def test_opening_reads_head_and_tail() -> None:
    file = Counted(long_file())
    OggVorbis(file).pprint()
    assert file.reads == 2 + 1  # one of no bytes, to see whether it can be read
    assert file.bytes_read <= 16 * 1024
