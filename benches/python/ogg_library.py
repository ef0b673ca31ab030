"""The Ogg part of the benchmark library: Vorbis and Opus files with comments by original mutagen.

The pages have the sizes that encoders give them (RFC 3533; libvorbis fills about 4.3 KB, libopus
a second of sound). What stands for the audio is noise, which no tag library decodes.
"""

from __future__ import annotations

import base64
import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flac_library import COMMENTS, _always, _others, _picture, _words
from mp3_library import COVERS
from mutagen import oggopus, oggvorbis
from mutagen.ogg import OggPage
from songs import SERIAL, Song

COUNT = 60
SAMPLE_RATE = 44100
EMPTY = struct.pack("<II", 0, 0)  # a comment header without vendor and comments


def make_vorbis(folder: Path) -> Iterator[Song]:
    """Write the Vorbis files into ``folder`` and yield their records."""
    return _make(folder, "ogg", _vorbis, oggvorbis.OggVorbis)


def make_opus(folder: Path) -> Iterator[Song]:
    """Write the Opus files into ``folder`` and yield their records."""
    return _make(folder, "opus", _opus, oggopus.OggOpus)


def area_size(data: bytes) -> int:
    """Bytes from the start of the file to the end of the pages that hold its comment."""
    place, pages = 0, 0
    while True:
        segments = data[place + 27 : place + 27 + data[place + 26]]
        place += 27 + len(segments) + sum(segments)
        pages += 1
        # The comment begins on the second page and ends with the first short segment.
        if pages > 1 and any(segment < 255 for segment in segments):
            return place


def _make(
    folder: Path, suffix: str, audio: Callable[[random.Random], list[OggPage]], kind: Any
) -> Iterator[Song]:
    for number in range(COUNT):
        rng = random.Random(f"{suffix} {number}")
        path = folder / f"{number:03d}.{suffix}"
        pages = audio(rng)
        for sequence, page in enumerate(pages):
            page.sequence, page.serial = sequence, number + 1
        pages[0].first = pages[-1].last = True
        path.write_bytes(b"".join(page.write() for page in pages))
        cover = COVERS[number % len(COVERS)]
        yield _record(path, cover, _tag(kind(path), rng, cover), kind)


def _page(position: int, *packets: bytes) -> OggPage:
    page = OggPage()
    page.position = position
    page.packets = list(packets)
    return page


def _vorbis(rng: random.Random) -> list[OggPage]:
    nominal = rng.choice((112_000, 160_000, 192_000))
    head = struct.pack("<IBI3iBB", 0, 2, SAMPLE_RATE, 0, nominal, 0, 0xB8, 1)
    setup = b"\x05vorbis" + rng.randbytes(rng.randint(3600, 4200))
    pages = [_page(0, b"\x01vorbis" + head), _page(0, b"\x03vorbis" + EMPTY + b"\1", setup)]
    for number in range(rng.randint(300_000, 1_000_000) // 4300):
        packets = [rng.randbytes(rng.randint(250, 450)) for _ in range(12)]
        pages.append(_page(number * 11_000, *packets))
    return pages


def _opus(rng: random.Random) -> list[OggPage]:
    head = struct.pack("<BBHIhB", 1, 2, 312, SAMPLE_RATE, 0, 0)
    pages = [_page(0, b"OpusHead" + head), _page(0, b"OpusTags" + EMPTY)]
    size = rng.choice((240, 320))  # bytes of 20 ms: 96 or 128 kbit/s
    for number in range(rng.randint(300_000, 1_000_000) // (50 * size)):
        packets = [rng.randbytes(rng.randint(size - 40, size + 40)) for _ in range(50)]
        pages.append(_page((number + 1) * 48_000, *packets))
    return pages


def _tag(audio: Any, rng: random.Random, cover: str) -> str:
    """Tag one file and return its title, which stands first."""
    title = f"{_words(rng)} {SERIAL}"
    audio.tags.vendor = "Xiph.Org libVorbis I 20200704 (Reducing Environment)"
    wanted = rng.randint(*COMMENTS)
    for pair in [*_always(rng, title), *_others(rng)][: wanted - 1]:
        audio.tags.append(pair)
    if cover != "none":
        picture = base64.b64encode(_picture(rng, cover).write()).decode()
        audio.tags.append(("METADATA_BLOCK_PICTURE", picture))
    audio.save(padding=lambda info: rng.choice((1024, 4096)))
    return title


def _record(path: Path, cover: str, title: str, kind: Any) -> Song:
    data = path.read_bytes()
    area = data[: area_size(data)]
    text = title.encode()
    if area.count(text) != 1:
        raise AssertionError(f"{path.name}: the title must stand once in the comment")
    at = area.index(text) + len(text) - len(SERIAL)
    comments = len(kind(path).tags)
    return Song(path.name, cover, len(data), len(area), comments, title, at, "utf-8")
