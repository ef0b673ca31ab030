"""The APEv2 part of the benchmark library: WavPack files, tagged by the original mutagen.

The blocks have headers as the encoder writes them ("WavPack 4 & 5 Binary File / Block Format"),
each for half a second, around random bytes: nothing here decodes the audio.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

from mutagen.apev2 import EXTERNAL, APEv2, APEValue
from songs import SERIAL, Song

COUNT = 120
SAMPLE_RATE = 44_100
BLOCK_SAMPLES = SAMPLE_RATE // 2
# Of the flags: 16 bits, stereo, and the index of the sample rate.
FLAGS = 1 | 9 << 23
BLOCK = struct.Struct("<4sIHBBIIIII")

# Of ten files: four without a cover, five with a small and one with a large one.
COVERS = ("none", "small") * 4 + ("small", "large")
COVER_BYTES = {"small": (30_000, 150_000), "large": (300_000, 800_000)}
ITEMS = (12, 30)  # items a tag has

SYLLABLES = [consonant + vowel for consonant in "bdklmnrstv" for vowel in "aeio"]
ACCENTED = ("é", "ö", "ñ", "à", "ü")

NAMES = (
    *("Composer", "Conductor", "Performer", "Publisher", "Copyright", "Subtitle", "Lyricist"),
    *("Arranger", "Label", "Mixer", "Producer", "Engineer", "Comment", "Language", "Media"),
)
IDENTIFIERS = tuple(
    f"MUSICBRAINZ_{what}ID"
    for what in ("ALBUM", "ARTIST", "ALBUMARTIST", "RELEASEGROUP", "RELEASETRACK", "TRACK")
)


def make(folder: Path) -> Iterator[Song]:
    """Write the files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"ape {number}")
        path = folder / f"{number:03d}.wv"
        path.write_bytes(_audio(rng))
        cover = COVERS[number % len(COVERS)]
        title = _tag(path, rng, cover)
        yield _record(path, cover, title)


def tag_size(data: bytes) -> int:
    """Bytes of the tag that ``data`` ends with, header and footer included; 0 if none."""
    if data[-32:-24] != b"APETAGEX":
        return 0
    size, _, flags = struct.unpack("<3I", data[-20:-8])
    return int(size) + (32 if flags >> 31 else 0)


def _record(path: Path, cover: str, title: str) -> Song:
    data = path.read_bytes()
    size = tag_size(data)
    text = title.encode()
    start = len(data) - size
    if data.count(text, start) != 1:
        raise AssertionError(f"{path.name}: the title must stand once in the tag")
    at = data.index(text, start) + len(text) - len(SERIAL)
    items = len(APEv2(path))
    if not ITEMS[0] <= items <= ITEMS[1]:
        raise AssertionError(f"{path.name}: {items} items")
    return Song(path.name, cover, len(data), size, items, title, at, "utf-8")


def _audio(rng: random.Random) -> bytes:
    sizes = [rng.randint(30_000, 60_000) for _ in range(rng.randint(8, 20))]
    total = len(sizes) * BLOCK_SAMPLES
    blocks = []
    for number, size in enumerate(sizes):
        counts = (total, number * BLOCK_SAMPLES, BLOCK_SAMPLES)
        head = BLOCK.pack(b"wvpk", size + 24, 0x410, 0, 0, *counts, FLAGS, rng.getrandbits(32))
        blocks += [head, rng.randbytes(size)]
    return b"".join(blocks)


def _words(rng: random.Random, count: int = 2) -> str:
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(count)]
    if rng.random() < 0.3:
        words[0] += rng.choice(ACCENTED)
    return " ".join(words).title()


def _tag(path: Path, rng: random.Random, cover: str) -> str:
    """Tag one file; returns its title."""
    title = f"{_words(rng)} {SERIAL}"
    total = rng.randint(8, 20)
    tags = APEv2()
    tags["Title"] = title
    tags["Artist"] = [_words(rng) for _ in range(rng.choice((1, 1, 2)))]
    tags["Album"] = _words(rng, 3)
    tags["Album Artist"] = _words(rng)
    tags["Track"] = f"{rng.randint(1, total)}/{total}"
    tags["Disc"] = "1/1"
    tags["Year"] = str(rng.randint(1965, 2024))
    tags["Genre"] = rng.choice(("Rock", "Jazz", "Electronic", "Folk"))
    for what in ("TRACK", "ALBUM"):
        tags[f"REPLAYGAIN_{what}_GAIN"] = f"{rng.uniform(-12, 2):.2f} dB"
        tags[f"REPLAYGAIN_{what}_PEAK"] = f"{rng.uniform(0.7, 1):.6f}"
    if rng.random() < 0.3:
        tags["Related"] = APEValue("http://example.org/artist", EXTERNAL)
    if rng.random() < 0.3:
        lines = [_words(rng, rng.randint(4, 7)) for _ in range(rng.randint(16, 40))]
        tags["Lyrics"] = "\n".join(lines)
    pool = [*NAMES, *IDENTIFIERS]
    for key in rng.sample(pool, k=rng.randint(0, ITEMS[1] - 1 - len(tags))):
        identifier = f"{rng.getrandbits(128):032x}"
        tags[key] = identifier if key in IDENTIFIERS else _words(rng)
    if cover != "none":
        picture = b"\xff\xd8\xff\xe0" + rng.randbytes(rng.randint(*COVER_BYTES[cover]))
        tags["Cover Art (Front)"] = b"cover.jpg\0" + picture
    tags.save(path)
    return title
