"""The True Audio part of the benchmark library: noise behind a header, tagged by mutagen."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

import mp3_library
from mutagen import trueaudio
from songs import SERIAL, Song

COUNT = 120
SAMPLE_RATE = 44100
SOUND_BYTES = (200_000, 600_000)
HEADER = 22


def make(folder: Path) -> Iterator[Song]:
    """Write the files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"trueaudio {number}")
        path = folder / f"{number:03d}.tta"
        path.write_bytes(_file(rng))
        cover = mp3_library.COVERS[number % len(mp3_library.COVERS)]
        version = 3 if rng.random() < 0.35 else 4
        frames, title, encoding = mp3_library.frames(rng, cover, version)
        audio = trueaudio.TrueAudio(path)
        audio.add_tags()
        audio.tags.update(frames)
        audio.save(v2_version=version)
        yield _record(path, cover, title, mp3_library.CODECS[encoding], len(frames))


def _record(path: Path, cover: str, title: str, codec: str, entries: int) -> Song:
    data = path.read_bytes()
    text = title.encode(codec)
    if data.count(text) != 1:
        raise AssertionError(f"{path.name}: the title once in the tag")
    tag = mp3_library.tag_size(data)
    at = data.index(text) + len(text) - len(SERIAL.encode(codec))
    return Song(path.name, cover, len(data), tag, entries, title, at, codec)


def _file(rng: random.Random) -> bytes:
    sound = rng.randbytes(rng.randint(*SOUND_BYTES))
    fields = (b"TTA1", 1, 2, 16, SAMPLE_RATE, len(sound) // 3, 0)
    return struct.pack("<4sHHHIII", *fields) + sound
