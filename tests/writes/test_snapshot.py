"""What an open returned is a snapshot: it never changes, and holds on to nothing."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs.easyid3 import EasyID3
from mutagen_rs.id3 import ID3, TIT2
from mutagen_rs.mp3 import MP3, EasyMP3
from parity.bytes_of_tags import AUDIO
from parity.facts import easy_facts, file_facts, tags_facts
from parity.openers import SAMPLES

NAME = "id3v2.4-every-kind.mp3"

HARMS: dict[str, Callable[[Path], object]] = {
    "removed": lambda path: path.unlink(),
    "truncated": lambda path: os.truncate(path, 0),
    "cut": lambda path: os.truncate(path, 100),
    "overwritten": lambda path: path.write_bytes(b"\xff" * path.stat().st_size),
    "rewritten in place": lambda path: _rewrite(path, b"\0" * path.stat().st_size),
    "replaced": lambda path: path.with_suffix(".new").replace(path),
    "edited by us": lambda path: _edit(path),
    "stripped by us": lambda path: ID3(path).delete(),
}


def _rewrite(path: Path, data: bytes) -> None:
    with path.open("r+b") as file:
        file.write(data)


def _edit(path: Path) -> None:
    tags = ID3(path)
    tags.clear()
    tags.add(TIT2(encoding=3, text=["edited"]))
    tags.save()


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize(
    ("kind", "view"),
    [(MP3, file_facts), (EasyMP3, file_facts), (ID3, tags_facts), (EasyID3, easy_facts)],
    ids=["MP3", "EasyMP3", "ID3", "EasyID3"],
)
def test_nothing_shows_what_happens_to_the_file(
    kind: Any, view: Callable[[Any], Any], harm: str, sample_copy: Path
) -> None:
    """Also of frames that are built only after it."""
    path = sample_copy / "mp3" / NAME
    path.with_suffix(".new").write_bytes((sample_copy / "mp3" / "id3v1.mp3").read_bytes())
    expected = view(kind(path))
    untouched, half_used = kind(path), kind(path)
    next(iter(half_used.items()))
    HARMS[harm](path)
    assert view(untouched) == expected
    assert view(half_used) == expected


def _descriptors() -> dict[str, str]:
    found = {}
    for name in os.listdir("/proc/self/fd"):
        try:
            found[name] = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue  # the one that listed the directory
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc here")
def test_no_descriptor_and_no_mapping_stays(sample_copy: Path) -> None:
    """While the objects live; of good files and of bad ones, opened and saved."""
    before = _descriptors()
    kept: list[Any] = []
    for path in sorted((sample_copy / "mp3").iterdir()):
        for kind in (MP3, ID3, EasyID3):
            try:
                kept.append(kind(path))
                kept[-1].save()
            except Exception as failure:
                kept.append(failure)  # keeps the frames of the call alive as well
    assert len(kept) > 3 * len(SAMPLES) - 1
    assert _descriptors() == before
    assert str(sample_copy) not in Path("/proc/self/maps").read_text()
    del kept
    gc.collect()
    assert _descriptors() == before


def test_large_file_is_not_mapped_either(tmp_path: Path) -> None:
    path = tmp_path / "large.mp3"
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["x" * 3_000_000]))
    tags.save(path)
    with path.open("ab") as file:
        file.write(AUDIO * 2000)
    opened = MP3(path)
    assert str(path) not in Path("/proc/self/maps").read_text()
    os.truncate(path, 0)
    assert opened["TIT2"].text == ["x" * 3_000_000]


@pytest.mark.parametrize("kind", [MP3, ID3, EasyMP3, EasyID3])
def test_no_stale_data(kind: Any, sample_copy: Path) -> None:
    """A file rewritten with equal size and times is read anew by the next open."""
    path = sample_copy / "mp3" / "id3v2.4-25-frames.mp3"
    key = "title" if "Easy" in kind.__name__ else "TIT2"

    def title() -> str:
        value = kind(path)[key]
        return str(value[0] if isinstance(value, list) else value)

    first = title()
    stat = path.stat()
    data = path.read_bytes()
    for letter in ("Q", "Z"):
        changed = data.replace(first.encode(), letter.encode() * len(first.encode()), 1)
        with path.open("r+b") as file:
            file.write(changed)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        now = path.stat()
        assert (now.st_size, now.st_mtime_ns, now.st_ino) == (
            stat.st_size,
            stat.st_mtime_ns,
            stat.st_ino,
        )
        assert title() == letter * len(first.encode())


def test_no_stale_stream_info(sample_copy: Path) -> None:
    path = sample_copy / "mp3" / "cbr128.mp3"
    other = (sample_copy / "mp3" / "mono.mp3").read_bytes()
    assert MP3(path).info.channels == 2
    stat = path.stat()
    with path.open("r+b") as file:
        file.write(other)
        file.truncate()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert MP3(path).info.channels == 1


def test_two_opens_share_nothing(sample_copy: Path) -> None:
    """An edit of one object is not seen through another of the same file."""
    path = sample_copy / "mp3" / "id3v2.4-25-frames.mp3"
    first, second = MP3(path), MP3(path)
    first["TIT2"].text[0] = "changed"
    first.tags.delall("TPE1")
    first.info.length = -1.0
    assert second["TIT2"].text[0] != "changed"
    assert "TPE1" in second
    assert second.info.length > 0
    assert MP3(path)["TIT2"].text[0] != "changed"
