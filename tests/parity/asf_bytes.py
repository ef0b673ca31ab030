"""Bytes of ASF files for tests: sound, broken, and damaged."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from hypothesis import strategies as st

GUIDS = {
    name: UUID(text).bytes_le
    for name, text in {
        "header": "75B22630-668E-11CF-A6D9-00AA0062CE6C",
        "description": "75B22633-668E-11CF-A6D9-00AA0062CE6C",
        "extended": "D2D0A440-E307-11D2-97F0-00A0C95EA850",
        "file": "8CABDCA1-A947-11CF-8EE4-00C00C205365",
        "stream": "B7DC0791-A9B7-11CF-8EE6-00C00C205365",
        "codecs": "86D15240-311D-11D0-A3A4-00A0C90348F6",
        "padding": "1806D474-CADF-4509-A4BA-9AABCB96AAE8",
        "bitrates": "7BF875CE-468D-11D1-8D82-006097C9A2B2",
        "encryption": "2211B3FB-BD23-11D2-B4B7-00A0C955FC6E",
        "extension": "5FBF03B5-A92E-11CF-8EE3-00C00C205365",
        "metadata": "C5F8CBEA-5BAF-4877-8467-AA8C44FA4CCA",
        "library": "44231C94-9498-49D1-A141-1D134E457054",
        "unknown": "12345678-9ABC-DEF0-1234-56789ABCDEF0",
    }.items()
}

RESERVED = UUID("ABD3D211-A9BA-11CF-8EE6-00C00C205365").bytes_le

NAMES = ["Title", "Author", "Rating", "WM/Picture", "WM/AlbumTitle", "", "é", "\0a\0"]


def packed(code: str, *numbers: int) -> bytes:
    """Numbers, cut to their widths."""
    widths = {"H": 16, "I": 32, "Q": 64}
    fitting = zip(code, numbers, strict=True)
    return struct.pack("<" + code, *(number % (1 << widths[width]) for width, number in fitting))


def asf_object(kind: str, data: bytes, lie: int = 0) -> bytes:
    """An object; `lie` is added to its size."""
    return GUIDS[kind] + packed("Q", len(data) + 24 + lie) + data


def header(
    objects: list[bytes], size_lie: int = 0, count_lie: int = 0, behind: bytes = b"\xda" * 60
) -> bytes:
    """A file: a header of these objects, and something behind it."""
    data = b"".join(objects)
    size, count = len(data) + 30 + size_lie, len(objects) + count_lie
    return GUIDS["header"] + packed("QI", size, count) + b"\1\2" + data + behind


def extension(objects: list[bytes], lie: int = 0) -> bytes:
    """A header extension around objects; `lie` is added to the size it claims for them."""
    data = b"".join(objects)
    return asf_object("extension", RESERVED + packed("HI", 6, len(data) + lie) + data)


def claims_too_much(data: bytes) -> bool:
    """Whether the header claims more than its objects have, and there is something in that room."""
    if len(data) < 30:
        return False
    size, count = struct.unpack("<QI", data[16:28])
    end = 30
    for _ in range(min(count, 1000)):
        end += int.from_bytes(data[end + 16 : end + 24], "little")
    return end < size <= len(data) and any(data[end:size])


# Most strings that a file has are sound; some do not end, some are no UTF-16.
_TEXTS = st.one_of(
    st.sampled_from(NAMES).map(lambda text: text.encode("utf-16-le") + b"\0\0"),
    st.text(max_size=8).map(lambda text: text.encode("utf-16-le", "surrogatepass")),
    st.sampled_from(NAMES).map(lambda text: text.encode("utf-16-le") + b"\0\0"),
    st.sampled_from([b"", b"\0", b"\0\0", b"a\0b", b"\0\xd8", b"\xff\xfea\0"]),
)
_WIDTHS = {0: 6, 1: 5, 2: 4, 3: 4, 4: 8, 5: 2, 6: 16}


@st.composite
def _values(draw: st.DrawFn, short_bool: bool) -> tuple[int, bytes]:
    """A type and a value."""
    kind = draw(st.integers(0, 6))
    if draw(st.integers(0, 30)) == 0:
        return draw(st.sampled_from([7, 99, 0, 3])), draw(st.binary(max_size=9))
    if kind == 0:
        return kind, draw(_TEXTS)
    if kind in (1, 6):
        return kind, draw(st.one_of(st.binary(max_size=20), st.just(b"\xff\xd8" * 5000)))
    width = 2 if kind == 2 and short_bool else _WIDTHS[kind]
    number = draw(st.sampled_from([0, 1, 2, -1, 1 << 15]))
    return kind, packed("Q", number)[:width]


@st.composite
def _lists(draw: st.DrawFn, metadata: bool) -> bytes:
    """The data of an object with attributes."""
    records = []
    for _ in range(draw(st.integers(0, 5))):
        name = draw(_TEXTS)
        kind, value = draw(_values(metadata))
        if metadata:
            numbers = draw(st.sampled_from([(0, 0), (0, 1), (2, 0), (1, 3), (65535, 65535)]))
            record = packed("HHHHI", *numbers, len(name), kind, len(value)) + name + value
        else:
            record = packed("H", len(name)) + name + packed("HH", kind, len(value)) + value
        records.append(record)
    count = len(records) + draw(st.sampled_from([0] * 12 + [1, -1, 1000]))
    return packed("H", count) + b"".join(records)


@st.composite
def _descriptions(draw: st.DrawFn) -> bytes:
    texts = [draw(_TEXTS) for _ in range(5)]
    return packed("HHHHH", *map(len, texts)) + b"".join(texts)


@st.composite
def _codec_lists(draw: st.DrawFn) -> bytes:
    entries = []
    for _ in range(draw(st.integers(0, 3))):
        name, description = draw(_TEXTS), draw(_TEXTS)
        info = draw(st.sampled_from([b"a\x01", b"\x62\x01", b"", b"\xff\xfe", b"abc"]))
        entries.append(
            packed("HH", draw(st.sampled_from([1, 2, 2, 0])), len(name) // 2)
            + name[: len(name) // 2 * 2]
            + packed("H", len(description) // 2)
            + description[: len(description) // 2 * 2]
            + packed("H", len(info))
            + info
        )
    count = len(entries) + draw(st.sampled_from([0, 0, 0, 1, -1]))
    return bytes(16) + packed("I", count) + b"".join(entries)


_NUMBERS = st.sampled_from([0, 1, 3000, 40_000_000, 2**40 + 1, 2**63, 2**64 - 1])
_BODIES: dict[str, st.SearchStrategy[bytes]] = {
    "description": _descriptions(),
    "extended": _lists(False),
    "metadata": _lists(True),
    "library": _lists(True),
    "codecs": _codec_lists(),
    "file": st.builds(
        lambda *numbers: bytes(40) + packed("QQQ", *numbers), _NUMBERS, _NUMBERS, _NUMBERS
    ),
    "stream": st.builds(
        lambda *numbers: bytes(56) + packed("HII", *numbers), _NUMBERS, _NUMBERS, _NUMBERS
    ),
    "padding": st.integers(0, 3000).map(bytes),
    "unknown": st.one_of(st.binary(max_size=60), st.just(b"u" * 20_000)),
    "bitrates": st.binary(max_size=20),
    "encryption": st.binary(max_size=20),
    "header": st.binary(max_size=40),
}
_USUAL = [name for name in _BODIES if name != "header"]


@st.composite
def objects(draw: st.DrawFn, depth: int = 0) -> bytes:
    """An object of any kind."""
    is_odd = draw(st.integers(0, 25)) == 0
    if depth < 3 and draw(st.integers(0, 4)) == 0:
        lie = draw(st.sampled_from([1, -1, 24, 10**6])) if is_odd else 0
        return extension(draw(st.lists(objects(depth + 1), max_size=4)), lie)
    kind = draw(st.sampled_from([*_BODIES] if is_odd else _USUAL))
    data = draw(_BODIES[kind])
    if is_odd:
        data = draw(st.one_of(st.just(data[: len(data) // 2]), st.binary(max_size=70)))
    lies = [0] * 10 + [1, -1, 24, -24, -len(data) - 10, -len(data) - 24, 2**63, 1000]
    return asf_object(kind, data, draw(st.sampled_from(lies)) if is_odd else 0)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file; its sizes and counts may lie."""
    content = draw(st.lists(objects(), max_size=7))
    lies = [0] * 12 + [1, -1, 24, 60, 10**6, 2**63, -(10**5)]
    counts = [0] * 12 + [1, -1, 2**31]
    behind = draw(st.sampled_from([b"\xda" * 60, b"", b"\xda" * 40_000]))
    return header(content, draw(st.sampled_from(lies)), draw(st.sampled_from(counts)), behind)


_SIZES = [0, 1, 23, 24, 25, 46, 1000, 2**31, 2**32, 2**63 - 1, 2**63, 2**64 - 1]


@st.composite
def damaged(draw: st.DrawFn, paths: Callable[[], list[Path]]) -> bytes:
    """A file of `paths`, damaged within its header."""
    content = bytearray(draw(st.sampled_from(paths())).read_bytes())
    size = min(len(content), int.from_bytes(content[16:24], "little"))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(size, 1)))
        kind = draw(st.sampled_from(["flip", "size", "size", "cut", "insert", "end", "swap"]))
        if kind == "flip":
            content[place : place + 1] = draw(st.binary(min_size=1, max_size=1))
        elif kind == "size":
            starts = [content.find(guid, place) for guid in GUIDS.values()]
            for start in sorted(found for found in starts if found >= 0)[:1]:
                content[start + 16 : start + 24] = packed("Q", draw(st.sampled_from(_SIZES)))
        elif kind == "swap":
            starts = [content.find(guid, place) for guid in GUIDS.values()]
            for start in sorted(found for found in starts if found >= 0)[:1]:
                content[start : start + 16] = GUIDS[draw(st.sampled_from(sorted(GUIDS)))]
        elif kind == "cut":
            del content[place : place + draw(st.integers(1, 60))]
        elif kind == "insert":
            content[place:place] = draw(st.binary(max_size=30))
        else:
            del content[max(place, size - 3000) :]
    return bytes(content)
