"""Bytes outside the tag: a save never changes one, and moves them only when it must."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs.id3 import ID3, TIT2, TXXX, ID3v1SaveOptions, delete
from mutagen_rs.mp3 import MP3, EasyMP3
from writes.plans import audio_of, tag_size

TAGGED = (
    "id3v2.2.mp3",
    "id3v2.3-25-frames-v1.mp3",
    "id3v2.3-lame.mp3",
    "id3v2.4-25-frames.mp3",
    "id3v2.4-apev2-v1.mp3",
    "id3v2.4-cover-ffmpeg.mp3",
    "id3v2.4-large-padding.mp3",
    "id3v2.4-no-padding.mp3",
)
UNTAGGED = ("no-tag.mp3", "id3v1.mp3", "apev2.mp3", "cbr128.mp3")


@pytest.fixture(params=TAGGED)
def tagged(request: pytest.FixtureRequest, sample_copy: Path) -> Path:
    return sample_copy / "mp3" / str(request.param)


@pytest.fixture(params=TAGGED + UNTAGGED)
def any_file(request: pytest.FixtureRequest, sample_copy: Path) -> Path:
    return sample_copy / "mp3" / str(request.param)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_save_into_padding(tagged: Path) -> None:
    """What fits the old tag is written in its place: everything behind keeps bytes and place."""
    ID3(tagged).save(padding=lambda info: 2000)  # there is room now, in all of them
    before = tagged.read_bytes()
    size = tag_size(before)
    audio = MP3(tagged)
    audio["TIT2"] = TIT2(encoding=3, text=["A title that is a little longer than the old one"])
    plan = audio.plan_save(padding=lambda info: info.padding)
    assert plan is not None
    record = len(before) - 128 if before[-128:-125] == b"TAG" else len(before)
    for offset, content, _ in plan.writes:
        assert offset + len(content) <= size or offset >= record
    assert plan.moves == []
    audio.save(padding=lambda info: info.padding)
    after = tagged.read_bytes()
    assert len(after) == len(before)
    assert tag_size(after) == size
    assert sha(after[size:record]) == sha(before[size:record])
    assert after != before


@pytest.mark.parametrize("length", [0, 1, 100, 5_000, 300_000, 3_000_000])
def test_growth_and_shrinking(any_file: Path, length: int) -> None:
    """A tag that grows moves the audio, one that shrinks moves it back: always all of it."""
    audio = sha(audio_of(any_file.read_bytes()))
    tags = MP3(any_file)
    if tags.tags is None:
        tags.add_tags()
    tags["TXXX:length"] = TXXX(encoding=3, desc="length", text=["x" * length])
    tags.save()
    grown = any_file.read_bytes()
    assert sha(audio_of(grown)) == audio
    assert len(grown) > length
    del tags["TXXX:length"]
    tags.save(padding=lambda info: 0)
    shrunk = any_file.read_bytes()
    assert sha(audio_of(shrunk)) == audio
    assert len(shrunk) <= len(grown)
    tags.delete()
    assert sha(audio_of(any_file.read_bytes())) == audio
    assert tag_size(any_file.read_bytes()) == 0


def test_tail_larger_than_any_buffer(tmp_path: Path) -> None:
    """The audio is moved block by block: no block may be lost, doubled or swapped."""
    audio = b"\xff\xfb\x90\x64" + os.urandom(5 * 1024 * 1024 + 12_345)
    path = tmp_path / "large.mp3"
    path.write_bytes(audio)
    tags = ID3()
    for length in (10, 700_000, 1_500_000, 20, 3):
        tags.setall("TXXX", [TXXX(encoding=0, desc="", text=["x" * length])])
        tags.save(path, padding=lambda info: 1)
        assert sha(audio_of(path.read_bytes())) == sha(audio)
        frame = 10 + len(b"\0\0") + length + len(b"\0")
        assert len(path.read_bytes()) == 10 + frame + 1 + len(audio)
    delete(path)
    assert path.read_bytes() == audio


def test_unchanged_save_writes_nothing(tagged: Path) -> None:
    """Not even the time of modification changes."""
    ID3(tagged).save()  # v2.2 and v2.3 become v2.4
    os.utime(tagged, ns=(10**18, 10**18))
    before = tagged.stat()
    for opened in (ID3(tagged), MP3(tagged), EasyMP3(tagged)):
        opened.save()
        plan: Any = opened.plan_save()
        assert (plan.writes, plan.moves, plan.bytes_written) == ([], [], 0)
    touched = MP3(tagged)
    touched.pprint()  # builds all frames
    touched["TIT2"].text = list(touched["TIT2"].text)
    touched.save()
    after = tagged.stat()
    assert (after.st_mtime_ns, after.st_ctime_ns) == (before.st_mtime_ns, before.st_ctime_ns)


def test_reading_writes_nothing(any_file: Path) -> None:
    any_file.chmod(0o444)
    before = any_file.stat()
    MP3(any_file).pprint()
    after = any_file.stat()
    assert (after.st_mtime_ns, after.st_ctime_ns) == (before.st_mtime_ns, before.st_ctime_ns)


def test_only_changed_bytes_are_written(sample_copy: Path) -> None:
    """A title of equal length: that many bytes, and not the cover after it."""
    path = sample_copy / "mp3" / "id3v2.4-cover-ffmpeg.mp3"
    ID3(path).save()
    audio = MP3(path)
    title = audio["TIT2"].text[0]
    audio["TIT2"].text = [title[::-1]]
    plan = audio.plan_save()
    assert plan is not None
    assert 0 < plan.bytes_written <= len(title.encode())
    before = path.read_bytes()
    audio.save()
    after = path.read_bytes()
    changed = [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert 0 < len(changed) <= len(title.encode())


@pytest.mark.parametrize("v1", [ID3v1SaveOptions.REMOVE, ID3v1SaveOptions.CREATE])
def test_id3v1_at_the_end(any_file: Path, v1: int) -> None:
    """Writing or removing it leaves the audio alone."""
    audio = sha(audio_of(any_file.read_bytes()))
    opened = MP3(any_file)
    if opened.tags is None:
        opened.add_tags()
    opened.save(v1=v1)
    data = any_file.read_bytes()
    assert sha(audio_of(data)) == audio
    assert (data[-128:-125] == b"TAG") == (v1 == ID3v1SaveOptions.CREATE)


def test_same_inode(tagged: Path) -> None:
    """A save changes the file itself: links and permissions stay."""
    tagged.chmod(0o640)
    link = tagged.with_name("link.mp3")
    link.hardlink_to(tagged)
    soft = tagged.with_name("soft.mp3")
    soft.symlink_to(tagged)
    before = tagged.stat()
    tags = ID3(soft)
    tags.add(TIT2(encoding=3, text=["t" * 50_000]))
    tags.save()
    after = tagged.stat()
    assert (after.st_ino, after.st_mode, after.st_nlink) == (before.st_ino, before.st_mode, 2)
    assert soft.is_symlink()
    assert link.read_bytes() == tagged.read_bytes()
