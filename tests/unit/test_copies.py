"""`copy`, `deepcopy` and `pickle`: equal to the original, and independent of it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from mutagen_rs.easyid3 import EasyID3, EasyID3FileType
from mutagen_rs.id3 import ID3, TIT2, ID3FileType
from mutagen_rs.mp3 import MP3, EasyMP3
from parity.bytes_of_tags import FRAMES, FRAMES_2_2
from parity.effort import examples
from parity.facts import easy_facts, file_facts, frame_facts, info_facts, tags_facts
from parity.libraries import ORIGINAL, OURS
from parity.openers import SAMPLES
from parity.recipes import recipe

COPIERS: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{
        f"pickle-{protocol}": lambda value, protocol=protocol: pickle.loads(  # type: ignore[misc]
            pickle.dumps(value, protocol)
        )
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
    },
}

DEEP = [name for name in COPIERS if name != "copy"]

KINDS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "ID3": (ID3, tags_facts),
    "MP3": (MP3, file_facts),
    "EasyID3": (EasyID3, easy_facts),
    "EasyMP3": (EasyMP3, file_facts),
    "ID3FileType": (ID3FileType, lambda file: (type(file), tags_facts(file.tags))),
    "EasyID3FileType": (EasyID3FileType, lambda file: (type(file), easy_facts(file.tags))),
}

TAGGED = [path for path in SAMPLES if path.name.startswith("id3v")]


@pytest.fixture(params=COPIERS)
def copier(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    return COPIERS[request.param]


@pytest.mark.parametrize("used", ["fresh", "half", "wholly"])
@pytest.mark.parametrize("kind", KINDS)
def test_opened_files(kind: str, used: str, copier: Callable[[Any], Any]) -> None:
    """Before and after their parts were first looked at."""
    make, view = KINDS[kind]
    for path in TAGGED:
        expected = view(make(path))
        original = make(path)
        if used == "half":
            original[next(iter(original.keys()))]
        elif used == "wholly":
            view(original)
        twin = copier(original)
        assert type(twin) is type(original)
        assert view(twin) == expected
        assert view(original) == expected
        assert twin.filename == original.filename


@pytest.mark.parametrize("name", DEEP)
def test_deep_copies_are_independent(name: str, sample_dir: Path) -> None:
    path = sample_dir / "mp3" / "id3v2.4-25-frames.mp3"
    original = MP3(path)
    before = file_facts(MP3(path))
    twin = COPIERS[name](original)
    twin["TIT2"].text[0] = "changed"
    twin.tags.delall("TPE1")
    twin.tags.add(TIT2(encoding=3, text=["new"]))
    twin.info.length = 1.5
    twin.info.extra = "extra"
    assert file_facts(original) == before
    again = COPIERS[name](original)
    original["TIT2"].text[0] = "changed"
    original.tags.clear()
    assert file_facts(again) == before


def test_a_shallow_copy_shares_frames(sample_dir: Path) -> None:
    """As mutagen's: the dict is another, the frames are the same."""
    tags = ID3(sample_dir / "mp3" / "id3v2.4-25-frames.mp3")
    twin = copy.copy(tags)
    assert twin["TIT2"] is tags["TIT2"]


@pytest.mark.parametrize("name", DEEP)
def test_copies_can_be_saved(name: str, sample_copy: Path) -> None:
    """To the file of the original by default, with the same result."""
    path = sample_copy / "mp3" / "id3v2.3-25-frames-v1.mp3"
    data = path.read_bytes()
    original = MP3(path)
    twin = COPIERS[name](original)
    original.save()
    saved = path.read_bytes()
    path.write_bytes(data)
    twin.save()
    assert path.read_bytes() == saved
    twin.delete()
    assert len(path.read_bytes()) < len(data)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_stream_infos(sample: Path, copier: Callable[[Any], Any]) -> None:
    try:
        info = MP3(sample).info
    except OURS.error:
        pytest.skip("cannot be opened")
    twin = copier(info)
    assert type(twin) is type(info)
    assert info_facts(twin) == info_facts(info)
    assert vars(twin) == vars(info)
    assert type(twin.bitrate_mode) is type(info.bitrate_mode)


@pytest.mark.parametrize("name", sorted({**FRAMES, **FRAMES_2_2}))
@examples(5)
@given(data=st.data())
def test_frames_of_every_class(name: str, data: st.DataObject) -> None:
    try:
        frame = data.draw(recipe(name)).make(OURS)
        expected = frame_facts(frame)
    except (TypeError, ValueError, OURS.error):
        frame = getattr(OURS.id3, name)()
        expected = frame_facts(frame)
    for copier in COPIERS.values():
        twin = copier(frame)
        assert type(twin) is type(frame)
        assert frame_facts(twin) == expected


@pytest.mark.parametrize("name", sorted({**FRAMES, **FRAMES_2_2}))
def test_frames_without_arguments(name: str, copier: Callable[[Any], Any]) -> None:
    """Equality too, which most frames decide by their main value."""
    frame = getattr(OURS.id3, name)()
    theirs = getattr(ORIGINAL.id3, name)()
    assert (frame == copier(frame)) == (theirs == copier(theirs))
