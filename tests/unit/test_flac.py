"""FLAC files as objects: lazy, shared between threads, copied, subclassed."""

from __future__ import annotations

import copy
import gc
import pickle
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import mutagen_rs
from mutagen_rs.flac import (
    FLAC,
    FLACVorbisError,
    Picture,
    StreamInfo,
    VCFLACDict,
    error,
)
from parity.flac_files import SAMPLES, WHOLE, file_facts

TAGS, COVERS, SHEET = (
    next(path for path in SAMPLES if path.name == name)
    for name in ("tags.flac", "covers.flac", "cue-sheet.flac")
)

COPIERS: dict[str, Callable[[Any], Any]] = {
    "deepcopy": copy.deepcopy,
    **{
        f"pickle-{protocol}": lambda value, protocol=protocol: pickle.loads(  # type: ignore[misc]
            pickle.dumps(value, protocol)
        )
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
    },
}


@pytest.mark.parametrize("copier", COPIERS)
@pytest.mark.parametrize("touched", [False, True])
def test_copies(copier: str, touched: bool) -> None:
    """Equal, independent, and with their parts in common as in the original."""
    for path in WHOLE:
        file = FLAC(path)
        expected = file_facts(FLAC(path))
        if touched:
            file.pprint()
            assert file.pictures is not file.pictures
        twin = COPIERS[copier](file)
        assert file_facts(twin) == expected
        twin["title"] = "Another title"
        twin.info.total_samples = 9
        assert file_facts(file) == expected
        target = BytesIO(path.read_bytes())
        twin.save(target)
        assert FLAC(target)["title"] == ["Another title"]
    shallow = copy.copy(FLAC(TAGS))
    assert file_facts(shallow) == file_facts(FLAC(TAGS))


def test_parts_are_built_once() -> None:
    """Whatever comes first, the attributes of a file are elements of its blocks."""
    for first in ("info", "tags", "pictures", "cuesheet", "seektable", "metadata_blocks"):
        for path in (COVERS, SHEET):
            file = FLAC(path)
            getattr(file, first)
            info, tags, pictures = file.info, file.tags, file.pictures
            sheet, table = file.cuesheet, file.seektable
            blocks = file.metadata_blocks
            assert info is blocks[0] is file.info
            for part in (tags, *pictures, *([sheet] if path is SHEET else []), table):
                assert any(part is block for block in blocks)
            assert list(map(id, file.pictures)) == list(map(id, pictures))


def test_nothing_is_built_for_nothing() -> None:
    file = FLAC(COVERS)
    assert set(vars(file)) == {"filename", "_doc"}
    assert file.info.length
    assert file["artist"]
    blocks = [part for part in gc.get_referents(file._doc) if not isinstance(part, type)]
    assert {*map(type, blocks)} == {StreamInfo, VCFLACDict}
    assert len(blocks) == 2


def test_circles_are_collected() -> None:
    """A block that leads back to its file."""

    class Probe:
        pass

    file = FLAC(COVERS)
    probe = Probe()
    vars(file.info).update(probe=probe, file=file)
    gone = weakref.ref(probe)
    del probe, file
    gc.collect()
    assert gone() is None


def test_an_edit_of_a_part_is_saved() -> None:
    """Also where the list of all blocks was never asked for."""
    target = BytesIO(COVERS.read_bytes())
    file = FLAC(COVERS)
    file.pictures[1].desc = "a new description"
    file.info.md5_signature = 5
    assert "metadata_blocks" not in vars(file)
    file.save(target)
    again = FLAC(target)
    assert [picture.desc for picture in again.pictures] == ["back", "a new description"]
    assert again.info.md5_signature == 5
    assert again.pictures[0] == file.pictures[0]


def test_many_threads() -> None:
    """Threads that ask for the same part get the same object."""
    for _ in range(20):
        file = FLAC(COVERS)
        with ThreadPoolExecutor(8) as pool:
            for name in ("tags", "metadata_blocks", "info"):
                parts = list(pool.map(getattr, [file] * 16, [name] * 16))
                assert all(part is parts[0] for part in parts)


def test_load_again() -> None:
    file = FLAC(COVERS)
    file["title"] = "edited"
    file.add_picture(Picture())
    file.seektable = None
    file.load(TAGS)
    assert file.filename == str(TAGS)
    assert file_facts(file) == file_facts(FLAC(TAGS))
    with pytest.raises(error):
        file.load(BytesIO(b"fLaC"))
    assert file["title"] == ["A title"]


def test_not_loaded() -> None:
    with pytest.warns(DeprecationWarning, match="filename"):
        file = FLAC()
    assert file.tags is None
    assert file.keys() == file.items() == file.values() == []
    with pytest.raises(AttributeError):
        file.metadata_blocks  # noqa: B018
    assert copy.copy(file).tags is None


def test_tags_are_added_once() -> None:
    file = FLAC(next(path for path in SAMPLES if path.name == "no-comment.flac"))
    assert file.tags is None
    file["title"] = "new"
    assert file.metadata_blocks[-1] is file.tags is file.vc
    for add in (file.add_tags, file.add_vorbiscomment):
        with pytest.raises(FLACVorbisError):
            add()


def test_file_finds_it(tmp_path: Path) -> None:
    assert isinstance(mutagen_rs.File(TAGS), FLAC)
    assert isinstance(mutagen_rs.File(str(TAGS)), FLAC)
    assert isinstance(mutagen_rs.File(BytesIO(TAGS.read_bytes())), FLAC)


class Own(FLAC):
    """A subclass that has its own looks at the tags."""

    def keys(self) -> Any:
        return ["only"]

    def __getitem__(self, key: Any) -> Any:
        return [key, *super().__getitem__("title")]


def test_subclass() -> None:
    file = Own(TAGS)
    assert file.items() == [("only", ["only", "A title"])]
    assert file.values() == [["only", "A title"]]
    assert file.pprint() == FLAC(TAGS).pprint()
