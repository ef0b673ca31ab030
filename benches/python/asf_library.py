"""The ASF part of the benchmark library: WMA files as Windows Media encoders lay them out.

The header has the objects that such a file has (ASF specification, section 3), with what players
and taggers add; the packets behind it are bytes without meaning, which nothing here decodes. Tagged
by the original mutagen.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from mutagen import asf
from songs import SERIAL, Song

COUNT = 120
SAMPLE_RATE = 44100
AUDIO_BYTES = (200_000, 600_000)

# Of twenty files: eight without a cover, ten with a small and two with a large one.
COVERS = ("none", "small") * 8 + ("small", "small", "large", "large")
COVER_BYTES = {"small": (30_000, 150_000), "large": (300_000, 800_000)}
VALUES = (14, 36)  # attributes a file has

SYLLABLES = [consonant + vowel for consonant in "bdklmnrstv" for vowel in "aeio"]
OTHERS = ("é", "ö", "ñ", "à", "ü", "アイ", "ж")


def make(folder: Path) -> Iterator[Song]:
    """Write the files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"asf {number}")
        path = folder / f"{number:03d}.wma"
        path.write_bytes(_file(rng))
        cover = COVERS[number % len(COVERS)]
        title = _tag(path, rng, cover)
        yield _record(path, cover, title)


def header_size(data: bytes) -> int:
    """Bytes of the header object that ``data`` starts with, padding included (section 3.1)."""
    (size,) = struct.unpack("<Q", data[16:24])
    return int(size)


def _record(path: Path, cover: str, title: str) -> Song:
    data = path.read_bytes()
    header = data[: header_size(data)]
    text = title.encode("utf-16-le")
    if header.count(text) != 1:
        raise AssertionError(f"{path.name}: the title must stand once in the header")
    at = header.index(text) + len(text) - len(SERIAL.encode("utf-16-le"))
    values = len(asf.ASF(path).tags)
    if not VALUES[0] <= values <= VALUES[1]:
        raise AssertionError(f"{path.name}: {values} values")
    return Song(path.name, cover, len(data), len(header), values, title, at, "utf-16-le")


# The file


def _object(guid: str, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return UUID(guid).bytes_le + struct.pack("<Q", len(data) + 24) + data


def _text(text: str) -> bytes:
    return text.encode("utf-16-le") + b"\0\0"


def _file(rng: random.Random) -> bytes:
    kbps = rng.choice((64, 96, 128, 160, 192))
    packet = kbps * 125 // 8
    packets = rng.randint(*AUDIO_BYTES) // packet
    duration = packets * packet * 8 * 10_000 // kbps
    identity = rng.randbytes(16)
    properties = struct.pack("<QQQQQQ", 0, 0, packets, duration, duration, 3000)
    audio = struct.pack("<HHIIHHH", 0x161, 2, SAMPLE_RATE, kbps * 125, packet, 16, 10)
    codec = _text("Windows Media Audio 9.2")
    details = _text(f"{kbps} kbps, 44 kHz, stereo 1-pass CBR")
    language = _text("en-us")
    objects = [
        _object(
            "8CABDCA1-A947-11CF-8EE4-00C00C205365",  # file properties
            identity + properties + struct.pack("<IIII", 2, packet, packet, kbps * 1000),
        ),
        _object(
            "5FBF03B5-A92E-11CF-8EE3-00C00C205365",  # header extension
            UUID("ABD3D211-A9BA-11CF-8EE6-00C00C205365").bytes_le + struct.pack("<HI", 6, 41),
            _object(
                "7C4346A9-EFE0-4BFC-B229-393EDE415C85",  # language list
                struct.pack("<HB", 1, len(language)) + language + bytes(2),
            ),
        ),
        _object(
            "86D15240-311D-11D0-A3A4-00A0C90348F6",  # codec list
            UUID("86D15241-311D-11D0-A3A4-00A0C90348F6").bytes_le,
            struct.pack("<IHH", 1, 2, len(codec) // 2) + codec,
            struct.pack("<H", len(details) // 2) + details + struct.pack("<HH", 2, 0x161),
        ),
        _object(
            "B7DC0791-A9B7-11CF-8EE6-00C00C205365",  # stream properties
            UUID("F8699E40-5B4D-11CF-A8FD-00805F5C442B").bytes_le,
            UUID("BFC3CD50-618F-11CF-8BB2-00AA00B4E220").bytes_le,
            struct.pack("<QIIHI", 0, 28, 8, 1, 0) + audio + bytes(18),
        ),
        _object("7BF875CE-468D-11D1-8D82-006097C9A2B2", struct.pack("<HHI", 1, 1, kbps * 1000)),
    ]
    header = b"".join(objects)
    head = UUID("75B22630-668E-11CF-A6D9-00AA0062CE6C").bytes_le
    head += struct.pack("<QIBB", len(header) + 30, len(objects), 1, 2)
    data = identity + struct.pack("<QH", packets, 0x101) + rng.randbytes(packet) * packets
    return head + header + _object("75B22636-668E-11CF-A6D9-00AA0062CE6C", data)


# Tags


def _words(rng: random.Random, count: int = 2) -> str:
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(count)]
    if rng.random() < 0.4:
        words[-1] += rng.choice(OTHERS)
    return " ".join(words).title()


def _uuid(rng: random.Random) -> str:
    return str(UUID(int=rng.getrandbits(128)))


def _tag(path: Path, rng: random.Random, cover: str) -> str:
    """Tag one file; returns its title."""
    title = f"{_words(rng)} {SERIAL}"
    audio = asf.ASF(path)
    tags = audio.tags
    tags["Title"] = title
    tags["Author"] = [_words(rng) for _ in range(rng.choice((1, 1, 2)))]
    tags["Copyright"] = f"{rng.randint(1965, 2024)} {_words(rng)}"
    tags["WM/AlbumTitle"] = _words(rng, 3)
    tags["WM/AlbumArtist"] = _words(rng)
    tags["WM/TrackNumber"] = str(rng.randint(1, 20))
    tags["WM/Year"] = str(rng.randint(1965, 2024))
    tags["WM/Genre"] = rng.choice(("Rock", "Jazz", "Electronic", "Folk"))
    tags["IsVBR"] = False
    tags["DeviceConformanceTemplate"] = "L3"
    tags["WMFSDKVersion"] = "12.0.7601.17514"
    tags["WMFSDKNeeded"] = "0.0.0.0000"
    tags["WM/MediaClassPrimaryID"] = asf.ASFValue(rng.randbytes(16), asf.GUID)
    if cover != "none":
        tags["WM/Picture"] = _picture(rng, cover)
    wanted = rng.randint(*VALUES) - len(tags)
    for name, build in rng.sample(_OPTIONAL, k=max(0, min(len(_OPTIONAL), wanted))):
        tags[name] = build(rng)
    audio.save()
    return title


def _picture(rng: random.Random, cover: str) -> bytes:
    size = rng.randint(*COVER_BYTES[cover])
    head, tail = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", b"\xff\xd9"
    data = head + rng.randbytes(size - len(head) - len(tail)) + tail
    return struct.pack("<BI", 3, len(data)) + _text("image/jpeg") + _text("Cover") + data


def _lyrics(rng: random.Random) -> str:
    return "\n".join(_words(rng, rng.randint(4, 7)) for _ in range(rng.randint(16, 40)))


Builder = Callable[[random.Random], str | int]

_OPTIONAL: list[tuple[str, Builder]] = [
    *((f"WM/{name}", _words) for name in ("Composer", "Publisher", "Conductor", "Writer", "Mood")),
    *((f"MusicBrainz/{name} Id", _uuid) for name in ("Album", "Artist", "Track", "Release Group")),
    *(
        (f"WM/{name}", _words)
        for name in ("EncodedBy", "SetSubTitle", "AlbumSortOrder", "Producer")
    ),
    ("WM/PartOfSet", lambda rng: "1/1"),
    ("WM/BeatsPerMinute", lambda rng: str(rng.randint(60, 190))),
    ("WM/SharedUserRating", lambda rng: rng.choice((1, 25, 50, 75, 99))),
    ("WM/Provider", lambda rng: "AMG"),
    ("WM/Language", lambda rng: "en"),
    ("WM/ISRC", lambda rng: f"GBAYE{rng.randint(6_000_000, 9_999_999)}"),
    ("WM/Lyrics", _lyrics),
    ("replaygain_track_gain", lambda rng: f"{rng.uniform(-12, 2):.2f} dB"),
    ("replaygain_track_peak", lambda rng: f"{rng.uniform(0.7, 1):.6f}"),
]
