"""File objects without a buffer may write a part, and those for appending write elsewhere."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs import MutagenError
from mutagen_rs.id3 import ID3, TXXX, delete
from mutagen_rs.mp4 import MP4


class Half(BytesIO):
    """Writes half of what it is given."""

    def write(self, data: Any, /) -> int:
        return super().write(data[: max(1, len(data) // 2)])


class Nothing(BytesIO):
    """Has no room, and does not say why."""

    def write(self, data: Any, /) -> int:
        return 0


@pytest.fixture
def data(sample_dir: Path) -> bytes:
    return (sample_dir / "mp3" / "id3v2.4-no-padding.mp3").read_bytes()


@pytest.mark.parametrize("length", [3, 9000])
def test_the_rest_is_written(data: bytes, length: int) -> None:
    tags = ID3(BytesIO(data))
    tags.setall("TXXX", [TXXX(encoding=3, desc="", text=["x" * length])])
    usual, half = BytesIO(data), Half(data)
    tags.save(usual)
    tags.save(half)
    assert half.getvalue() == usual.getvalue()
    nothing = Nothing(data)
    with pytest.raises(MutagenError, match="short write"):
        tags.save(nothing)
    assert nothing.getvalue() == data


def test_appending_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(data)
    with path.open("a+b") as file:
        file.seek(0)
        tags = ID3(file)
        tags.save(file)
        tags.add(TXXX(encoding=3, desc="", text=["x"]))
        with pytest.raises(ValueError, match="only appends"):
            tags.save(file)
        with pytest.raises(ValueError, match="only appends"):
            delete(file)
    assert path.read_bytes() == data


def test_what_only_cuts_may_append(sample_dir: Path, tmp_path: Path) -> None:
    """A removal at the end of the file writes nothing."""
    path = tmp_path / "song.mp3"
    path.write_bytes((sample_dir / "mp3" / "id3v1.mp3").read_bytes())
    with path.open("a+b") as file:
        delete(file)
    assert path.read_bytes() == (sample_dir / "mp3" / "id3v1.mp3").read_bytes()[:-128]


def test_mp4_in_a_file_that_only_appends(sample_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "song.m4a"
    data = (sample_dir / "mp4" / "aac-cover-moov-first.m4a").read_bytes()
    path.write_bytes(data)
    with path.open("a+b") as file:
        file.seek(0)
        song = MP4(file)
        song["\xa9nam"] = ["x" * 9000]
        with pytest.raises(ValueError, match="only appends"):
            song.save(file)
    assert path.read_bytes() == data
