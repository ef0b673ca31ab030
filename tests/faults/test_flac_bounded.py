"""FLAC files that cost much, are cut short, or whose file objects fail."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from faults.limited import MEBIBYTE, uses
from faults.objects import Failing, Full, Liar, SixMethods, Trickling
from mutagen_rs import MutagenError
from mutagen_rs._vorbis import VCommentDict
from mutagen_rs.flac import FLAC, CueSheet, Picture

SECONDS = 5.0
"""Processor time for one use of a file; mostly it is a hundredth of that."""

COMMENT, CUE_SHEET, PICTURE = 4, 5, 6
FOUR_GIGABYTES = b"\xff" * 4


def block(code: int, content: bytes, size: int | None = None) -> bytes:
    """A block; `size` is what its header claims."""
    claimed = min(len(content), 0xFFFFFF) if size is None else size
    return bytes([code]) + claimed.to_bytes(3, "big") + content


STREAM_INFO = block(
    0, bytes(10) + (44100 << 44 | 1 << 41 | 15 << 36 | 44100).to_bytes(8, "big") + bytes(16)
)
LAST = block(0x81, b"")


def file(*blocks: bytes) -> bytes:
    return b"".join([b"fLaC", STREAM_INFO, *blocks, LAST, b"audio"])


def comments(count: int, content: bytes, vendor: bytes = b"\0\0\0\0") -> bytes:
    return block(COMMENT, vendor + count.to_bytes(4, "little") + content)


def text(value: bytes) -> bytes:
    return len(value).to_bytes(4, "little") + value


def picture(
    mime: bytes = b"\0\0\0\0", desc: bytes = b"\0\0\0\0", data: bytes = b"\0\0\0\0"
) -> bytes:
    return bytes(4) + mime + desc + bytes(16) + data


def many_keys(count: int) -> bytes:
    return b"".join(text(b"key%d=value" % n) for n in range(count))


SHEET = bytes(395) + b"\xff" + (bytes(35) + b"\xff" + bytes(12 * 255)) * 255

BOMBS: dict[str, Callable[[], bytes]] = {
    "4,000,000 empty comments": lambda: file(comments(4_000_000, bytes(16_000_000))),
    "65,536 empty comments": lambda: file(comments(65_536, bytes(4 * 65_536))),
    "30,000 keys": lambda: file(comments(30_000, many_keys(30_000))),
    "60,000 values": lambda: file(comments(60_000, text(b"key=") * 60_000)),
    "4,000,000,000 comments": lambda: file(comments(2**32 - 1, bytes(1_000_000))),
    "a vendor of 4 GB": lambda: file(comments(1, bytes(1_000_000), FOUR_GIGABYTES)),
    "a comment of 4 GB": lambda: file(comments(1, FOUR_GIGABYTES + bytes(1_000_000))),
    "a comment of 16 MB that says so to nobody": lambda: file(
        block(COMMENT, bytes(4) + b"\1\0\0\0" + text(b"key=" + bytes(16_000_000)), 0)
    ),
    "comments that claim 16 MB": lambda: file(block(COMMENT, bytes(8), 0xFFFFFF), bytes(1_000_000)),
    "a picture that claims 4 GB": lambda: file(block(PICTURE, picture(data=FOUR_GIGABYTES))),
    "a MIME type of 4 GB": lambda: file(block(PICTURE, picture(mime=FOUR_GIGABYTES), 9)),
    "a picture of 17 MB": lambda: file(
        block(PICTURE, picture(data=(17_000_000).to_bytes(4, "big") + bytes(17_000_000)), 42)
    ),
    "no UTF-8 at all": lambda: file(
        comments(1, text(b"key=" + b"\xff" * 5_000_000)),
        block(PICTURE, picture(desc=(5_000_000).to_bytes(4, "big") + b"\xff" * 5_000_000)),
    ),
    "4,000,000 empty blocks": lambda: b"fLaC" + STREAM_INFO + bytes([1, 0, 0, 0]) * 4_000_000,
    "60,000 empty blocks": lambda: file(block(2, b"") * 60_000),
    "20,000 comment blocks": lambda: file(block(COMMENT, bytes(8)) * 20_000),
    "20,000 pictures": lambda: file(block(PICTURE, picture()) * 20_000),
    "20,000 stream infos": lambda: file(STREAM_INFO * 20_000),
    "a seek table of 4 MB": lambda: file(block(3, bytes(4_000_000))),
    "a full cue sheet": lambda: file(block(CUE_SHEET, SHEET)),
    "padding of 16 MB": lambda: file(block(1, b"", 0xFFFFFF)),
    "blocks without end": lambda: b"fLaC" + STREAM_INFO + block(126, bytes(1000)) * 5_000,
    "ID3v2 claims 256 MB": lambda: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + file(),
}

# Every way to use a file, each told on a line of its own.
PROGRAM = """
import shutil
from mutagen_rs import File, flac

path, target = sys.argv[1:]

def save(change):
    shutil.copyfile(path, target)
    file = flac.FLAC(target)
    change(file)
    file.plan_save()
    file.save()
    flac.FLAC(target).delete()

def edit(file):
    file["title"] = "A title"
    len(file.metadata_blocks)

used("FLAC", lambda: flac.FLAC(path).pprint())
used("File", lambda: getattr(File(path), "pprint", str)())
used("items", lambda: flac.FLAC(path).items())
used("save", lambda: save(len))
used("edit and save", lambda: save(edit))
shutil.copyfile(path, target)
used("delete", lambda: flac.delete(target))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    """Up to 17 megabytes, with 768 of address space."""
    path, target = tmp_path / "bomb.flac", tmp_path / "target.flac"
    data = BOMBS[name]()
    path.write_bytes(data)
    for way, refusal, seconds in uses(PROGRAM, path, target, **{"as": 768 * MEBIBYTE}, cpu=60):
        assert seconds < SECONDS, (way, seconds)
        if refusal is not None:
            assert str(path) in refusal or str(target) in refusal, (way, refusal)
            assert len(refusal) < len(str(path)) + 200, (way, refusal)
    assert path.read_bytes() == data, "the file was changed"


SAMPLES = ("tags.flac", "covers.flac", "id3.flac", "picture-claims-less.flac")


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest, sample_dir: Path) -> Path:
    return sample_dir / "flac" / str(request.param)


def test_cut_anywhere(sample: Path) -> None:
    """A result or a `MutagenError`, wherever the file ends."""
    data = sample.read_bytes()
    opened = 0
    for length in [*range(400), *range(400, len(data), 97)]:
        try:
            FLAC(BytesIO(data[:length])).pprint()
        except MutagenError:
            continue
        opened += 1
    assert opened


@pytest.mark.parametrize("kind", [VCommentDict, Picture, CueSheet])
def test_parts_without_end(kind: Callable[[object], object]) -> None:
    """Structures that are read from an object where they stand."""
    for data in (b"", FOUR_GIGABYTES, b"\xff" * 5000, bytes(4) + FOUR_GIGABYTES * 9):
        for source in (data, BytesIO(data)):
            with pytest.raises(MutagenError):
                kind(source)


def test_six_methods_are_enough(sample: Path) -> None:
    data = sample.read_bytes()
    object_ = SixMethods(data)
    opened = FLAC(object_)
    assert opened.pprint() == FLAC(BytesIO(data)).pprint()
    assert FLAC(Trickling(data)).metadata_blocks == opened.metadata_blocks
    assert "write" not in object_.calls
    opened["title"] = "Another title"
    opened.save(object_)
    assert FLAC(SixMethods(object_.contents))["title"] == ["Another title"]
    FLAC(SixMethods(object_.contents)).delete(object_)
    assert FLAC(SixMethods(object_.contents)).tags is None


@pytest.mark.parametrize("once", [False, True])
def test_failing_at_any_step(sample: Path, once: bool) -> None:
    """Errors of a file object are the format's errors, and what was opened is complete."""
    data = sample.read_bytes()
    object_ = SixMethods(data)
    expected = FLAC(object_).metadata_blocks
    for budget in range(len(object_.calls)):
        with pytest.raises(MutagenError):
            FLAC(Failing(data, budget, once))
    assert FLAC(Failing(data, len(object_.calls), once)).metadata_blocks == expected


def _grow(opened: FLAC, target: Any) -> None:
    opened["title"] = "x" * 20_000
    opened.save(target)


def _shrink(opened: FLAC, target: Any) -> None:
    opened.clear_pictures()
    opened.save(target, padding=lambda info: 0, deleteid3=True)


CHANGES: dict[str, Callable[[FLAC, Any], None]] = {
    "grow": _grow,
    "shrink": _shrink,
    "delete": lambda opened, target: opened.delete(target),
}


@pytest.mark.parametrize("change", CHANGES)
def test_saves_that_fail_at_any_step(sample: Path, change: str) -> None:
    """A `MutagenError`, whatever fails; nothing is changed before the first write."""
    data = sample.read_bytes()
    whole = SixMethods(data)
    CHANGES[change](FLAC(BytesIO(data)), whole)
    first_write = whole.calls.index("write")
    for budget in range(len(whole.calls)):
        target = Failing(data, budget)
        with pytest.raises(MutagenError):
            CHANGES[change](FLAC(BytesIO(data)), target)
        assert target.contents == data or budget > first_write


def test_full_disks(sample: Path) -> None:
    """A file that may not grow is as it was."""
    data = sample.read_bytes()
    for capacity in (len(data), len(data) + 1, len(data) + 9_999):
        target = Full(data, capacity)
        with pytest.raises(MutagenError):
            _grow(FLAC(BytesIO(data)), target)
        assert target.contents == data


def test_liars(sample: Path) -> None:
    """A length that is far from the truth."""
    data = sample.read_bytes()
    for change in (lambda opened, target: FLAC(target).pprint(), *CHANGES.values()):
        target = Liar(data)
        try:
            change(FLAC(BytesIO(data)), target)
        except MutagenError:
            continue
        assert len(target.contents) < 50_000_000
