"""The FLAC part of the benchmark library: metadata written by the original mutagen.

Stream info, seek table and tags are what the reference encoder and a tagger leave behind. What
stands for the audio is noise that begins like a frame (RFC 9639, section 9.1); nothing here, and
no tag library, decodes it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from mp3_library import ACCENTED, COVER_BYTES, COVERS, KATAKANA, SYLLABLES
from mutagen import flac
from songs import SERIAL, Song

COUNT = 120
SAMPLE_RATE = 44100

COMMENTS = (12, 30)

_NAMES = (
    "ALBUMARTIST COMPOSER PERFORMER CONDUCTOR LABEL COPYRIGHT ENCODED-BY MOOD LYRICIST REMIXER "
    "ARTISTSORT ALBUMARTISTSORT DESCRIPTION MEDIA"
).split()
_IDS = [
    f"MUSICBRAINZ_{what}ID"
    for what in "ALBUM ARTIST ALBUMARTIST RELEASEGROUP RELEASETRACK TRACK".split()
]


def make(folder: Path) -> Iterator[Song]:
    """Write the files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"flac {number}")
        path = folder / f"{number:03d}.flac"
        path.write_bytes(_untagged(rng))
        cover = COVERS[number % len(COVERS)]
        title = _tag(path, rng, cover)
        yield _record(path, cover, title)


def area_size(data: bytes) -> int:
    """Bytes of the marker and the metadata blocks that ``data`` starts with (section 8.1)."""
    place, is_last = 4, False
    while not is_last:
        is_last = data[place] >= 0x80
        place += 4 + int.from_bytes(data[place + 1 : place + 4], "big")
    return place


def _record(path: Path, cover: str, title: str) -> Song:
    data = path.read_bytes()
    area = data[: area_size(data)]
    text = title.encode()
    if area.count(text) != 1:
        raise AssertionError(f"{path.name}: the title must stand once in the tags")
    at = area.index(text) + len(text) - len(SERIAL)
    comments = len(flac.FLAC(path).tags)
    if not COMMENTS[0] <= comments <= COMMENTS[1]:
        raise AssertionError(f"{path.name}: {comments} comments")
    return Song(path.name, cover, len(data), len(area), comments, title, at, "utf-8")


def _block(code: int, content: bytes, is_last: bool = False) -> bytes:
    return bytes([code | is_last << 7]) + len(content).to_bytes(3, "big") + content


def _untagged(rng: random.Random) -> bytes:
    """Stream info, a seek table with a point every ten seconds, and the audio."""
    size, seconds = rng.randint(300_000, 1_000_000), rng.randint(120, 400)
    samples = seconds * SAMPLE_RATE
    packed = SAMPLE_RATE << 44 | 1 << 41 | 15 << 36 | samples
    info = b"\x10\0\x10\0" + b"\0\x0e\x10\0\x3a\x20" + packed.to_bytes(8, "big") + rng.randbytes(16)
    points = [
        (second * SAMPLE_RATE // 4096 * 4096, size * second // seconds)
        for second in range(0, seconds, 10)
    ]
    table = b"".join(
        sample.to_bytes(8, "big") + offset.to_bytes(8, "big") + b"\x10\0"
        for sample, offset in points
    )
    audio = b"\xff\xf8\xc9\x18" + rng.randbytes(size)
    return b"fLaC" + _block(0, info) + _block(3, table, is_last=True) + audio


def _words(rng: random.Random, count: int = 2) -> str:
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(count)]
    if rng.random() < 0.3:
        words[0] += rng.choice(ACCENTED)
    if rng.random() < 0.15:
        words.append("".join(rng.choices(KATAKANA, k=4)))
    return " ".join(words).title()


def _uuid(rng: random.Random) -> str:
    h = f"{rng.getrandbits(128):032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def _tag(path: Path, rng: random.Random, cover: str) -> str:
    """Tag one file and return its title."""
    title = f"{_words(rng)} {SERIAL}"
    audio = flac.FLAC(path)
    audio.add_tags()
    audio.tags.vendor = "reference libFLAC 1.4.2 20221022"
    wanted = rng.randint(*COMMENTS)
    for key, value in [*_always(rng, title), *_others(rng)][:wanted]:
        audio.tags.append((key, value))
    if cover != "none":
        audio.add_picture(_picture(rng, cover))
    audio.save(padding=lambda info: rng.choice((4096, 8192)))
    return title


def _always(rng: random.Random, title: str) -> Iterator[tuple[str, str]]:
    year, month, day = rng.randint(1965, 2024), rng.randint(1, 12), rng.randint(1, 28)
    total = rng.randint(8, 20)
    yield "TITLE", title
    yield "ARTIST", _words(rng)
    if rng.random() < 0.3:
        yield "ARTIST", _words(rng)
    yield "ALBUM", _words(rng, 3)
    yield "DATE", f"{year}-{month:02d}-{day:02d}"
    yield "GENRE", rng.choice(("Rock", "Jazz", "Electronic", "Folk"))
    yield "TRACKNUMBER", str(rng.randint(1, total))
    yield "TRACKTOTAL", str(total)
    yield "DISCNUMBER", "1"


def _others(rng: random.Random) -> list[tuple[str, str]]:
    pairs = [(name, _words(rng)) for name in _NAMES] + [(name, _uuid(rng)) for name in _IDS]
    for kind in ("TRACK", "ALBUM"):
        pairs.append((f"REPLAYGAIN_{kind}_GAIN", f"{rng.uniform(-12, 2):.2f} dB"))
        pairs.append((f"REPLAYGAIN_{kind}_PEAK", f"{rng.uniform(0.7, 1):.6f}"))
    lines = [_words(rng, rng.randint(4, 7)) for _ in range(rng.randint(16, 40))]
    pairs.append(("LYRICS", "\n".join(lines)))
    rng.shuffle(pairs)
    return pairs


def _picture(rng: random.Random, cover: str) -> flac.Picture:
    size = rng.randint(*COVER_BYTES[cover])
    head, tail = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", b"\xff\xd9"
    picture = flac.Picture()
    picture.type, picture.mime = 3, "image/jpeg"
    picture.desc = rng.choice(("", "Cover", "Front"))
    picture.width = picture.height = rng.choice((500, 600, 1200))
    picture.depth = 24
    picture.data = head + rng.randbytes(size - len(head) - len(tail)) + tail
    return picture
