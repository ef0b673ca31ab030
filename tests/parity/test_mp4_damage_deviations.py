"""Damaged MP4 files that mutagen spoils, or takes for ever to read, and what becomes of them here.

What mutagen spoils in sound files is elsewhere: padding, atoms without a size, fragments.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest

from parity import bytes_of_mp4 as made

AUDIO = b"audio" * 20
LIBRARIES = ("mutagen", "mutagen_rs")


def _module(library: str) -> Any:
    return import_module(f"{library}.mp4")


def _saved(library: str, data: bytes) -> tuple[bytes, Exception | None]:
    """The file after a save of a longer title, and what the save raised."""
    file = BytesIO(data)
    try:
        audio = _module(library).MP4(file)
        audio["\xa9nam"] = ["A title " * 30]
        audio.save(file, padding=lambda info: 50)
    except Exception as raised:
        return file.getvalue(), raised
    return file.getvalue(), None


def _movie(table: Callable[[int], bytes], tags: bytes) -> bytes:
    """A file whose table is made with the offset of the audio."""

    def file(at: int) -> bytes:
        moov = made.atom(b"moov", made.MVHD, made.track(table=table(at)), tags)
        return made.FTYP + moov + made.atom(b"mdat", AUDIO)

    return file(file(0).index(AUDIO))


TAGS = made.tags(made.TITLE)


def test_tables_with_long_headers() -> None:
    """mutagen reads them eight bytes too early, and moves no offset."""

    def long_table(at: int) -> bytes:
        return made.long_atom(b"stco", bytes(4), struct.pack(">II", 1, at))

    for library, right in (("mutagen", False), ("mutagen_rs", True)):
        left, raised = _saved(library, _movie(long_table, TAGS))
        at = left.index(b"stco") + 20
        told = int.from_bytes(left[at : at + 4], "big")
        assert (raised is None and left[told:].startswith(AUDIO)) is right


@pytest.mark.parametrize("table", [[2**32 - 10], None], ids=["far", "lies"])
def test_tables_that_cannot_be_followed(table: list[int] | None) -> None:
    """mutagen has written the tags when it finds out."""

    def stco(at: int) -> bytes:
        if table is None:
            return made.full(b"stco", struct.pack(">II", 5, at))
        return made.offsets_table(table)

    data = _movie(stco, TAGS)
    for library in LIBRARIES:
        left, raised = _saved(library, data)
        assert raised is not None
        assert isinstance(raised, import_module(library).MutagenError) or library == "mutagen"
        assert (left == data) is (library == "mutagen_rs")


def test_items_with_names_of_tables() -> None:
    """mutagen takes them for tables of offsets."""
    item = made.atom(b"stco", made.data(b"12345678"))
    data = _movie(lambda at: made.offsets_table([at]), made.tags(made.TITLE, item))
    assert _saved("mutagen", data)[1] is not None
    left, raised = _saved("mutagen_rs", data)
    assert raised is None
    assert item in left
    assert _module("mutagen_rs").MP4(BytesIO(left))["\xa9nam"] == ["A title " * 30]


def _longer(name: bytes, padding: int | None) -> bytes:
    """Tags in which an atom claims 30 bytes more than it has: they reach into the audio."""
    tags = bytearray(made.tags(made.TITLE, padding=padding))
    at = tags.rindex(name) - 4
    (size,) = struct.unpack_from(">I", tags, at)
    struct.pack_into(">I", tags, at, size + 30)
    return made.FTYP + made.atom(b"moov", made.MVHD, bytes(tags)) + made.atom(b"mdat", AUDIO)


def test_items_that_claim_more_than_their_parents() -> None:
    """mutagen takes the audio for an item and moves it; here the save is refused."""
    data = _longer(b"ilst", None)
    left, raised = _saved("mutagen", data)
    assert raised is None
    assert not left.endswith(data[data.index(b"mdat") - 4 :])
    left, raised = _saved("mutagen_rs", data)
    assert isinstance(raised, _module("mutagen_rs").MP4MetadataError)
    assert left == data


def test_padding_that_claims_more_than_its_parents() -> None:
    """mutagen takes what it claims, here it is not taken for padding."""
    data = _longer(b"free", 20)
    sound = data[data.index(b"mdat") - 4 :]
    assert sound not in _saved("mutagen", data)[0]
    left, raised = _saved("mutagen_rs", data)
    assert raised is None
    assert sound in left


def test_nesting() -> None:
    """mutagen stops where Python does, which depends on the caller."""

    def nested(depth: int) -> bytes:
        return b"".join(struct.pack(">I4s", 8 * (depth - n), b"moov") for n in range(depth))

    with pytest.raises(RecursionError):
        _module("mutagen").MP4(BytesIO(made.FTYP + nested(2000)))
    for library in LIBRARIES:
        _module(library).MP4(BytesIO(made.FTYP + nested(150)))
    with pytest.raises(_module("mutagen_rs").error, match="nested"):
        _module("mutagen_rs").MP4(BytesIO(made.FTYP + nested(210)))


def test_number_of_atoms() -> None:
    """Not shown of mutagen, which takes seconds and some hundred megabytes."""
    moov = made.atom(b"moov", made.MVHD)
    mp4 = _module("mutagen_rs")
    assert mp4.MP4(BytesIO(made.FTYP + made.atom(b"free") * 500_000 + moov)).tags is None
    with pytest.raises(mp4.error, match="too many atoms"):
        mp4.MP4(BytesIO(made.FTYP + made.atom(b"free") * (1 << 20) + moov))


def test_name_of_no_length_beside_a_picture() -> None:
    """Not shown of mutagen: it would take for ever."""
    cover = made.atom(b"covr", bytes(4) + b"name" + bytes(8), made.data(b"x", kind=13))
    data = made.FTYP + made.atom(b"moov", made.MVHD, made.tags(made.TITLE, cover))
    file = _module("mutagen_rs").MP4(BytesIO(data))
    assert file["\xa9nam"] == ["A title"]
    assert "covr" not in file
