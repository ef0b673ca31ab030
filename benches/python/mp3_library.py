"""The MP3 part of the benchmark library: silent MPEG audio, tagged by the original mutagen.

The audio is real enough to be parsed: MPEG-1 layer III frames (ISO/IEC 11172-3, 2.4.1) with an
empty side information, which decodes to silence, behind a Xing/Info frame with a LAME extension
in most files. The two CRCs of that extension are left at zero; nothing here decodes the audio.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from mutagen import id3
from songs import SERIAL, Song

COUNT = 240
SAMPLE_RATE = 44100
SAMPLES_PER_FRAME = 1152
SIDE_INFO = 32  # bytes, MPEG-1 with two channels
KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
CONSTANT = (128, 192, 256, 320)
VARIABLE = (112, 128, 160, 192, 224)

# Of twenty files: eight without a cover, ten with a small and two with a large one.
COVERS = ("none", "small") * 8 + ("small", "small", "large", "large")
COVER_BYTES = {"small": (30_000, 150_000), "large": (300_000, 800_000)}
FRAMES = (12, 30)  # ID3 frames a file has
CODECS = {0: "latin-1", 1: "utf-16-le", 3: "utf-8"}  # by encoding number

SYLLABLES = [consonant + vowel for consonant in "bdklmnrstv" for vowel in "aeio"]
ACCENTED = ("é", "ö", "ñ", "à", "ü")
KATAKANA = "アイウエオカキクケコサシスセソ"

Maker = Callable[[random.Random, int], id3.Frame]


def make(folder: Path) -> Iterator[Song]:
    """Write the files into ``folder`` and yield their records, the same ones every time."""
    for number in range(COUNT):
        rng = random.Random(f"mp3 {number}")
        path = folder / f"{number:03d}.mp3"
        path.write_bytes(_audio(rng))
        cover = COVERS[number % len(COVERS)]
        version = 3 if rng.random() < 0.35 else 4
        title, encoding = _tag(path, rng, cover, version)
        yield _record(path, cover, title, encoding)


def tag_size(data: bytes) -> int:
    """Bytes of the ID3v2 tag that ``data`` starts with, header and padding included; 0 if none.

    ID3v2.4 structure, section 3.1; the size is four bytes of seven bits.
    """
    if data[:3] != b"ID3":
        return 0
    a, b, c, d = data[6:10]
    return 10 + (a << 21 | b << 14 | c << 7 | d)


def _record(path: Path, cover: str, title: str, encoding: int) -> Song:
    codec = CODECS[encoding]
    data = path.read_bytes()
    tag = data[: tag_size(data)]
    text = title.encode(codec)
    if tag.count(text) != 1:
        raise AssertionError(f"{path.name}: the title must stand once in the tag")
    at = tag.index(text) + len(text) - len(SERIAL.encode(codec))
    frames = len(id3.ID3(path))
    if not FRAMES[0] <= frames <= FRAMES[1]:
        raise AssertionError(f"{path.name}: {frames} frames")
    return Song(path.name, cover, len(data), len(tag), frames, title, at, codec)


# Audio


def _frame(kbps: int, padding: int) -> bytes:
    length = SAMPLES_PER_FRAME // 8 * kbps * 1000 // SAMPLE_RATE + padding
    header = bytes((0xFF, 0xFB, KBPS.index(kbps) << 4 | padding << 1, 0x64))
    return header + bytes(length - len(header))


def _constant(kbps: int, size: int) -> list[bytes]:
    plain, padded = _frame(kbps, 0), _frame(kbps, 1)
    spare = SAMPLES_PER_FRAME // 8 * kbps * 1000 % SAMPLE_RATE
    count = size // len(plain)
    # A padding byte wherever the exact frame length has gained another whole byte.
    return [
        padded if (n + 1) * spare // SAMPLE_RATE > n * spare // SAMPLE_RATE else plain
        for n in range(count)
    ]


def _audio(rng: random.Random) -> bytes:
    size = rng.randint(300_000, 1_000_000)
    if variable := rng.random() < 0.4:
        kbps = min(VARIABLE)
        kinds = [_frame(rate, 0) for rate in VARIABLE]
        frames = rng.choices(kinds, k=size // len(kinds[2]))
    else:
        kbps = rng.choice(CONSTANT)
        frames = _constant(kbps, size)
    body = b"".join(frames)
    if rng.random() < 0.15:
        return body
    return _xing(variable, kbps, len(frames), len(body)) + body


def _xing(variable: bool, kbps: int, frames: int, size: int) -> bytes:
    host = _frame(128, 0)
    toc = bytes(n * 256 // 100 for n in range(100))
    xing = b"Xing" if variable else b"Info"
    xing += struct.pack(">III", 0xF, frames, size + len(host)) + toc + struct.pack(">I", 78)
    lame = bytearray(b"LAME3.100" + bytes(27))
    lame[9] = 4 if variable else 1  # revision 0, VBR method
    lame[10] = 190  # low-pass, in units of 100 Hz
    lame[15:17] = struct.pack(">H", 1 << 13 | 3 << 10 | 1 << 9 | 62)  # track gain -6.2 dB
    lame[20] = min(kbps, 255)  # the bit rate, or the least one
    lame[21:24] = (576 << 12 | 1200).to_bytes(3, "big")  # encoder delay and padding, samples
    lame[28:32] = struct.pack(">I", size + len(host))
    start = 4 + SIDE_INFO
    end = start + len(xing) + len(lame)
    return host[:start] + xing + bytes(lame) + host[end:]


# Tags


def _words(rng: random.Random, encoding: int, count: int = 2) -> str:
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(count)]
    if rng.random() < 0.3:
        words[0] += rng.choice(ACCENTED)
    if encoding != id3.Encoding.LATIN1 and rng.random() < 0.15:
        words.append("".join(rng.choices(KATAKANA, k=4)))
    return " ".join(words).title()


def _uuid(rng: random.Random) -> str:
    h = f"{rng.getrandbits(128):032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def _tag(path: Path, rng: random.Random, cover: str, version: int) -> tuple[str, int]:
    """Tag one file; returns its title and the encoding number of its text."""
    tags, title, encoding = frames(rng, cover, version)
    v1 = id3.ID3v1SaveOptions.CREATE if rng.random() < 0.25 else id3.ID3v1SaveOptions.REMOVE
    tags.save(path, v2_version=version, v1=v1)
    return title, encoding


def frames(rng: random.Random, cover: str, version: int) -> tuple[id3.ID3, str, int]:
    """The frames of a file, its title, and the encoding number of its text."""
    encodings = (0, 1) if version == 3 else (3, 3, 3, 0, 1)
    encoding = int(rng.choice(encodings))
    title = f"{_words(rng, encoding)} {SERIAL}"
    tags = id3.ID3()
    for frame in _always(rng, encoding, title):
        tags.add(frame)
    if cover != "none":
        tags.add(_picture(rng, cover, encoding))
    pool = [*_TEXT, *_OTHER] if version == 3 else [*_TEXT, *_OTHER, *_ONLY_V24]
    wanted = rng.randint(*FRAMES)
    for maker in rng.sample(pool, k=min(len(pool), wanted - len(tags))):
        tags.add(maker(rng, encoding))
    if version == 3:
        tags.update_to_v23()
    return tags, title, encoding


def _always(rng: random.Random, encoding: int, title: str) -> Iterator[id3.Frame]:
    year, month, day = rng.randint(1965, 2024), rng.randint(1, 12), rng.randint(1, 28)
    total = rng.randint(8, 20)
    yield id3.TIT2(encoding=encoding, text=[title])
    yield id3.TPE1(encoding=encoding, text=[_words(rng, encoding)])
    yield id3.TALB(encoding=encoding, text=[_words(rng, encoding, 3)])
    yield id3.TPE2(encoding=encoding, text=[_words(rng, encoding)])
    yield id3.TRCK(encoding=0, text=[f"{rng.randint(1, total)}/{total}"])
    yield id3.TPOS(encoding=0, text=["1/1"])
    yield id3.TDRC(encoding=0, text=[f"{year}-{month:02d}-{day:02d}"])
    yield id3.TCON(encoding=0, text=[rng.choice(("Rock", "Jazz", "Electronic", "Folk"))])
    yield id3.TSSE(encoding=0, text=["LAME 64bits version 3.100"])


def _picture(rng: random.Random, cover: str, encoding: int) -> id3.Frame:
    size = rng.randint(*COVER_BYTES[cover])
    head, tail = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", b"\xff\xd9"
    data = head + rng.randbytes(size - len(head) - len(tail)) + tail
    desc = rng.choice(("", "Cover", "Front"))
    return id3.APIC(encoding=encoding, mime="image/jpeg", type=3, desc=desc, data=data)


def _text(name: str, build: Callable[[random.Random, int], str]) -> Maker:
    return lambda rng, enc: id3.Frames[name](encoding=enc, text=[build(rng, enc)])


def _user(desc: str, build: Callable[[random.Random, int], str]) -> Maker:
    return lambda rng, enc: id3.TXXX(encoding=enc, desc=desc, text=[build(rng, enc)])


def _gain(rng: random.Random, _encoding: int) -> str:
    return f"{rng.uniform(-12, 2):.2f} dB"


def _peak(rng: random.Random, _encoding: int) -> str:
    return f"{rng.uniform(0.7, 1):.6f}"


def _lyrics(rng: random.Random, encoding: int) -> id3.Frame:
    lines = [_words(rng, encoding, rng.randint(4, 7)) for _ in range(rng.randint(16, 40))]
    return id3.USLT(encoding=encoding, lang="eng", desc="", text="\n".join(lines))


_NAMES = ("TCOM", "TPUB", "TCOP", "TENC", "TIT1", "TIT3", "TPE3", "TPE4", "TOAL", "TOPE", "TEXT")
_TEXT: tuple[Maker, ...] = (
    *(_text(name, _words) for name in _NAMES),
    _text("TLAN", lambda rng, enc: "eng"),
    _text("TMED", lambda rng, enc: "CD"),
    _text("TBPM", lambda rng, enc: str(rng.randint(60, 190))),
    _text("TLEN", lambda rng, enc: str(rng.randint(120_000, 400_000))),
    _text("TSRC", lambda rng, enc: f"GBAYE{rng.randint(6_000_000, 9_999_999)}"),
    *(
        _user(f"MusicBrainz {what} Id", lambda rng, enc: _uuid(rng))
        for what in ("Album", "Artist", "Album Artist", "Release Group", "Release Track")
    ),
    _user("MusicBrainz Album Status", lambda rng, enc: "official"),
    _user("MusicBrainz Album Release Country", lambda rng, enc: "GB"),
    _user("Acoustid Id", lambda rng, enc: _uuid(rng)),
    _user("BARCODE", lambda rng, enc: f"{rng.randrange(10**13):013d}"),
    _user("replaygain_track_gain", _gain),
    _user("replaygain_album_gain", _gain),
    _user("replaygain_track_peak", _peak),
    _user("replaygain_album_peak", _peak),
)
_OTHER: tuple[Maker, ...] = (
    _lyrics,
    lambda rng, enc: id3.UFID(owner="http://musicbrainz.org", data=_uuid(rng).encode()),
    lambda rng, enc: id3.COMM(encoding=enc, lang="eng", desc="", text=[_words(rng, enc, 8)]),
    lambda rng, enc: id3.COMM(encoding=0, lang="eng", desc="iTunNORM", text=[" 0000033A" * 10]),
    lambda rng, enc: id3.POPM(email="rating@example.org", rating=rng.randint(1, 255), count=7),
    lambda rng, enc: id3.PRIV(owner="PeakValue", data=rng.randbytes(4)),
    lambda rng, enc: id3.WOAR(url="http://example.org/artist"),
    lambda rng, enc: id3.WXXX(encoding=enc, desc="shop", url="http://example.org/shop"),
)
_ONLY_V24: tuple[Maker, ...] = (
    *(_text(name, _words) for name in ("TSOP", "TSOA")),
    _text("TDOR", lambda rng, enc: str(rng.randint(1960, 2000))),
    lambda rng, enc: id3.TIPL(encoding=enc, people=[["producer", _words(rng, enc)]]),
    lambda rng, enc: id3.RVA2(desc="track", channel=1, gain=-6.2, peak=0.98),
)
