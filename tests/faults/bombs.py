"""Small files that are made to cost much."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache

from parity.bytes_of_tags import AUDIO, syncsafe


def tag(frames: bytes, version: int = 4, flags: int = 0, size: int | None = None) -> bytes:
    """A tag around frames; `size` is what it claims to hold."""
    claimed = len(frames) if size is None else size
    return b"ID3" + bytes([version, 0, flags]) + syncsafe(claimed) + frames


def frame(name: bytes, content: bytes, flags: int = 0, version: int = 4) -> bytes:
    """A frame with its header."""
    size = syncsafe(len(content)) if version == 4 else len(content).to_bytes(4, "big")
    return name + size + flags.to_bytes(2, "big") + content


@cache
def packed(head: bytes, mebibytes: int) -> bytes:
    """`head` and zeros, deflated."""
    packer = zlib.compressobj(6)
    block = bytes(1 << 20)
    parts = [packer.compress(head), *(packer.compress(block) for _ in range(mebibytes))]
    return b"".join([*parts, packer.flush()])


def inflating(name: bytes, head: bytes, mebibytes: int) -> bytes:
    """A compressed frame of `head` and zeros."""
    claimed = min(len(head) + (mebibytes << 20), (1 << 28) - 1)
    return frame(name, syncsafe(claimed) + packed(head, mebibytes), 0x09)


def nested(depth: int, name: bytes = b"CHAP") -> bytes:
    """Chapters within chapters, from the inside out."""
    head = b"c\0" + bytes(16) if name == b"CHAP" else b"c\0\0\0"
    size = 0
    headers = []
    for _ in range(depth):
        size += len(head)
        headers.append(name + syncsafe(size) + b"\0\0" + head)
        size += 10
    return b"".join(reversed(headers))


def _picture(description: bytes = b"") -> bytes:
    return frame(b"APIC", b"\0\0\3" + description + b"\0")


_TEXT_FRAMES = (
    b"TIT1",
    b"TIT2",
    b"TIT3",
    b"TPE1",
    b"TPE2",
    b"TPE3",
    b"TALB",
    b"TCOM",
    b"TOPE",
    b"TOLY",
)

BOMBS: dict[str, Callable[[], bytes]] = {
    "inflates to 400 MB": lambda: tag(inflating(b"TIT2", b"\3", 400)),
    "inflates to 400 MB of picture": lambda: tag(inflating(b"APIC", b"\0\0\3\0", 400)),
    "inflates to 4 GB in parts": lambda: tag(
        b"".join(inflating(name, b"\3", 400) for name in _TEXT_FRAMES)
    ),
    "inflates to 4 GB of pictures": lambda: tag(inflating(b"APIC", b"\0\0\3\0", 400) * 10),
    "inflates to 16 MB at most": lambda: tag(inflating(b"PRIV", b"o\0", 15)),
    "inflates in v2.3": lambda: tag(
        frame(b"TIT2", bytes(4) + packed(b"\3", 400), 0x80, 3), version=3
    ),
    "50,000 equal pictures": lambda: tag(_picture() * 50_000),
    "4,000 equal pictures": lambda: tag(_picture() * 4_000),
    "50,000 pictures": lambda: tag(b"".join(_picture(b"%d" % n) for n in range(50_000))),
    "90,000 equal titles": lambda: tag(frame(b"TIT2", b"\0a") * 90_000),
    "90,000 titles": lambda: tag(b"".join(frame(b"TIT2", b"\0%d" % n) for n in range(90_000))),
    "20,000 comments": lambda: tag(
        b"".join(frame(b"COMM", b"\0eng%d\0x" % n) for n in range(20_000))
    ),
    "300,000 values": lambda: tag(frame(b"TPE1", b"\0" + b"a\0" * 300_000)),
    "300,000 empty values": lambda: tag(frame(b"TPE1", b"\0" + b"\0" * 300_000)),
    "100,000 values, UTF-16": lambda: tag(frame(b"TPE1", b"\1" + b"\xff\xfea\0\0\0" * 100_000)),
    "genres": lambda: tag(frame(b"TCON", b"\0" + b"(17)" * 60_000 + b"Rock")),
    "open brackets": lambda: tag(frame(b"TCON", b"\0" + b"(" * 1_000_000)),
    "time stamps": lambda: tag(frame(b"TDRC", b"\0" + b"2004-10-12T12:30,\0" * 15_000)),
    "separators in a time stamp": lambda: tag(frame(b"TDRC", b"\0" + b"-" * 1_000_000)),
    "digits in a time stamp": lambda: tag(frame(b"TDRC", b"\0" + b"9" * 100_000)),
    "digits in a number": lambda: tag(frame(b"TBPM", b"\0" + b"9" * 100_000)),
    "digits in a track": lambda: tag(frame(b"TRCK", b"\0" + b"9" * 100_000 + b"/3")),
    "old dates": lambda: tag(
        frame(b"TYER", b"\0" + b"2004\0" * 20_000, version=3)
        + frame(b"TDAT", b"\0" + b"1012\0" * 20_000, version=3)
        + frame(b"TIME", b"\0" + b"1230\0" * 20_000, version=3),
        version=3,
    ),
    "play counter": lambda: tag(frame(b"PCNT", b"\xff" * 500_000)),
    "popularity": lambda: tag(frame(b"POPM", b"a\0\1" + b"\xff" * 500_000)),
    "position": lambda: tag(frame(b"POSS", b"\1" + b"\xff" * 5_000)),
    "people": lambda: tag(frame(b"TIPL", b"\0" + b"a\0" * 100_001)),
    "synchronised lyrics": lambda: tag(frame(b"SYLT", b"\0eng\1\1\0" + b"a\0\0\0\0\1" * 60_000)),
    "events": lambda: tag(frame(b"ETCO", b"\1" + b"\1\0\0\0\1" * 60_000)),
    "adjustments": lambda: tag(frame(b"EQU2", b"\1\0" + b"\1\0\0\1" * 60_000)),
    "chapters 10,000 deep": lambda: tag(nested(10_000)),
    "contents 10,000 deep": lambda: tag(nested(10_000, b"CTOC")),
    "chapters 190 deep": lambda: tag(nested(190)),
    "5,000 chapters": lambda: tag(
        b"".join(
            frame(b"CHAP", b"c%d\0" % n + bytes(16) + frame(b"TIT2", b"\0t")) for n in range(5_000)
        )
    ),
    "claims 256 MB": lambda: tag(frame(b"TIT2", b"\0a"), size=(1 << 28) - 1),
    "claims 256 MB, v2.3": lambda: tag(b"", version=3, size=(1 << 28) - 1),
    "frame claims 256 MB": lambda: tag(b"TIT2\x7f\x7f\x7f\x7f\0\0\0a"),
    "frame claims 4 GB": lambda: tag(b"TIT2\xff\xff\xff\xff\0\0\0a", version=3),
    "extended header claims 4 GB": lambda: tag(b"\xff\xff\xff\xff\0\0", version=3, flags=0x40),
    "200,000 empty frames": lambda: tag(b"TIT2\0\0\0\0\0\0" * 200_000),
    "100,000 unknown frames": lambda: tag(frame(b"XYZ1", b"a") * 100_000),
    "unsynchronised": lambda: tag(frame(b"PRIV", b"\xff\0" * 500_000, 2)),
    "unsynchronised, v2.3": lambda: tag(b"\xff\0" * 500_000, version=3, flags=0x80),
    "terminators": lambda: tag(frame(b"COMM", b"\1eng" + b"\0" * 1_000_001)),
    "misaligned terminators": lambda: tag(frame(b"COMM", b"\1eng\xff\xfe" + b"a\0\0a" * 250_000)),
    "a tag after the other": lambda: tag(b"") * 100_000,
    "large tags, one after the other": lambda: tag(bytes(1000)) * 1_000,
    "syncs": lambda: b"\xff" * 2_000_000,
    "frames that lead nowhere": lambda: (b"\xff\xfb\x90\x64" + bytes(40)) * 40_000,
    "free format": lambda: b"\xff\xfb\x00\x64" * 500_000,
    "old records": lambda: (b"TAG" + b"a" * 125) * 8_000,
}
"""Content of a file by what is in it. Audio follows, except after what is no tag."""


def make(name: str) -> bytes:
    """The whole file."""
    data = BOMBS[name]()
    return data + AUDIO if data.startswith(b"ID3") else data
