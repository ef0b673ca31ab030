"""Ogg files taken apart, damaged page by page and put together again, without either library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

HEADER = 27


def _table() -> list[int]:
    table = []
    for value in range(256):
        value <<= 24
        for _ in range(8):
            value = value << 1 ^ (0x04C11DB7 if value & 1 << 31 else 0)
        table.append(value & 0xFFFFFFFF)
    return table


_TABLE = _table()


def checksum(page: bytes) -> int:
    """The checksum of a page, bit by bit as the specification has it."""
    value = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        value = value << 8 & 0xFFFFFFFF ^ _TABLE[value >> 24 ^ byte]
    return value


def mended(page: bytes) -> bytes:
    """The page with the right checksum."""
    return page[:22] + checksum(page).to_bytes(4, "little") + page[26:]


def pages_of(data: bytes) -> tuple[list[bytes], bytes]:
    """The pages from the start of a file, and what follows the last sound one."""
    pages = []
    start = 0
    while data[start : start + 5] == b"OggS\0" and len(data) >= start + HEADER:
        table = data[start + HEADER : start + HEADER + data[start + 26]]
        end = start + HEADER + data[start + 26] + sum(table)
        if end > len(data):
            break
        pages.append(data[start:end])
        start = end
    return pages, data[start:]


def repaired(data: bytes) -> bytes:
    """The file with the right checksums, as far as there are pages."""
    pages, rest = pages_of(data)
    return b"".join([*map(mended, pages), rest])


def serial_of(page: bytes) -> bytes:
    """The serial number of a page, as it stands there."""
    return page[14:18]


@dataclass(frozen=True)
class Shuffle:
    """One thing that happens to the pages of a file."""

    action: str
    place: int
    value: int

    def apply(self, pages: list[bytes]) -> list[bytes]:
        """The pages afterwards."""
        return _ACTIONS[self.action](pages, self.place % len(pages), self.value) if pages else []


def _field(start: int, length: int) -> Callable[[list[bytes], int, int], list[bytes]]:
    def change(pages: list[bytes], place: int, value: int) -> list[bytes]:
        page = bytearray(pages[place])
        page[start : start + length] = (value % (1 << 8 * length)).to_bytes(length, "little")
        return [*pages[:place], bytes(page), *pages[place + 1 :]]

    return change


def _drop(pages: list[bytes], place: int, value: int) -> list[bytes]:
    return pages[:place] + pages[place + 1 :]


def _double(pages: list[bytes], place: int, value: int) -> list[bytes]:
    return pages[: place + 1] + pages[place:]


def _swap(pages: list[bytes], place: int, value: int) -> list[bytes]:
    other = value % len(pages)
    pages = list(pages)
    pages[place], pages[other] = pages[other], pages[place]
    return pages


def _flag(pages: list[bytes], place: int, value: int) -> list[bytes]:
    page = bytearray(pages[place])
    page[5] ^= 1 << value % 3
    return [*pages[:place], bytes(page), *pages[place + 1 :]]


def _page(serial: bytes, number: int, flags: int, body: bytes) -> bytes:
    fields = bytes([flags]) + bytes(8) + serial + (number % (1 << 32)).to_bytes(4, "little")
    return b"OggS\0" + fields + bytes(4) + bytes([1, len(body)]) + body


def _foreign(pages: list[bytes], place: int, value: int) -> list[bytes]:
    """Pages of another stream between those that are there."""
    out = []
    for number, page in enumerate(pages):
        out.append(page)
        if number >= place and number % (1 + value % 3) == 0:
            out.append(_page(b"\1\2\3\4", number, 0, b"x" * (value % 200)))
    return out


def _empty(pages: list[bytes], place: int, value: int) -> list[bytes]:
    """A page without packets."""
    page = _page(serial_of(pages[place]), value, 0, b"")
    page = page[:26] + b"\0"
    return [*pages[:place], page, *pages[place:]]


def _chain(pages: list[bytes], place: int, value: int) -> list[bytes]:
    """The whole file once more behind itself, as another stream or the same."""
    serial = b"\5\6\7\x08" if value % 2 else None
    again = [page[:14] + (serial or serial_of(page)) + page[18:] for page in pages]
    return pages + again


_ACTIONS: dict[str, Callable[[list[bytes], int, int], list[bytes]]] = {
    "drop": _drop,
    "double": _double,
    "swap": _swap,
    "flag": _flag,
    "foreign": _foreign,
    "empty": _empty,
    "chain": _chain,
    "number": _field(18, 4),
    "serial": _field(14, 4),
    "position": _field(6, 8),
    "segments": _field(26, 1),
    "first segment": _field(27, 1),
}

_NUMBERS = st.one_of(st.integers(0, 5), st.integers(0, 1 << 64), st.just((1 << 64) - 1))

SHUFFLES = st.lists(
    st.builds(
        Shuffle,
        st.sampled_from(sorted(_ACTIONS)),
        st.one_of(st.integers(0, 4), st.integers(-3, 400)),
        _NUMBERS,
    ),
    max_size=3,
)
"""Ways to disturb the order of pages."""

TAILS = st.sampled_from([*[b""] * 4, b"\0\0\0", b"junk", b"OggS", bytes(40), b"TAG" + bytes(125)])
"""What may follow the last page."""


def shuffled(data: bytes, shuffles: list[Shuffle], tail: bytes) -> bytes:
    """The file with its pages disturbed, checksums right."""
    pages, rest = pages_of(data)
    for shuffle in shuffles:
        pages = shuffle.apply(pages)
    return repaired(b"".join([*pages, rest, tail]))


def renumbered(page: bytes, number: int) -> bytes:
    """The page with another number and the right checksum."""
    return mended(page[:18] + number.to_bytes(4, "little") + page[22:])


def without_numbers(page: bytes) -> bytes:
    """What of a page has nothing to do with its number."""
    return page[:18] + page[26:]
