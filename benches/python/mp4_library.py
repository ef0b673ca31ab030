"""The MP4 part of the benchmark library: M4A files as iTunes and ffmpeg lay them out.

The atoms are those of ISO/IEC 14496-12 with sample tables of the size that songs have: speech of
low bit rate, so that ten thousand frames of AAC take less than a megabyte. The samples themselves
are bytes without meaning; nothing here decodes them. Tagged by the original mutagen.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mutagen import mp4
from songs import SERIAL, Song

COUNT = 120
SAMPLE_RATE = 44100
SAMPLES_PER_FRAME = 1024
FRAMES = (6_000, 12_000)  # of audio, in a file
FRAME_BYTES = (50, 110)
FRAMES_PER_CHUNK = (10, 44)

# Of twenty files: eight without a cover, ten with a small and two with a large one.
COVERS = ("none", "small") * 8 + ("small", "small", "large", "large")
COVER_BYTES = {"small": (30_000, 150_000), "large": (300_000, 800_000)}
ITEMS = (12, 20)  # keys a file has

SYLLABLES = [consonant + vowel for consonant in "bdklmnrstv" for vowel in "aeio"]
ACCENTED = ("é", "ö", "ñ", "à", "ü", "アイ", "ж")

Range = tuple[int, int]


def make(folder: Path) -> Iterator[Song]:
    """Write the files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"mp4 {number}")
        path = folder / f"{number:03d}.m4a"
        path.write_bytes(_file(rng, moov_first=number % 2 == 0))
        cover = COVERS[number % len(COVERS)]
        title = _tag(path, rng, cover)
        yield _record(path, cover, title)


def _record(path: Path, cover: str, title: str) -> Song:
    data = path.read_bytes()
    text = title.encode()
    if data.count(text) != 1:
        raise AssertionError(f"{path.name}: the title must stand once in the file")
    at = data.index(text) + len(text) - len(SERIAL)
    items = len(mp4.MP4(path))
    if not ITEMS[0] <= items <= ITEMS[1]:
        raise AssertionError(f"{path.name}: {items} items")
    _, size = find(data, "moov", "udta", "meta", "ilst")
    return Song(path.name, cover, len(data), size, items, title, at, "utf-8", needed(data))


# Reading atoms back, for the floors


def find(data: bytes, *names: str) -> Range:
    """Offset and length of the atom that a path of names leads to, its header included."""
    start, end, at = 0, len(data), 0
    for name in names:
        at = start
        while data[at + 4 : at + 8] != name.encode():
            at += int.from_bytes(data[at : at + 4], "big")
            if at >= end:
                raise LookupError(names)
        end = at + int.from_bytes(data[at : at + 4], "big")
        start = at + (12 if name == "meta" else 8)
    return at, end - at


STBL = ("moov", "trak", "mdia", "minf", "stbl")


def needed(data: bytes) -> list[Range]:
    """What a reader cannot do without: the way to ``moov``, its start up to the description of the
    samples, and its end with the tags; the sample tables between are left out.
    """
    moov, size = find(data, "moov")
    description, length = find(data, *STBL, "stsd")
    described = description + length
    udta, _ = find(data, "moov", "udta")
    tags = (udta, moov + size - udta)
    first, last = find(data, "mdat"), (moov, described - moov)
    return [(0, described), tags] if moov < first[0] else [(0, first[0] + 16), last, tags]


# Audio


def atom(name: str, *parts: bytes) -> bytes:
    """An atom around its content."""
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, name.encode()) + content


def full(name: str, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """An atom with version and flags."""
    return atom(name, struct.pack(">I", version << 24 | flags), *parts)


def _file(rng: random.Random, moov_first: bool) -> bytes:
    sizes = [rng.randint(*FRAME_BYTES) for _ in range(rng.randint(*FRAMES))]
    per_chunk = rng.randint(*FRAMES_PER_CHUNK)
    ftyp = atom("ftyp", b"M4A \0\0\2\0M4A mp42isom")
    mdat = atom("mdat", rng.randbytes(sum(sizes)))
    free = atom("free", bytes(rng.choice((0, 0, 1024))))
    lead = len(ftyp) + len(free)
    if moov_first:
        # The size of the tables does not depend on the offsets in them.
        lead += len(_moov(sizes, per_chunk, 0))
    moov = _moov(sizes, per_chunk, lead + 8)
    return ftyp + moov + free + mdat if moov_first else ftyp + free + mdat + moov


_MATRIX = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)


def _moov(sizes: list[int], per_chunk: int, start: int) -> bytes:
    duration = len(sizes) * SAMPLES_PER_FRAME
    times = struct.pack(">4I", 0, 0, SAMPLE_RATE, duration)
    mvhd = full("mvhd", times, struct.pack(">IH10x", 1 << 16, 256), _MATRIX, bytes(24), b"\0\0\0\2")
    fields = struct.pack(">5I8xHHHH", 0, 0, 1, 0, duration, 0, 0, 256, 0)
    tkhd = full("tkhd", fields, _MATRIX, bytes(8), flags=7)
    mdhd = full("mdhd", times, b"\x55\xc4\0\0")
    hdlr = full("hdlr", b"\0\0\0\0soun", bytes(12), b"SoundHandler\0")
    minf = atom(
        "minf",
        full("smhd", bytes(4)),
        atom("dinf", full("dref", b"\0\0\0\1", full("url ", flags=1))),
        _stbl(sizes, per_chunk, start),
    )
    track = atom("trak", tkhd, atom("mdia", mdhd, hdlr, minf))
    return atom("moov", mvhd, track, _empty_tags())


def _empty_tags() -> bytes:
    """At the end of moov, where encoders put them: mutagen alone would begin moov with them."""
    handler = full("hdlr", b"\0\0\0\0mdirappl", bytes(9))
    return atom("udta", full("meta", handler, atom("ilst"), atom("free", bytes(6000))))


def _stbl(sizes: list[int], per_chunk: int, start: int) -> bytes:
    bitrate = sum(sizes) * 8 * SAMPLE_RATE // (len(sizes) * SAMPLES_PER_FRAME)
    specific = b"\x05\x80\x80\x80\x02\x12\x10"
    config = struct.pack(">BBBHII", 0x40, 0x15, 0, 0x1800, bitrate * 2, bitrate) + specific
    config = b"\x04\x80\x80\x80" + bytes([len(config)]) + config
    stream = b"\0\1\0" + config + b"\x06\x80\x80\x80\x01\x02"
    esds = full("esds", b"\x03\x80\x80\x80" + bytes([len(stream)]) + stream)
    entry = struct.pack(">6xHQHHIHH", 1, 0, 2, 16, 0, SAMPLE_RATE, 0)
    chunks = [sizes[at : at + per_chunk] for at in range(0, len(sizes), per_chunk)]
    offsets = [start]
    for chunk in chunks[:-1]:
        offsets.append(offsets[-1] + sum(chunk))
    runs = [(1, per_chunk, 1)]
    if len(chunks[-1]) != per_chunk:
        runs.append((len(chunks), len(chunks[-1]), 1))
    table = struct.Struct(">3I").pack
    return atom(
        "stbl",
        full("stsd", b"\0\0\0\1", atom("mp4a", entry, esds)),
        full("stts", table(1, len(sizes), SAMPLES_PER_FRAME)),
        full("stsc", struct.pack(">I", len(runs)), *(table(*run) for run in runs)),
        full("stsz", struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
        full("stco", struct.pack(f">I{len(offsets)}I", len(offsets), *offsets)),
    )


# Tags


def _words(rng: random.Random, count: int = 2) -> str:
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(count)]
    if rng.random() < 0.3:
        words[0] += rng.choice(ACCENTED)
    return " ".join(words).title()


def _uuid(rng: random.Random) -> bytes:
    h = f"{rng.getrandbits(128):032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}".encode()


def _tag(path: Path, rng: random.Random, cover: str) -> str:
    """Tag one file; returns its title."""
    title = f"{_words(rng)} {SERIAL}"
    total = rng.randint(8, 20)
    audio = mp4.MP4(path)
    audio["\xa9nam"] = [title]
    audio["\xa9ART"] = [_words(rng)]
    audio["\xa9alb"] = [_words(rng, 3)]
    audio["aART"] = [_words(rng)]
    audio["trkn"] = [(rng.randint(1, total), total)]
    audio["disk"] = [(1, 1)]
    audio["\xa9day"] = [f"{rng.randint(1965, 2024)}-0{rng.randint(1, 9)}-{rng.randint(10, 28)}"]
    audio["\xa9gen"] = [rng.choice(("Rock", "Jazz", "Electronic", "Folk"))]
    audio["\xa9too"] = ["iTunes 12.9.5.5"]
    audio["cpil"] = rng.random() < 0.2
    if cover != "none":
        size = rng.randint(*COVER_BYTES[cover])
        picture = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + rng.randbytes(size)
        audio["covr"] = [mp4.MP4Cover(picture, mp4.AtomDataType.JPEG)]
    wanted = rng.randint(*ITEMS) - len(audio)
    for key, value in rng.sample(_OTHERS, k=wanted):
        audio[key] = value(rng)
    audio.save()
    return title


def _freeform(name: str) -> str:
    return f"----:com.apple.iTunes:{name}"


Value = Callable[[random.Random], Any]

_OTHERS: list[tuple[str, Value]] = [
    ("\xa9wrt", lambda rng: [_words(rng)]),
    ("\xa9cmt", lambda rng: [_words(rng, 8)]),
    ("\xa9grp", lambda rng: [_words(rng)]),
    ("\xa9lyr", lambda rng: ["\n".join(_words(rng, 6) for _ in range(rng.randint(16, 40)))]),
    ("cprt", lambda rng: [_words(rng, 4)]),
    ("soar", lambda rng: [_words(rng)]),
    ("soal", lambda rng: [_words(rng, 3)]),
    ("tmpo", lambda rng: [rng.randint(60, 190)]),
    ("pgap", lambda rng: rng.random() < 0.5),
    ("rtng", lambda rng: [rng.choice((0, 1, 2, 4))]),
    ("cnID", lambda rng: [rng.randrange(2**31)]),
    (_freeform("iTunNORM"), lambda rng: [b" 0000033A" * 10]),
    (_freeform("iTunSMPB"), lambda rng: [b" 00000000 00000840 000001CA" * 4]),
    (_freeform("MusicBrainz Track Id"), lambda rng: [_uuid(rng)]),
    (_freeform("MusicBrainz Album Id"), lambda rng: [_uuid(rng)]),
    (_freeform("MusicBrainz Artist Id"), lambda rng: [_uuid(rng), _uuid(rng)]),
    (_freeform("replaygain_track_gain"), lambda rng: [b"-6.20 dB"]),
    (_freeform("LABEL"), lambda rng: [_words(rng).encode()]),
]
