"""Makes the ASF samples that encoders do not write: original mutagen, or bytes by hand.

Arguments: a WMA file of an encoder, a JPEG picture, the directory to write into.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from mutagen.asf import ASF, BOOL, BYTEARRAY, DWORD, GUID, QWORD, UNICODE, WORD, ASFTags, ASFValue
from mutagen.asf._util import guid2bytes

HEADER: bytes = guid2bytes("75B22630-668E-11CF-A6D9-00AA0062CE6C")
EXTENSION: bytes = guid2bytes("5FBF03B5-A92E-11CF-8EE3-00C00C205365")
PADDING: bytes = guid2bytes("1806D474-CADF-4509-A4BA-9AABCB96AAE8")
EXTENDED: bytes = guid2bytes("D2D0A440-E307-11D2-97F0-00A0C95EA850")
CODECS: bytes = guid2bytes("86D15240-311D-11D0-A3A4-00A0C90348F6")
DESCRIPTION: bytes = guid2bytes("75B22633-668E-11CF-A6D9-00AA0062CE6C")
LIBRARY: bytes = guid2bytes("44231C94-9498-49D1-A141-1D134E457054")
METADATA: bytes = guid2bytes("C5F8CBEA-5BAF-4877-8467-AA8C44FA4CCA")
RESERVED: bytes = guid2bytes("ABD3D211-A9BA-11CF-8EE6-00C00C205365")
UNKNOWN: bytes = guid2bytes("12345678-9ABC-DEF0-1234-56789ABCDEF0")


def whole(guid: bytes, data: bytes, size: int | None = None) -> bytes:
    """An object; `size` is what it claims to have."""
    return guid + struct.pack("<Q", len(data) + 24 if size is None else size) + data


def extension(data: bytes, size: int | None = None) -> bytes:
    """A header extension around objects."""
    inner = struct.pack("<HI", 6, len(data) if size is None else size)
    return whole(EXTENSION, RESERVED + inner + data)


def file(
    objects: list[bytes], audio: bytes, size: int | None = None, count: int | None = None
) -> bytes:
    """A header around objects, then the audio."""
    data = b"".join(objects)
    numbers = (len(data) + 30 if size is None else size, len(objects) if count is None else count)
    return HEADER + struct.pack("<QI", *numbers) + b"\1\2" + data + audio


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """The objects of a header, and the audio behind it."""
    size, count = struct.unpack("<QI", data[16:28])
    objects, start = [], 30
    for _ in range(count):
        (length,) = struct.unpack("<Q", data[start + 16 : start + 24])
        objects.append(data[start : start + length])
        start += length
    return objects, data[size:]


def utf16(text: str) -> bytes:
    """The text with a zero behind it."""
    return bytes(text.encode("utf-16-le")) + b"\0\0"


def every_kind(tags: ASFTags) -> None:
    """Values of all types, with languages and streams."""
    tags["Title"] = "Füße, 音楽, музыка"
    tags["Author"] = ["One", "Two", "Three"]
    tags["Description"] = ""
    tags["WM/Track"] = [ASFValue(3, DWORD), ASFValue(4, WORD)]
    tags["WM/EncodingTime"] = ASFValue(2**63 + 1, QWORD)
    tags["IsVBR"] = [ASFValue(True, BOOL), ASFValue(False, BOOL), ASFValue(True, BOOL, stream=2)]
    tags["WM/MediaClassPrimaryID"] = ASFValue(bytes(range(16)), GUID)
    tags["WM/MCDI"] = ASFValue(b"\0\1\2", BYTEARRAY)
    tags["WM/Language"] = [
        ASFValue("english", UNICODE, language=0),
        ASFValue("deutsch", UNICODE, language=1, stream=1),
        ASFValue("plain", UNICODE),
        ASFValue("of a stream", UNICODE, stream=1),
    ]


def picture(jpeg: bytes) -> bytes:
    """The content of a WM/Picture."""
    return struct.pack("<BI", 3, len(jpeg)) + utf16("image/jpeg") + utf16("cover") + jpeg


Edit = Callable[[ASFTags], None]


def tagged(audio: Path, target: Path, edit: Edit, padding: int | None = None) -> bytes:
    """The audio with tags by mutagen."""
    target.write_bytes(audio.read_bytes())
    opened = ASF(target)
    edit(opened.tags)
    opened.save(padding=None if padding is None else lambda info: padding)
    return target.read_bytes()


def by_hand(base: bytes, audio: bytes, objects: list[bytes]) -> Iterator[tuple[str, bytes]]:
    """Files of odd or broken shape."""
    vital = [one for one in objects if one[:16] not in (PADDING, EXTENSION)]
    title = whole(
        EXTENDED, struct.pack("<HH", 1, 6) + utf16("ab") + struct.pack("<HH", 0, 2) + b"cd"
    )
    yield "no-tags.wma", file([one for one in vital if one[:16] != EXTENDED], audio)
    yield "only-header.wma", file([], audio)
    yield "tags-twice.wma", file([*vital, title, title, extension(title)], audio)
    yield (
        "padding-everywhere.wma",
        file([whole(PADDING, bytes(90)), *vital, extension(whole(PADDING, bytes(50)))] * 2, audio),
    )
    yield "metadata-outside.wma", file([*vital, whole(METADATA, b"\0\0")], audio)
    yield "extensions-nested.wma", file([*vital, extension(extension(extension(title)))], audio)
    yield (
        "unknown-objects.wma",
        file(
            [whole(UNKNOWN, b"kept"), *vital, whole(UNKNOWN, b"x" * 9000), whole(UNKNOWN, b"")],
            audio,
        ),
    )
    cut = whole(
        EXTENDED, struct.pack("<HH", 1, 6) + utf16("ab") + struct.pack("<HH", 0, 90) + b"c\0"
    )
    yield "last-value-cut.wma", file([*vital, cut], audio)
    yield "damaged-3-bytes.wma", base[:3]
    yield "damaged-header-cut.wma", base[:1000]
    yield "damaged-header-claims-less.wma", file(objects, audio, size=200)
    yield "damaged-header-claims-more.wma", file(objects, audio, size=1 << 40)
    yield "damaged-count.wma", file(objects, audio, count=1 << 31)
    yield "damaged-object-size-0.wma", file([*vital, whole(UNKNOWN, b"", 0)], audio)
    yield "damaged-object-claims-more.wma", file([whole(UNKNOWN, b"", 1 << 63), *vital], audio)
    small = extension(whole(UNKNOWN, b"", 1) + whole(UNKNOWN, b"", 23))
    yield "damaged-objects-overlap.wma", file([*vital, small], audio)
    yield "damaged-extension-claims-more.wma", file([*vital, extension(b"", 400)], audio)
    yield "damaged-header-within.wma", file([*vital, whole(HEADER, bytes(30))], audio)
    odd = whole(DESCRIPTION, struct.pack("<HHHHH", 3, 0, 0, 0, 0) + b"a\0b")
    yield "damaged-utf16.wma", file([*vital, odd], audio)
    wide = struct.pack("<HHHHHI", 1, 0, 0, 2, 2, 4) + b"a\0" + bytes(4)
    yield "damaged-bool-width.wma", file([*vital, extension(whole(LIBRARY, wide))], audio)
    unknown = struct.pack("<HH", 1, 2) + b"a\0" + struct.pack("<HH", 9, 2) + b"b\0"
    yield "damaged-type.wma", file([*vital, whole(EXTENDED, unknown)], audio)
    codecs = whole(CODECS, bytes(16) + struct.pack("<IHH", 2, 1, 40) + b"a\0")
    yield "damaged-codecs.wma", file([*vital, codecs], audio)


def main(source: str, cover: str, directory: str) -> None:
    """Write all files."""
    audio, target = Path(source), Path(directory)
    jpeg = Path(cover).read_bytes()

    def with_cover(tags: ASFTags) -> None:
        tags["WM/Picture"] = ASFValue(picture(jpeg * 3), BYTEARRAY)

    def with_large_cover(tags: ASFTags) -> None:
        tags["WM/Picture"] = ASFValue(picture(jpeg.ljust(70_000, b"\0")), BYTEARRAY)

    base = tagged(audio, target / "every-kind.wma", every_kind)
    tagged(audio, target / "no-padding.wma", every_kind, 0)
    tagged(audio, target / "large-padding.wma", every_kind, 20_000)
    tagged(audio, target / "cover.wma", with_cover)
    # What a large value is for: only the header of it is kept, to be small.
    large = tagged(audio, target / "cover-in-library.wma", with_large_cover)
    size = struct.unpack("<Q", large[16:24])[0]
    (target / "cover-in-library.wma").write_bytes(large[: size + 100])
    objects, rest = split(audio.read_bytes())
    for name, content in by_hand(base, rest[:200], objects):
        (target / name).write_bytes(content)


if __name__ == "__main__":
    main(*sys.argv[1:])
