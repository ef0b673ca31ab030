"""What type checkers make of usual code; checked by mypy in `make lint`, and never run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typing_extensions import assert_type

import mutagen_rs
from mutagen_rs.easyid3 import EasyID3
from mutagen_rs.flac import FLAC, Picture, StreamInfo, VCFLACDict
from mutagen_rs.id3 import APIC, CHAP, ID3, POPM, TDRC, TIT2, TMCL, Encoding, ID3Tags, ID3TimeStamp
from mutagen_rs.mp3 import MP3
from mutagen_rs.mp4 import MP4, MP4Cover, MP4Tags
from mutagen_rs.oggopus import OggOpus, OggOpusVComment


def files(path: Path) -> None:
    assert_type(mutagen_rs.File(path), mutagen_rs.FileType | None)
    song = MP3(path)
    assert_type(song.info.length, float)
    assert_type(song.info.bitrate, int)
    song.save(v2_version=3, padding=lambda info: info.get_default_padding())
    flac = FLAC(path)
    assert_type(flac.info, StreamInfo)
    assert_type(flac.tags, VCFLACDict | None)
    assert_type(flac.pictures, list[Picture])
    assert_type(flac.plan_save(path, deleteid3=True).bytes_written, int)
    assert_type(OggOpus(path).tags, OggOpusVComment)
    tags = MP4(path).tags
    assert_type(tags, MP4Tags | None)
    if tags is not None:
        tags["covr"] = [MP4Cover(b"", imageformat=MP4Cover.FORMAT_PNG)]


def tags(path: Path) -> None:
    id3 = ID3(path, translate=False)
    id3.add(TIT2(encoding=Encoding.UTF8, text=["A title"]))
    id3.save(v1=2, v23_sep=None)
    with path.open("rb+") as file:
        id3.save(fileobj=file)
        id3.save(file, filename="a name")
    id3.delete(delete_v1=False)
    assert_type(id3.version, tuple[int, ...])
    assert_type(EasyID3(path)["title"], list[str])
    assert_type(mutagen_rs.version, tuple[int, int, int])


def frames(frame: APIC) -> None:
    assert_type(TIT2().text, list[str])
    assert_type(TDRC().text, list[ID3TimeStamp])
    assert_type(TMCL().people, list[list[str]])
    assert_type(CHAP().sub_frames, ID3Tags)
    assert_type(frame.data, bytes)
    assert_type(frame.HashKey, str)
    assert_type(+POPM(), int)
    frame.encoding = 3
    anything: Any = frame.no_such_field  # frames of a caller's own class have any fields
    assert anything
