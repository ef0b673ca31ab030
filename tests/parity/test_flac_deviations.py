"""Where FLAC and Vorbis comments differ from mutagen on purpose: both behaviours."""

from __future__ import annotations

import copy
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from parity.flac_files import SAMPLES, flac_of, vorbis_of
from parity.libraries import ORIGINAL, OURS

TAGS = next(path for path in SAMPLES if path.name == "tags.flac")


def _comments(*comments: bytes) -> bytes:
    texts = [len(text).to_bytes(4, "little") + text for text in (b"vendor", *comments)]
    return b"".join([texts[0], len(comments).to_bytes(4, "little"), *texts[1:]])


def _file(*blocks: tuple[int, bytes], audio: bytes = b"audio") -> bytes:
    info = TAGS.read_bytes()[8:42]
    data = b"fLaC"
    for code, content in ((0, info), *blocks):
        data += bytes([code]) + len(content).to_bytes(3, "big") + content
    return data + b"\x81\0\0\0" + audio


def test_text_that_is_not_utf8() -> None:
    """Strict reading refuses it with `VorbisEncodingError`; mutagen leaks UnicodeDecodeError."""
    data = _comments(b"key=\xff")
    with pytest.raises(UnicodeDecodeError):
        vorbis_of(ORIGINAL).VComment(data, errors="strict", framing=False)
    with pytest.raises(vorbis_of(OURS).VorbisEncodingError):
        vorbis_of(OURS).VComment(data, errors="strict", framing=False)


def test_missing_framing_bit() -> None:
    """No byte there is as bad as a bit that is not set; mutagen leaks IndexError."""
    with pytest.raises(IndexError):
        vorbis_of(ORIGINAL).VComment(_comments())
    with pytest.raises(vorbis_of(OURS).VorbisUnsetFrameError):
        vorbis_of(OURS).VComment(_comments())


def test_failed_load_changes_nothing() -> None:
    """mutagen keeps what was read before the comment ended."""
    for library, left in ((ORIGINAL, [("a", "1")]), (OURS, [])):
        tags = vorbis_of(library).VComment()
        with pytest.raises(library.error):
            tags.load(BytesIO(_comments(b"a=1", b"b=2")[:-5]))
        assert tags == left


def test_number_of_comments() -> None:
    """More than 65536 are refused."""
    data = _comments(*[b"a="] * 65_537)
    assert len(vorbis_of(ORIGINAL).VComment(data, framing=False)) == 65_537
    with pytest.raises(OURS.error):
        vorbis_of(OURS).VComment(data, framing=False)
    assert len(vorbis_of(OURS).VComment(_comments(*[b"a="] * 65_536), framing=False)) == 65_536


def test_number_of_blocks() -> None:
    """More than 65536 are refused."""
    data = _file(*[(1, b"")] * 65_536)
    assert len(flac_of(ORIGINAL).FLAC(BytesIO(data)).metadata_blocks) == 65_538
    with pytest.raises(flac_of(OURS).error):
        flac_of(OURS).FLAC(BytesIO(data))
    assert len(flac_of(OURS).FLAC(BytesIO(_file(*[(1, b"")] * 65_534))).metadata_blocks) == 65_536


def test_comment_that_is_too_long() -> None:
    """It is refused with `error`; mutagen asks for an attribute that tags do not have."""
    for library, kind in ((ORIGINAL, AttributeError), (OURS, flac_of(OURS).error)):
        file = flac_of(library).FLAC(BytesIO(TAGS.read_bytes()))
        file["title"] = "x" * 2**24
        with pytest.raises(kind):
            file.save(BytesIO(TAGS.read_bytes()))


def test_numbers_that_do_not_fit() -> None:
    """`error` where mutagen leaks struct.error."""

    def _written(library: Any) -> None:
        picture = flac_of(library).Picture()
        picture.width = -1
        picture.write()

    with pytest.raises(struct.error):
        _written(ORIGINAL)
    with pytest.raises(flac_of(OURS).error):
        _written(OURS)


def test_id3v1_look_alike() -> None:
    """What reads as an ID3v1 tag but begins within the blocks stays; mutagen cuts the file."""
    data = _file((2, b"test" + bytes(40) + b"TAG" + bytes(90)), audio=bytes(20))
    for library, left in ((ORIGINAL, len(data) + 11 - 128), (OURS, len(data) + 11)):
        file = BytesIO(data)
        flac_of(library).FLAC(BytesIO(data)).save(file, deleteid3=True, padding=lambda info: 11)
        assert len(file.getvalue()) == left


def test_copies() -> None:
    """Files with a cue sheet can be copied; mutagen fails for its indexes."""
    sheet = next(path for path in SAMPLES if path.name == "cue-sheet.flac")
    with pytest.raises(TypeError):
        copy.deepcopy(flac_of(ORIGINAL).FLAC(sheet))
    file = flac_of(OURS).FLAC(sheet)
    twin = copy.deepcopy(file)
    assert twin.metadata_blocks == file.metadata_blocks
    assert any(twin.tags is block for block in twin.metadata_blocks)
    assert twin.info is not file.info


def test_position_of_the_object(tmp_path: Path) -> None:
    """A file object is read from its start, wherever it stands."""
    for library in (ORIGINAL, OURS):
        file = BytesIO(TAGS.read_bytes())
        file.seek(4)
        if library is ORIGINAL:
            with pytest.raises(library.error):
                flac_of(library).FLAC(file)
        else:
            assert flac_of(library).FLAC(file)["title"] == ["A title"]
