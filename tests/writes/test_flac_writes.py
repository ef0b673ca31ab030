"""What opening and saving a FLAC file costs, and what it leaves alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs import MutagenError
from mutagen_rs.flac import FLAC, MetadataBlock, Picture, delete
from parity.flac_files import WHOLE, own_classes
from parity.libraries import OURS
from writes.measure import PROCESS_IO, Calls, calls_of

needs_counters = pytest.mark.skipif(not PROCESS_IO.exists(), reason="no /proc/self/io here")

# Kinds of file, and the reads of an open: the head, and the rest of a large picture.
READS = {"small": 1, "cover": 2}


def _copy(name: str, folder: Path) -> Path:
    return Path(shutil.copy(next(path for path in WHOLE if path.name == name), folder))


@pytest.fixture(params=READS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int]:
    """A file with tags, perhaps with a cover, and how many reads it takes."""
    path = _copy("no-padding.flac", tmp_path)
    file = FLAC(path)
    file["title"] = "A title"
    if request.param == "cover":
        picture = Picture()
        picture.data = bytes(range(256)) * 400
        file.add_picture(picture)
    file.save(padding=lambda info: 2000)
    return path, READS[request.param]


@pytest.fixture(params=[path.name for path in WHOLE])
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return _copy(str(request.param), tmp_path)


def audio_of(path: Path) -> bytes:
    """All that follows the metadata: the frames of the samples begin with a sync code."""
    data = path.read_bytes()
    return data[data.index(b"\xff\xf8") :] if b"\xff\xf8" in data else b""


@needs_counters
def test_reads_of_an_open(made: tuple[Path, int]) -> None:
    path, reads = made
    FLAC(path)
    assert calls_of(lambda: FLAC(path)) == Calls(reads, 0, 0)
    file = FLAC(path)
    file.pprint()
    # Whatever is built later comes from memory.
    assert calls_of(lambda: (file.pprint(), file.metadata_blocks)) == Calls(0, 0, 0)


@needs_counters
def test_save_into_padding(made: tuple[Path, int]) -> None:
    """The blocks are read; the changed bytes are one write."""
    path, reads = made
    for title in ("A tltie", "A title"):
        file = FLAC(path)
        file["title"] = title
        used = calls_of(file.save)
        assert (used.reads, used.writes) == (reads, 1)
        assert used.bytes_written < 80  # the title is the last comment now
    assert calls_of(FLAC(path).save) == Calls(reads, 0, 0)


def test_audio_is_not_touched(sample: Path) -> None:
    before = audio_of(sample)
    file = FLAC(sample)
    file["title"] = "x" * 5000
    file.save()
    assert audio_of(sample) == before
    file.delete()
    delete(sample)
    assert audio_of(sample) == before


def _carried_out(data: bytes, plan: Any) -> bytes:
    """The file after a plan, by slicing."""
    moved = bytearray(plan.new_size)
    moved[: plan.old_size] = data[: plan.new_size]
    for start, end, length in plan.moves:
        moved[end : end + length] = data[start : start + length]
    for offset, content, _ in plan.writes:
        moved[offset : offset + len(content)] = content
    return bytes(moved)


@pytest.mark.parametrize("deleteid3", [False, True])
@pytest.mark.parametrize("own", [False, True])
def test_plans(sample: Path, own: bool, deleteid3: bool) -> None:
    """A plan writes nothing, and tells what the save does."""
    data = sample.read_bytes()
    file = (own_classes(OURS) if own else FLAC)(sample)
    file["title"] = "Another title"
    plan = file.plan_save(deleteid3=deleteid3, padding=lambda info: 77)
    assert sample.read_bytes() == data
    assert plan.padding_after == 77
    file.save(deleteid3=deleteid3, padding=lambda info: 77)
    assert sample.read_bytes() == _carried_out(data, plan)
    assert FLAC(sample).metadata_blocks[-1].length == 77


def _without_code(file: Any) -> None:
    file.metadata_blocks.append(MetadataBlock(b"data"))


def _too_large(file: Any) -> None:
    picture = Picture()
    picture.data = bytes(2**24)
    file.add_picture(picture)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.tags.append(("a=b", "value")),
        lambda file: file.tags.append(("key", b"value")),
        lambda file: file.tags.append(("key", "\ud800")),
        lambda file: setattr(file.tags, "vendor", None),
        lambda file: setattr(file.info, "min_blocksize", -1),
        _without_code,
        _too_large,
    ],
)
def test_what_cannot_be_written(spoil: Any, tmp_path: Path) -> None:
    """A save that is refused leaves the file as it was."""
    path = _copy("tags.flac", tmp_path)
    data = path.read_bytes()
    file = FLAC(path)
    spoil(file)
    with pytest.raises((MutagenError, ValueError, AttributeError)):
        file.save()
    assert path.read_bytes() == data


def test_failing_padding(tmp_path: Path) -> None:
    path = _copy("tags.flac", tmp_path)
    data = path.read_bytes()

    def refuse(info: Any) -> int:
        raise KeyError(info.padding)

    with pytest.raises(KeyError):
        FLAC(path).save(padding=refuse)
    assert path.read_bytes() == data
