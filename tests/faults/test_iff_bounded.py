"""Bad files of chunks cost bounded time and memory, and never more than a `MutagenError`."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.limited import MEBIBYTE, run_limited, uses

SECONDS = 4.0
"""Processor time for one use of a file; mostly it is a hundredth of that."""

MEMORY = 512 * MEBIBYTE

PROGRAM = """
from importlib import import_module
from io import BytesIO
from mutagen_rs import File
from mutagen_rs.id3 import TIT2

module, kind, path = sys.argv[1:]
module = import_module("mutagen_rs." + module)
kind = getattr(module, kind)
with open(path, "rb") as file:
    content = file.read()

def save():
    file = kind(path)
    if file.tags is None:
        file.add_tags()
    file.tags.add(TIT2(encoding=3, text=["x" * 3000]))
    file.plan_save()
    copy = BytesIO(content)
    file.save(copy)
    kind(copy).pprint()

used("open", lambda: kind(path).pprint())
used("open an object", lambda: kind(BytesIO(content)).pprint())
used("File", lambda: File(path, options=[kind]).pprint())
used("tags", lambda: kind._Tags(path).pprint())
used("save", save)
used("delete", lambda: module.delete(fileobj=BytesIO(content)))
"""


def _maker(order: str, size: str) -> Callable[..., bytes]:
    def chunk(name: bytes, data: bytes = b"", claimed: int | None = None) -> bytes:
        length = len(data) if claimed is None else claimed
        return name + struct.pack(order + size, length) + data

    return chunk


BIG, LITTLE, LONG = _maker(">", "I"), _maker("<", "I"), _maker(">", "Q")
MAX, MAX_LONG = (1 << 32) - 1, (1 << 64) - 1


def _comm(rate: bytes = b"\x40\x0b\xfa" + bytes(7), frames: int = MAX) -> bytes:
    return BIG(b"COMM", struct.pack(">hLh", -1, frames, 32767) + rate)


def _aiff(data: bytes, claimed: int | None = MAX) -> bytes:
    return BIG(b"FORM", b"AIFF" + data, claimed)


FMT = LITTLE(b"fmt ", struct.pack("<HHLLHH", 1, 65535, MAX, MAX, 1, 65535))


def _wave(data: bytes, claimed: int | None = MAX) -> bytes:
    return LITTLE(b"RIFF", b"WAVE" + data, claimed)


def _prop(rate: int = MAX) -> bytes:
    fields = [LONG(b"FS  ", struct.pack(">L", rate)), LONG(b"CHNL", b"\xff\xff"), _CMPR]
    return LONG(b"PROP", b"SND " + b"".join(fields))


_CMPR = LONG(b"CMPR", b"DSD ")


def _dsdiff(data: bytes, claimed: int | None = MAX_LONG) -> bytes:
    return LONG(b"FRM8", b"DSD " + data, claimed)


def _nested(chunk: Callable[..., bytes], name: bytes, kind: bytes, depth: int) -> bytes:
    """Containers within containers, as headers that all claim to hold the rest of the file."""
    return b"".join(chunk(name, kind, claimed=1 << 24) for _ in range(depth))


def _within(step: int, count: int, chunk: Callable[..., bytes]) -> bytes:
    """Chunks that each need a read of their own."""
    return chunk(b"abcd", bytes(step)) * count


TAG = b"ID3\4\0\0\x7f\x7f\x7f\x7f"

FILES: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "sizes of zero": ("aiff", "AIFF", lambda: _aiff(_comm() + BIG(b"SSND") + BIG(b"ID3 "), 0)),
    "root of four bytes": ("aiff", "AIFF", lambda: _aiff(_comm(), 4)),
    "sizes of all ones": ("aiff", "AIFF", lambda: _aiff(_comm() + BIG(b"ID3 ", TAG, MAX))),
    "COMM of all ones": ("aiff", "AIFF", lambda: _aiff(BIG(b"COMM", bytes(18), MAX))),
    "a million empty chunks": ("aiff", "AIFF", lambda: _aiff(BIG(b"abcd") * 1_000_000 + _comm())),
    "a million tags": ("aiff", "AIFF", lambda: _aiff(_comm() + BIG(b"ID3 ") * 1_000_000)),
    "a million COMM chunks": ("aiff", "AIFF", lambda: _aiff(_comm() * 200_000)),
    "chunks far apart": ("aiff", "AIFF", lambda: _aiff(_within(9_000, 3_000, BIG) + _comm())),
    "nested FORM": ("aiff", "AIFF", lambda: _aiff(_nested(BIG, b"FORM", b"AIFF", 300_000))),
    "no name": ("aiff", "AIFF", lambda: b"FORM\0\0\0\x04"),
    **{
        f"sample rate {name}": ("aiff", "AIFF", lambda rate=rate: _aiff(_comm(rate)))  # type: ignore[misc]
        for name, rate in {
            "infinite": b"\x7f\xff" + bytes(8),
            "not a number": b"\x7f\xff" + b"\xff" * 8,
            "minus infinite": b"\xff\xff" + bytes(8),
            "largest": b"\x43\xfe" + b"\xff" * 8,
            "too large": b"\x7f\xfe" + b"\xff" * 8,
            "denormal": bytes(9) + b"\1",
            "zero": bytes(10),
            "minus zero": b"\x80" + bytes(9),
            "of a large zero": b"\x40\x0b" + bytes(8),
            "negative": b"\xc0\x0b\xfa" + bytes(7),
        }.items()
    },
    "RIFF of all ones": ("wave", "WAVE", lambda: _wave(FMT + LITTLE(b"data", b"", MAX))),
    "RIFF of zero": ("wave", "WAVE", lambda: _wave(FMT + LITTLE(b"data"), 0)),
    "fmt of all ones": ("wave", "WAVE", lambda: _wave(LITTLE(b"fmt ", FMT[8:], MAX))),
    "a million empty RIFF chunks": (
        "wave",
        "WAVE",
        lambda: _wave(LITTLE(b"abcd") * 1_000_000 + FMT),
    ),
    "nested LIST": (
        "wave",
        "WAVE",
        lambda: _wave(FMT + _nested(LITTLE, b"LIST", b"INFO", 300_000)),
    ),
    "a million LIST": ("wave", "WAVE", lambda: _wave(LITTLE(b"LIST", b"INFO") * 700_000 + FMT)),
    "tag in a tag": ("wave", "WAVE", lambda: _wave(FMT + LITTLE(b"id3 ", TAG * 100_000))),
    "64 bits of ones": (
        "dsdiff",
        "DSDIFF",
        lambda: _dsdiff(_prop() + LONG(b"DSD ", b"", MAX_LONG)),
    ),
    "64 bits, one less": (
        "dsdiff",
        "DSDIFF",
        lambda: _dsdiff(_prop() + LONG(b"DSD ", b"", MAX_LONG - 1) + LONG(b"ID3 ", TAG)),
    ),
    "63 bits": (
        "dsdiff",
        "DSDIFF",
        lambda: _dsdiff(_prop() + LONG(b"DSD ", b"", (1 << 63) - 1) + LONG(b"ID3 ", TAG)),
    ),
    "PROP of all ones": (
        "dsdiff",
        "DSDIFF",
        lambda: _dsdiff(LONG(b"PROP", b"SND " + _CMPR * 100_000, MAX_LONG)),
    ),
    "a million properties": (
        "dsdiff",
        "DSDIFF",
        lambda: _dsdiff(
            LONG(b"PROP", b"SND " + LONG(b"FS  ", b"\0\0\0\1") * 500_000) + LONG(b"DSD ", b"")
        ),
    ),
    "tag of all ones": (
        "dsdiff",
        "DSDIFF",
        lambda: _dsdiff(_prop() + LONG(b"ID3 ", TAG, MAX_LONG)),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_files(name: str, tmp_path: Path) -> None:
    module, kind, make = FILES[name]
    path = tmp_path / "bomb"
    data = make()
    path.write_bytes(data)
    # The content stands in memory several times: read, copied and saved.
    limits = {"as": MEMORY + 8 * len(data), "cpu": 60}
    told = uses(PROGRAM, module, kind, path, **limits)
    assert len(told) == 6
    for way, refusal, seconds in told:
        assert seconds < SECONDS, (way, seconds)
        assert refusal is None or len(refusal) < len(str(path)) + 200, way
    assert path.read_bytes() == data, "the file was changed"


def test_sparse_file(tmp_path: Path) -> None:
    """A file of eight gigabytes that has chunks all over: only headers are read."""
    path = tmp_path / "sparse.dff"
    step = 1 << 20
    with open(path, "wb") as file:
        file.write(LONG(b"FRM8", b"DSD ", (8 << 30) - 12) + _prop())
        for _ in range(8191):
            file.write(LONG(b"abcd", b"", step - 12))
            file.seek(step - 12, 1)
        file.write(LONG(b"ID3 ", b"none"))
    limits = {"as": MEMORY, "cpu": 20}
    code = "import sys; from mutagen_rs.dsdiff import DSDIFF, error\ntry: DSDIFF(sys.argv[1])\n"
    run = run_limited(code + "except error: print('refused')", path, **limits)
    assert run.stdout == "refused\n", run.stderr
