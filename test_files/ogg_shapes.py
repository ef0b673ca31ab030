"""Ogg files of shapes that encoders do not write, made of those in ogg/ page by page.

Usage: ogg_shapes.py FOLDER COVER.png
"""

from __future__ import annotations

import base64
import struct
import sys
from pathlib import Path
from typing import NamedTuple


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value >> 31 else 0)) & 0xFFFFFFFF
        table.append(value)
    return table


TABLE = _table()


class Page(NamedTuple):
    """A page by its fields."""

    flags: int
    position: int
    serial: int
    number: int
    segments: bytes
    body: bytes

    def render(self) -> bytes:
        """The page with its checksum."""
        head = struct.pack(
            "<4sBBqII", b"OggS", 0, self.flags, self.position, self.serial, self.number
        )
        rest = bytes([len(self.segments)]) + self.segments + self.body
        checksum = 0
        for byte in head + bytes(4) + rest:
            checksum = (checksum << 8 & 0xFFFFFFFF) ^ TABLE[checksum >> 24 ^ byte]
        return head + struct.pack("<I", checksum) + rest


def pages_of(data: bytes) -> list[Page]:
    """The pages of a sound file."""
    pages = []
    while data:
        _, _, flags, position, serial, number, _, count = struct.unpack_from("<4sBBqIIIB", data)
        segments = data[27 : 27 + count]
        end = 27 + count + sum(segments)
        pages.append(Page(flags, position, serial, number, segments, data[27 + count : end]))
        data = data[end:]
    return pages


def paged(packet: bytes, first: Page, number: int, payload: int = 64) -> list[Page]:
    """A packet alone on pages of `payload` segments at most."""
    segments = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    pages = []
    for start in range(0, len(segments), payload):
        part = segments[start : start + payload]
        body, packet = packet[: sum(part)], packet[sum(part) :]
        position = 0 if part[-1] < 255 else -1
        pages.append(Page(int(start > 0), position, first.serial, number, part, body))
        number += 1
    return pages


def written(pages: list[Page]) -> bytes:
    """A file of these pages."""
    return b"".join(page.render() for page in pages)


def renumbered(pages: list[Page]) -> list[Page]:
    """The pages, numbered from 0 on."""
    return [page._replace(number=number) for number, page in enumerate(pages)]


def comment(vendor: bytes, *comments: bytes) -> bytes:
    """A comment header without framing bit."""
    texts = [struct.pack("<I", len(text)) + text for text in (vendor, *comments)]
    return texts[0] + struct.pack("<I", len(comments)) + b"".join(texts[1:])


def picture(cover: bytes) -> bytes:
    """A front cover as a comment."""
    mime = b"image/png"
    block = struct.pack(">II", 3, len(mime)) + mime + struct.pack(">I", 0)
    block += struct.pack(">5I", 48, 48, 24, 0, len(cover)) + cover
    return b"METADATA_BLOCK_PICTURE=" + base64.b64encode(block)


def with_comment(data: bytes, packet: bytes, payload: int = 64) -> bytes:
    """A file whose second page, which holds a comment and nothing else, is replaced."""
    first, _, *rest = pages_of(data)
    return written(renumbered([first, *paged(packet, first, 1, payload), *rest]))


def main(folder: Path, cover: bytes) -> None:
    """Write the files."""
    opus, vorbis = ((folder / name).read_bytes() for name in ("opus.opus", "vorbis.ogg"))
    tags = comment(b"by hand", b"TITLE=A title", picture(cover))
    mono = (folder / "vorbis-mono-no-tags.ogg").read_bytes()
    last = pages_of(vorbis)[-1]
    files = {
        "opus-cover-on-many-pages.opus": with_comment(opus, b"OpusTags" + tags, 1),
        "opus-padding.opus": with_comment(opus, b"OpusTags" + tags + bytes(5000)),
        "opus-kept-data.opus": with_comment(opus, b"OpusTags" + tags + b"\x01kept as it is"),
        "chained.ogg": vorbis + mono,
        "damaged-cut.ogg": vorbis[:-20],
        "damaged-tail.ogg": vorbis + b"TAG" + bytes(125),
        "damaged-checksum.ogg": vorbis[:-1] + bytes([vorbis[-1] ^ 1]),
        "damaged-page-missing.ogg": written(
            [page for page in pages_of(vorbis) if page.number != 1]
        ),
        "damaged-no-end.ogg": written([*pages_of(vorbis)[:-1], last._replace(flags=0)]),
        "damaged-comment-claims-more.opus": with_comment(
            opus, b"OpusTags" + tags.replace(struct.pack("<I", 13), struct.pack("<I", 1 << 31), 1)
        ),
        "zeros-behind.opus": opus + bytes(20),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).read_bytes())
