"""A padding function that answered with more than 64 bits made saves raise `OverflowError`."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs import MutagenError, PaddingInfo
from mutagen_rs.asf import ASF
from mutagen_rs.flac import FLAC
from mutagen_rs.id3 import ID3
from mutagen_rs.mp4 import MP4
from mutagen_rs.oggopus import OggOpus

FILES: dict[str, Any] = {
    "mp3/id3v2.4-no-padding.mp3": ID3,
    "mp4/aac-cover-moov-first.m4a": MP4,
    "asf/cover.wma": ASF,
    "ogg/opus.opus": OggOpus,
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_too_much(name: str, sample_dir: Path) -> None:
    data = (sample_dir / name).read_bytes()
    file = BytesIO(data)
    tags = FILES[name](file)
    with pytest.raises(MutagenError, match=r"^file object: "):
        tags.save(file, padding=lambda info: 10**30)
    assert file.getvalue() == data


def test_flac_gives_what_it_can(sample_dir: Path) -> None:
    """As it does for any other answer that is too large or too small."""
    data = (sample_dir / "flac" / "tags.flac").read_bytes()
    answers: dict[int, Callable[[PaddingInfo], int]] = {
        (1 << 24) - 1: lambda info: 10**30,
        0: lambda info: -(10**30),
    }
    for padding, answer in answers.items():
        file = BytesIO(data)
        FLAC(file).save(file, padding=answer)
        assert FLAC(file).metadata_blocks[-1].length == padding
