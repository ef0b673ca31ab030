"""The AIFF and WAVE parts of the benchmark library: noise, tagged by the original mutagen.

The ID3 tag is the last chunk of a file, as taggers write it. In every third WAVE file a list of
texts stands before it, as editors leave it.
"""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import mp3_library
from mutagen import aiff, wave
from songs import SERIAL, Song

COUNT = 120
SAMPLE_RATE = 44100
CHANNELS = 2
BITS = 16
HEADER = 8  # bytes of a chunk's name and size
SOUND_BYTES = (200_000, 600_000)


def make_aiff(folder: Path) -> Iterator[Song]:
    """Write AIFF files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"aiff {number}")
        path = folder / f"{number:03d}.aif"
        path.write_bytes(_aiff(_sound(rng)))
        yield _tagged(path, aiff.AIFF(path), rng, number)


def make_wave(folder: Path) -> Iterator[Song]:
    """Write WAVE files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"wave {number}")
        path = folder / f"{number:03d}.wav"
        path.write_bytes(_wave(_sound(rng), number % 3 == 0))
        yield _tagged(path, wave.WAVE(path), rng, number)


def tag_at(data: bytes) -> int:
    """Where the chunk of the tag begins; the end of the file if there is none."""
    # Behind the sound; a picture is random, but a size and a tag's magic number are not.
    places = [match.start() for match in _TAG.finditer(data)]
    return places[0] if places else len(data)


_TAG = re.compile(rb"(ID3|id3) [\0-\xff]{4}ID3[\3\4]\0\0")


def _tagged(path: Path, audio: aiff.AIFF | wave.WAVE, rng: random.Random, number: int) -> Song:
    cover = mp3_library.COVERS[number % len(mp3_library.COVERS)]
    version = 3 if rng.random() < 0.35 else 4
    frames, title, encoding = mp3_library.frames(rng, cover, version)
    audio.add_tags()
    audio.tags.update(frames)
    audio.save(v2_version=version)
    return _record(path, cover, title, mp3_library.CODECS[encoding], len(frames))


def _record(path: Path, cover: str, title: str, codec: str, entries: int) -> Song:
    data = path.read_bytes()
    start = tag_at(data) + HEADER
    text = title.encode(codec)
    if data[start : start + 3] != b"ID3" or data.count(text) != 1:
        raise AssertionError(f"{path.name}: one tag, and the title once in it")
    at = data.index(text) + len(text) - len(SERIAL.encode(codec))
    return Song(path.name, cover, len(data), len(data) - start, entries, title, at, codec)


def _sound(rng: random.Random) -> bytes:
    # A quarter of the values: no name of a chunk comes up by chance.
    noise = rng.randbytes(rng.randint(*SOUND_BYTES) // 4 * 4)
    return noise.translate(bytes(value >> 2 for value in range(256)))


def _aiff(sound: bytes) -> bytes:
    rate = struct.pack(">HQ", 16383 + 15, SAMPLE_RATE << 48)  # IEEE 754, 80 bits
    frames = len(sound) // (CHANNELS * BITS // 8)
    comm = struct.pack(">4sLhLh", b"COMM", 18, CHANNELS, frames, BITS) + rate
    body = comm + struct.pack(">4sL8x", b"SSND", len(sound) + 8) + sound
    return struct.pack(">4sL4s", b"FORM", len(body) + 4, b"AIFF") + body


def _wave(sound: bytes, with_list: bool) -> bytes:
    align = CHANNELS * BITS // 8
    fields = (1, CHANNELS, SAMPLE_RATE, SAMPLE_RATE * align, align, BITS)
    body = struct.pack("<4sLHHLLHH", b"fmt ", 16, *fields)
    body += struct.pack("<4sL", b"data", len(sound)) + sound
    if with_list:
        texts = struct.pack("<4s4sL14s", b"INFO", b"ISFT", 14, b"Lavf59.27.100\0")
        body += struct.pack("<4sL", b"LIST", len(texts)) + texts
    return struct.pack("<4sL4s", b"RIFF", len(body) + 4, b"WAVE") + body
