"""Files opened in other processes come back whole, and can be changed wherever they are."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import mutagen_rs
from clients.files import copies, opened, retitle
from parity.everything import file_facts

# Not forked: the workers start without anything of this process.
CONTEXT = multiprocessing.get_context("spawn")

# All that `File` chooses from for the files of the tests, which have none that is only ID3.
FEWEST_CLASSES = 23


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    """Two processes, for all tests."""
    with ProcessPoolExecutor(2, mp_context=CONTEXT) as executor:
        yield executor


def _open(job: tuple[Path, bool]) -> tuple[Any, str | None]:
    """The opened file, and what it says of itself where it was opened."""
    audio = opened(*job)
    return audio, None if audio is None else audio.pprint()


@pytest.mark.parametrize("easy", [False, True], ids=["usual", "easy"])
def test_opened_elsewhere(
    easy: bool, sample_dir: Path, upstream_data: Path, pool: ProcessPoolExecutor
) -> None:
    """A file that was opened in another process is what it would be if opened here."""
    paths = sorted(path for folder in (sample_dir, upstream_data) for path in folder.rglob("*.*"))
    results = pool.map(_open, [(path, easy) for path in paths], chunksize=20)
    kinds = set()
    for path, (audio, text) in zip(paths, results, strict=True):
        here = opened(path, easy)
        assert type(audio) is type(here)
        if audio is None:
            continue
        assert audio.pprint() == text == here.pprint(), path.name
        assert audio.filename == here.filename
        assert file_facts(audio) == file_facts(here), path.name
        kinds.add(type(audio))
    assert len(kinds) >= FEWEST_CLASSES


def _change(audio: Any) -> Any:
    """Give a file that was opened elsewhere another title, and save it."""
    audio.tags = copy.deepcopy(audio.tags)
    retitle(audio, "changed")
    audio.save()
    return audio


def _outcome(audio: Any) -> str:
    """Change the file; the name of the exception if it cannot be done."""
    try:
        _change(audio)
    except mutagen_rs.MutagenError as refused:
        return type(refused).__name__
    return ""


def test_saved_elsewhere(
    sample_dir: Path, upstream_data: Path, tmp_path: Path, pool: ProcessPoolExecutor
) -> None:
    """Opened here, changed and saved in another process: the same bytes as if all was done here."""
    sources = [sample_dir, upstream_data]
    here, there = (copies(tmp_path / name, sources) for name in ("here", "there"))
    pairs = [(one, other) for one, other in zip(here, there, strict=True) if opened(one)]
    expected = [_outcome(opened(path)) for path, _ in pairs]
    found = list(pool.map(_outcome, [opened(path) for _, path in pairs], chunksize=20))
    kinds = set()
    for (one, other), outcome, right in zip(pairs, found, expected, strict=True):
        assert outcome == right, one.name
        assert one.read_bytes() == other.read_bytes(), one.name
        if not outcome:
            kinds.add(type(opened(one)))
    assert len(kinds) >= FEWEST_CLASSES - 3  # AAC, AC-3 and MIDI have no tags


@pytest.mark.parametrize("easy", [False, True], ids=["usual", "easy"])
def test_copies_of_every_kind(easy: bool, sample_dir: Path, upstream_data: Path) -> None:
    """A copy, a deep copy and a pickle of a file, before and after all of it was looked at."""
    ways: dict[str, Callable[[Any], Any]] = {
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
        "pickle": lambda audio: pickle.loads(pickle.dumps(audio)),
    }
    kinds = set()
    for path in sorted(
        path for folder in (sample_dir, upstream_data) for path in folder.rglob("*.*")
    ):
        audio = opened(path, easy)
        if audio is None:
            continue
        text = opened(path, easy).pprint()
        for _ in ("untouched", "looked at"):
            for name, way in ways.items():
                twin = way(audio)
                assert type(twin) is type(audio)
                assert twin.pprint() == text, (path.name, name)
                assert twin.filename == audio.filename
            assert audio.pprint() == text
        kinds.add(type(audio))
        if audio.tags is not None:
            before = opened(path, easy).pprint()
            twin = copy.deepcopy(audio)
            twin.tags.clear()
            assert audio.pprint() == before, path.name
    assert len(kinds) >= FEWEST_CLASSES
