"""Files of every kind, opened in some threads and used in others."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import mutagen_rs
from clients.files import copies, opened, retitle

THREADS = 8


def _looks(audio: Any) -> Any:
    """What a thread sees of a file."""
    if audio is None:
        return None
    keys = list(audio.keys())
    return (keys, [repr(audio[key]) for key in keys], audio.info.pprint(), audio.pprint())


def test_opened_in_worker_threads(sample_dir: Path, upstream_data: Path) -> None:
    """Opened in many threads, looked at here: each is as one thread alone sees it."""
    paths = sorted(path for folder in (sample_dir, upstream_data) for path in folder.rglob("*.*"))
    expected = [_looks(opened(path)) for path in paths]
    assert sum(looks is not None for looks in expected) > 250
    with ThreadPoolExecutor(THREADS) as pool:
        files = list(pool.map(opened, paths * 3))
    assert [_looks(audio) for audio in files] == expected * 3
    with ThreadPoolExecutor(THREADS) as pool:
        files = list(pool.map(opened, paths))
        assert list(pool.map(_looks, files)) == expected


def test_many_threads_on_one_object(sample_dir: Path, upstream_data: Path) -> None:
    """All begin at once with an object that nobody has looked at: nothing is built twice."""
    paths = sorted(path for folder in (sample_dir, upstream_data) for path in folder.rglob("*.*"))
    barrier = threading.Barrier(THREADS)

    def look(audio: Any) -> Any:
        barrier.wait()
        return _looks(audio), audio.tags, audio.info

    with ThreadPoolExecutor(THREADS) as pool:
        for path in paths:
            audio = opened(path)
            if audio is None:
                continue
            seen = [
                future.result() for future in [pool.submit(look, audio) for _ in range(THREADS)]
            ]
            for looks, tags, info in seen:
                assert looks == seen[0][0], path.name
                assert tags is audio.tags
                assert info is audio.info
            assert seen[0][0] == _looks(opened(path)), path.name


def test_changed_and_saved_by_many_threads(
    sample_dir: Path, upstream_data: Path, tmp_path: Path
) -> None:
    """Each thread has files of its own, opened by another: the bytes are as with one thread."""
    sources = [sample_dir, upstream_data]
    alone, shared = (copies(tmp_path / name, sources) for name in ("alone", "shared"))

    def change(audio: Any) -> str:
        if audio is None or not retitle(audio, "changed"):
            return "nothing to change"
        try:
            audio.save()
        except mutagen_rs.MutagenError as refused:
            return type(refused).__name__
        return ""

    expected = [change(opened(path)) for path in alone]
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(change, list(pool.map(opened, shared)))) == expected
    assert expected.count("") > 200
    for one, other in zip(alone, shared, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_one_object_saved_by_many_threads(
    sample_dir: Path, upstream_data: Path, tmp_path: Path
) -> None:
    """Edits and saves of one object from all sides do no harm: it can be saved and read again."""
    barrier = threading.Barrier(THREADS)

    def change(job: tuple[int, Any]) -> None:
        number, audio = job
        barrier.wait()
        try:
            retitle(audio, f"title {number}")
            audio.save()
            audio.pprint()
        except mutagen_rs.MutagenError:
            return  # one that met the others half way

    kinds = set()
    with ThreadPoolExecutor(THREADS) as pool:
        for path in copies(tmp_path / "files", [sample_dir, upstream_data]):
            audio = opened(path)
            if audio is None or type(audio) in kinds or not retitle(audio, "first"):
                continue
            original = path.read_bytes()
            list(pool.map(change, [(number, audio) for number in range(THREADS)]))
            path.write_bytes(original)
            retitle(audio, "last")
            audio.save()
            again = opened(path)
            assert "last" in again.pprint(), path.name
            kinds.add(type(audio))
    assert len(kinds) >= 18
