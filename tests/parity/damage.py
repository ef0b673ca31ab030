"""Strategies that damage the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

Harm = Callable[[bytearray], None]

# Most of what can go wrong stands in the first bytes.
_PLACES = st.one_of(st.integers(0, 40), st.integers(0, 600), st.integers(0, 20_000))


def _at(data: bytearray, place: int) -> int:
    return place % len(data) if data else 0


@st.composite
def harms(draw: st.DrawFn) -> tuple[str, Harm]:
    """One way to damage a file, with its name."""
    kind = draw(st.sampled_from(sorted(_KINDS)))
    place = draw(_PLACES)
    return f"{kind}@{place}", _KINDS[kind](draw, place)


def _flip(draw: st.DrawFn, place: int) -> Harm:
    bit = 1 << draw(st.integers(0, 7))

    def harm(data: bytearray) -> None:
        if data:
            data[_at(data, place)] ^= bit

    return harm


def _overwrite(draw: st.DrawFn, place: int) -> Harm:
    junk = draw(st.one_of(st.binary(min_size=1, max_size=8), st.sampled_from(_JUNK)))

    def harm(data: bytearray) -> None:
        start = _at(data, place)
        data[start : start + len(junk)] = junk

    return harm


def _insert(draw: st.DrawFn, place: int) -> Harm:
    junk = draw(st.one_of(st.binary(min_size=1, max_size=40), st.sampled_from(_JUNK)))

    def harm(data: bytearray) -> None:
        start = _at(data, place)
        data[start:start] = junk

    return harm


def _remove(draw: st.DrawFn, place: int) -> Harm:
    length = draw(st.integers(1, 200))

    def harm(data: bytearray) -> None:
        start = _at(data, place)
        del data[start : start + length]

    return harm


def _repeat(draw: st.DrawFn, place: int) -> Harm:
    length = draw(st.integers(1, 400))

    def harm(data: bytearray) -> None:
        start = _at(data, place)
        data[start:start] = data[start : start + length]

    return harm


def _truncate(draw: st.DrawFn, place: int) -> Harm:
    def harm(data: bytearray) -> None:
        del data[_at(data, place) :]

    return harm


def _tag_size(draw: st.DrawFn, place: int) -> Harm:
    size = draw(st.one_of(st.binary(min_size=4, max_size=4), st.sampled_from(_SIZES)))

    def harm(data: bytearray) -> None:
        data[6:10] = size

    return harm


def _frame_size(draw: st.DrawFn, place: int) -> Harm:
    """Sizes of frames stand after their names: find the name nearest to a place."""
    size = draw(st.one_of(st.binary(min_size=4, max_size=4), st.sampled_from(_SIZES)))

    def harm(data: bytearray) -> None:
        for start in range(_at(data, place), len(data) - 10):
            if data[start : start + 4].isalnum() and data[start : start + 4].isupper():
                data[start + 4 : start + 8] = size
                return

    return harm


def _flags(draw: st.DrawFn, place: int) -> Harm:
    """Flags of the tag, or of a frame as for `_frame_size`."""
    flag = 1 << draw(st.integers(0, 7))
    of_tag = draw(st.booleans())

    def harm(data: bytearray) -> None:
        if of_tag:
            data[5:6] = bytes([flag])
            return
        for start in range(_at(data, place), len(data) - 10):
            if data[start : start + 4].isalnum() and data[start : start + 4].isupper():
                data[start + 9] |= flag
                return

    return harm


def _version(draw: st.DrawFn, place: int) -> Harm:
    version = draw(st.integers(1, 5))

    def harm(data: bytearray) -> None:
        data[3:4] = bytes([version])

    return harm


def _blank(draw: st.DrawFn, place: int) -> Harm:
    length = draw(st.integers(1, 60))

    def harm(data: bytearray) -> None:
        start = _at(data, place)
        data[start : start + length] = bytes(len(data[start : start + length]))

    return harm


_JUNK = [b"ID3\x04\0\0\0\0\0\x10", b"TAG", b"APETAGEX", b"\xff\xfb\x90\x64", b"\xff" * 9, b"\0" * 9]
_SIZES = [b"\0\0\0\0", b"\0\0\0\x01", b"\x7f\x7f\x7f\x7f", b"\0\0\x7f\x7f", b"\xff\xff\xff\xff"]

_KINDS: dict[str, Callable[[st.DrawFn, int], Harm]] = {
    "flip": _flip,
    "overwrite": _overwrite,
    "insert": _insert,
    "remove": _remove,
    "repeat": _repeat,
    "truncate": _truncate,
    "tag size": _tag_size,
    "frame size": _frame_size,
    "flags": _flags,
    "version": _version,
    "blank": _blank,
}


class Damage:
    """Some harms in a row; shows their names when a test fails."""

    def __init__(self, harms: list[tuple[str, Harm]]) -> None:
        self._harms = harms

    def __repr__(self) -> str:
        return f"Damage({[name for name, _ in self._harms]})"

    def __call__(self, data: bytes) -> bytes:
        result = bytearray(data)
        for _, harm in self._harms:
            harm(result)
        return bytes(result)


DAMAGES = st.lists(harms(), min_size=1, max_size=5).map(Damage)
