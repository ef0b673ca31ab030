"""AAC, AC-3, MIDI, True Audio and DSF files that are made to cost much, and do not."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.limited import MEBIBYTE, run_limited, uses

SECONDS = 5.0
"""Processor time for one use of a file; mostly it is a tenth of that."""

_PROGRAM = """
from importlib import import_module
from mutagen_rs import File
module, kind, path = sys.argv[1:]
kind = getattr(import_module(f"mutagen_rs.{module}"), kind)

def edit():
    opened = kind(path)
    if opened.tags is None:
        opened.add_tags()
    opened.tags["TIT2"] = import_module("mutagen_rs.id3").TIT2(encoding=3, text="x")
    opened.save()

used("open", lambda: kind(path).pprint())
used("File", lambda: File(path))
used("edit", edit)
used("delete", lambda: kind(path).delete())
"""


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack(">I", len(data)) + data


def _midi(tracks: list[bytes], form: int = 1) -> bytes:
    head = _chunk(b"MThd", struct.pack(">HHH", form, len(tracks), 96))
    return head + b"".join(_chunk(b"MTrk", track) for track in tracks)


TEMPO = b"\1\xff\x51\3\7\1\0"
LATE = b"\xff\xff\x7f\x90\x3c\x40"


def _dsf(pointer: int, tail: bytes = b"", samples: int = 1, rate: int = 2822400) -> bytes:
    form = struct.pack("<4sQ6IQII", b"fmt ", 52, 1, 0, 2, 2, rate, 1, samples, 4096, 0)
    head = struct.pack("<4sQQQ", b"DSD ", 28, 1 << 63, pointer)
    return head + form + struct.pack("<4sQ", b"data", (1 << 64) - 1) + tail


MILLION = 1_000_000

BOMBS: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    # mutagen takes a time that grows with the square of the length.
    "one quantity": ("smf", "SMF", lambda: _midi([b"\xff" * 4 * MILLION])),
    "quantities of zero": ("smf", "SMF", lambda: _midi([b"\x80" * 4 * MILLION + LATE])),
    "tempos of all tracks": (
        "smf",
        "SMF",
        lambda: _midi([TEMPO * 300_000, *[LATE] * 65_534]),
    ),
    "tempos and notes": ("smf", "SMF", lambda: _midi([TEMPO * 300_000, b"\1\0" * MILLION])),
    "notes": ("smf", "SMF", lambda: _midi([b"\0\0" * 2 * MILLION], 0)),
    "empty tracks": ("smf", "SMF", lambda: _midi([b""] * 65_535)),
    "long track": ("smf", "SMF", lambda: _midi([])[:10] + b"\0\1\0\1MTrk\xff\xff\xff\xff"),
    "sync words": ("aac", "AAC", lambda: b"\xff\xf0" * 2 * MILLION),
    "ones": ("aac", "AAC", lambda: b"\xff" * 4 * MILLION),
    "long frames": (
        "aac",
        "AAC",
        lambda: (b"\xff\xf1\x50\x83\xff\xff\xfc" + bytes(8184)) * 400,
    ),
    "longest tag": ("aac", "AAC", lambda: b"ID3\4\0\0\x7f\x7f\x7f\x7f" + bytes(4 * MILLION)),
    "programs": ("aac", "AAC", lambda: b"ADIF\x10" + b"\xff" * 4 * MILLION),
    "zeros": ("ac3", "AC3", lambda: b"\x0b\x77" + bytes(4 * MILLION)),
    "additional information": ("ac3", "AC3", lambda: b"\x0b\x77\0\0\0\x40" + b"\xff" * 9),
    "tag without stream": (
        "trueaudio",
        "TrueAudio",
        lambda: b"ID3\4\0\0\x01\x7f\x7f\x7f" + bytes(4 * MILLION),
    ),
    "endless stream": ("trueaudio", "TrueAudio", lambda: b"TTA1" + b"\xff" * 20),
    "far pointer": ("dsf", "DSF", lambda: _dsf(1 << 60)),
    "farthest pointer": ("dsf", "DSF", lambda: _dsf((1 << 64) - 1)),
    "pointer to itself": ("dsf", "DSF", lambda: _dsf(1)),
    "most samples": ("dsf", "DSF", lambda: _dsf(0, samples=(1 << 64) - 1, rate=0)),
    "long tag": (
        "dsf",
        "DSF",
        lambda: _dsf(92, b"ID3\4\0\0\x7f\x7f\x7f\x7f" + bytes(4 * MILLION)),
    ),
    "frames of tag": (
        "dsf",
        "DSF",
        lambda: _dsf(92, b"ID3\4\0\0\0\x7f\x7f\x7f" + b"TXXX\0\0\0\4\0\0\0d\0v" * 150_000),
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    """Files of some megabytes, with half a gigabyte of address space."""
    module, kind, make = BOMBS[name]
    suffix = {"smf": ".mid", "trueaudio": ".tta"}.get(module, f".{module}")
    path = tmp_path / f"bomb{suffix}"
    data = make()
    path.write_bytes(data)
    for way, refusal, seconds in uses(
        _PROGRAM, module, kind, path, cpu=60, **{"as": 512 * MEBIBYTE}
    ):
        assert seconds < SECONDS, (way, seconds)
        # Adding tags is refused for files that have none, whatever their name.
        if refusal is not None and "doesn't support tags" not in refusal:
            assert str(path) in refusal, way
            assert len(refusal) < len(str(path)) + 200, way
    assert path.stat().st_size < len(data) + 4096
    if module != "dsf" and module != "trueaudio":
        assert path.read_bytes() == data, "the file was changed"


_TIMES = """
import sys, time
from io import BytesIO
from mutagen_rs.smf import SMF, SMFError
for path in sys.argv[1:]:
    data = open(path, "rb").read()
    spent = []
    for _ in range(5):
        start = time.process_time()
        try:
            SMF(BytesIO(data))
        except SMFError:
            pass
        spent.append(time.process_time() - start)
    print(min(spent))
"""


@pytest.mark.parametrize("name", ["one quantity", "quantities of zero", "notes"])
def test_linear_time(name: str, tmp_path: Path) -> None:
    """Four times the length takes about four times as long; mutagen takes sixteen times as long."""
    tracks = {
        "one quantity": lambda length: b"\xff" * length,
        "quantities of zero": lambda length: b"\x80" * length + LATE,
        "notes": lambda length: b"\0\0" * (length // 2),
    }
    paths = [tmp_path / f"{length}.mid" for length in (4, 16)]
    for path, length in zip(paths, (4 * MILLION, 16 * MILLION), strict=True):
        path.write_bytes(_midi([tracks[name](length)]))
    run = run_limited(_TIMES, *paths, cpu=60)
    assert run.returncode == 0, run.stderr
    short, long = map(float, run.stdout.split())
    assert short < 1
    assert long < 8 * short + 0.05, (short, long)


def test_directories_and_missing_files(tmp_path: Path) -> None:
    for module, kind in (("smf", "SMF"), ("aac", "AAC"), ("ac3", "AC3"), ("dsf", "DSF")):
        for path in (tmp_path, tmp_path / "missing"):
            for way, refusal, _ in uses(_PROGRAM, module, kind, path, cpu=20):
                assert str(path) in str(refusal), way
