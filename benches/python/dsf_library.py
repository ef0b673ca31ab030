"""The DSF part of the benchmark library: noise, tagged by the original mutagen."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

import mp3_library
from mutagen import dsf
from songs import SERIAL, Song

COUNT = 120
SAMPLE_RATE = 2_822_400
CHANNELS = 2
BLOCK = 4096  # bytes of a channel before those of the next
BLOCKS = (25, 75)  # of each channel
HEAD = 92  # bytes before the sound


def make(folder: Path) -> Iterator[Song]:
    """Write the files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"dsf {number}")
        path = folder / f"{number:03d}.dsf"
        path.write_bytes(_file(rng))
        cover = mp3_library.COVERS[number % len(mp3_library.COVERS)]
        version = 3 if rng.random() < 0.35 else 4
        frames, title, encoding = mp3_library.frames(rng, cover, version)
        audio = dsf.DSF(path)
        audio.add_tags()
        audio.tags.update(frames)
        audio.save(v2_version=version)
        yield _record(path, cover, title, mp3_library.CODECS[encoding], len(frames))


def tag_at(data: bytes) -> int:
    """Where the tag begins; the end of the file if there is none."""
    return int.from_bytes(data[20:28], "little") or len(data)


def _record(path: Path, cover: str, title: str, codec: str, entries: int) -> Song:
    data = path.read_bytes()
    start = tag_at(data)
    text = title.encode(codec)
    if data[start : start + 3] != b"ID3" or data.count(text) != 1:
        raise AssertionError(f"{path.name}: one tag, and the title once in it")
    at = data.index(text) + len(text) - len(SERIAL.encode(codec))
    return Song(path.name, cover, len(data), len(data) - start, entries, title, at, codec)


def _file(rng: random.Random) -> bytes:
    blocks = rng.randint(*BLOCKS)
    sound = rng.randbytes(blocks * BLOCK * CHANNELS)
    head = struct.pack("<4sQQQ", b"DSD ", 28, HEAD + len(sound), 0)
    form = (1, 0, 2, CHANNELS, SAMPLE_RATE, 1, blocks * BLOCK * 8, BLOCK, 0)
    head += struct.pack("<4sQ6IQII", b"fmt ", 52, *form)
    return head + struct.pack("<4sQ", b"data", 12 + len(sound)) + sound
