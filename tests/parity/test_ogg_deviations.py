"""Where our Ogg differs from mutagen's on purpose, and how."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import mutagen.ogg
import mutagen.oggflac
import mutagen.oggvorbis
import pytest

import mutagen_rs.ogg
import mutagen_rs.oggflac
import mutagen_rs.oggvorbis
from parity.ogg_pages import checksum, pages_of

SAMPLES = Path(__file__).parents[2] / "test_files" / "ogg"


def _grown(kind: Any, data: bytes) -> tuple[bytes, Exception | None]:
    """The file after a save that needs more pages, and what the save raised."""
    file = BytesIO(data)
    audio = kind(BytesIO((SAMPLES / "vorbis.ogg").read_bytes()))
    audio["title"] = "x" * 70_000
    try:
        audio.save(file)
    except Exception as raised:
        return file.getvalue(), raised
    return file.getvalue(), None


@pytest.mark.parametrize("name", ["damaged-cut.ogg", "damaged-tail.ogg"])
def test_damage_is_noticed_before_writing(name: str) -> None:
    """Later pages must be renumbered, and one of them cannot be."""
    data = (SAMPLES / name).read_bytes()
    theirs, their_error = _grown(mutagen.oggvorbis.OggVorbis, data)
    ours, our_error = _grown(mutagen_rs.oggvorbis.OggVorbis, data)
    assert isinstance(their_error, mutagen.oggvorbis.OggVorbisHeaderError)
    assert isinstance(our_error, mutagen_rs.oggvorbis.OggVorbisHeaderError)
    assert theirs != data
    assert ours == data


def test_wrong_checksums_stay_wrong() -> None:
    """A renumbered page that was damaged is not made to look sound."""
    data = (SAMPLES / "damaged-checksum.ogg").read_bytes()

    def wrong(kind: Any) -> list[bool]:
        pages, _ = pages_of(_grown(kind, data)[0])
        return [checksum(page).to_bytes(4, "little") != page[22:26] for page in pages]

    assert not any(wrong(mutagen.oggvorbis.OggVorbis))
    assert sum(wrong(mutagen_rs.oggvorbis.OggVorbis)) == 1
    assert wrong(mutagen_rs.oggvorbis.OggVorbis)[-1]


def test_offset_of_the_last_page() -> None:
    """It is one in the file, not in the part of the file that was searched."""
    data = (SAMPLES / "vorbis.ogg").read_bytes()

    def offset(module: Any) -> int | None:
        page = module.OggPage.find_last(BytesIO(data), 7)
        found: int | None = page.offset
        return found

    assert offset(mutagen.ogg) == 0
    assert offset(mutagen_rs.ogg) == data.rindex(b"OggS")


def test_comments_too_large_for_flac() -> None:
    """The length of a FLAC block has three bytes; mutagen writes the lowest three."""
    data = (SAMPLES / "flac.oga").read_bytes()

    def saved(kind: Any) -> bytes:
        file = BytesIO(data)
        audio = kind(file)
        audio["lyrics"] = "x" * (1 << 24)
        audio.save(file)
        return file.getvalue()

    assert len(saved(mutagen.oggflac.OggFLAC)) > 1 << 24
    with pytest.raises(mutagen_rs.oggflac.OggFLACHeaderError, match="too large"):
        saved(mutagen_rs.oggflac.OggFLAC)


def test_packet_without_a_beginning() -> None:
    def packets(module: Any) -> Callable[[], object]:
        pages = [module.OggPage(), module.OggPage()]
        pages[1].sequence = 1
        pages[1].packets = [b"x"]
        pages[1].continued = True
        return lambda: module.OggPage.to_packets(pages)

    with pytest.raises(IndexError):
        packets(mutagen.ogg)()
    with pytest.raises(ValueError, match="no beginning"):
        packets(mutagen_rs.ogg)()


def test_padding_without_end() -> None:
    """Not shown of mutagen, which takes as much memory."""
    data = (SAMPLES / "vorbis.ogg").read_bytes()
    file = BytesIO(data)
    audio = mutagen_rs.oggvorbis.OggVorbis(file)
    with pytest.raises(mutagen_rs.oggvorbis.OggVorbisHeaderError, match="padding is too large"):
        audio.save(file, padding=lambda info: 1 << 31)
    assert file.getvalue() == data
