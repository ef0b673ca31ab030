"""Files opened in other processes come back whole."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import mutagen_rs


def _open(path: Path) -> tuple[Any, str | None]:
    """The opened file, and what it says of itself where it was opened."""
    try:
        audio = mutagen_rs.File(path)
    except mutagen_rs.MutagenError:
        return None, None
    return audio, None if audio is None else audio.pprint()


def test_pool(sample_dir: Path, upstream_data: Path) -> None:
    paths = [path for folder in (sample_dir, upstream_data) for path in folder.rglob("*.*")]
    # Not forked: the workers start without anything of this process.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        results = list(pool.map(_open, sorted(paths), chunksize=20))
    opened = [(audio, text) for audio, text in results if audio is not None]
    assert len(opened) > 100
    for audio, text in opened:
        assert audio.pprint() == text
