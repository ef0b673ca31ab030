"""Files that Python opens lost their names in messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutagen_rs import MutagenError
from mutagen_rs.easyid3 import EasyID3
from mutagen_rs.id3 import ID3, Frames
from mutagen_rs.mp3 import MP3, EasyMP3


def test_every_way_to_open(tmp_path: Path) -> None:
    path = tmp_path / "no audio.mp3"
    path.write_bytes(b"no audio")
    for opening in (
        lambda: MP3(path),
        lambda: EasyMP3(path),
        lambda: MP3(path, known_frames=dict(Frames)),
        lambda: MP3(path, ID3=EasyID3),
        lambda: ID3(path),
        lambda: ID3(path, known_frames={}),
        lambda: EasyID3(path),
    ):
        with pytest.raises(MutagenError, match=r"no audio\.mp3"):
            opening()
