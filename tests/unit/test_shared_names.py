"""Names that files share: made once, whoever asks, and never one for another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from mutagen_rs._vorbis import VComment, VCommentDict
from mutagen_rs.flac import FLAC

LONGEST = 40


def _header(pairs: list[tuple[str, str]]) -> bytes:
    tags = VComment()
    tags.extend(pairs)
    return tags.write()


def _tags(sample_dir: Path, pairs: list[tuple[str, str]]) -> VCommentDict:
    """The tags of a file that was saved with these comments, as they are read from it."""
    file = BytesIO((sample_dir / "flac" / "tags.flac").read_bytes())
    audio = FLAC(file)
    assert audio.tags is not None
    audio.tags[:] = pairs
    file.seek(0)
    audio.save(file)
    file.seek(0)
    tags = FLAC(file).tags
    assert tags is not None
    return tags


def test_many_more_names_than_places(sample_dir: Path) -> None:
    """Twice, so that names have lost their places to others when they come again."""
    pairs = [(f"Name{number}", f"value {number}") for number in range(5000)]
    for _ in range(2):
        tags = _tags(sample_dir, pairs)
        assert list(tags) == pairs
        assert tags.keys() == [name.lower() for name, _ in pairs]
        assert tags.as_dict() == {name.lower(): [value] for name, value in pairs}


def test_cases_of_one_name(sample_dir: Path) -> None:
    pairs = [("Title", "1"), ("TITLE", "2"), ("title", "3"), ("TiTlE", "4")]
    for _ in range(2):
        tags = _tags(sample_dir, pairs)
        assert list(tags) == pairs
        assert tags.keys() == ["title"]
        assert tags["tItLe"] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("length", [1, 2, LONGEST - 1, LONGEST, LONGEST + 1, 5000])
def test_lengths(length: int, sample_dir: Path) -> None:
    pairs = [("K" * length, "one"), ("k" * length, "two"), ("K" * (length + 1), "three")]
    for _ in range(2):
        tags = _tags(sample_dir, pairs)
        assert list(tags) == pairs
        assert tags["k" * length] == ["one", "two"]


def test_a_name_is_one_object(sample_dir: Path) -> None:
    first, second = (_tags(sample_dir, [("Album", "x")]).pop()[0] for _ in range(2))
    assert first == "Album"
    assert first is second


def test_values_are_no_names(sample_dir: Path) -> None:
    """Each file has its own, also where it is the same text."""
    first, second = (_tags(sample_dir, [("a", "Album")]).pop()[1] for _ in range(2))
    assert first == second == "Album"
    assert first is not second


def test_many_threads() -> None:
    headers = [
        _header([(f"Key{thread}x{number}", str(number)) for number in range(200)])
        for thread in range(8)
    ]

    def keys(header: bytes) -> list[list[str]]:
        tags = VCommentDict()
        tags.load(BytesIO(header))
        return [tags.keys() for _ in range(20)]

    with ThreadPoolExecutor(8) as pool:
        for thread, seen in enumerate(pool.map(keys, headers)):
            assert seen == [[f"key{thread}x{number}" for number in range(200)]] * 20
