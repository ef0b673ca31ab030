"""Objects are made in one thread and used in another; files are opened by many at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mutagen_rs import File, MutagenError
from mutagen_rs.id3 import TIT2
from mutagen_rs.mp3 import MP3
from parity.facts import file_facts
from parity.openers import SAMPLES

THREADS = 8


def _facts(path: Path) -> Any:
    try:
        return file_facts(MP3(path))
    except MutagenError as refusal:
        return type(refusal).__name__


def test_open_in_many_threads() -> None:
    """All samples, over and over: each time what one thread alone sees."""
    expected = {path: _facts(path) for path in SAMPLES}
    work = [path for _ in range(THREADS) for path in SAMPLES]
    with ThreadPoolExecutor(THREADS) as pool:
        for path, facts in zip(work, pool.map(_facts, work), strict=True):
            assert facts == expected[path]


def test_use_in_another_thread(sample_copy: Path) -> None:
    """Opened here, looked at, changed and saved there, dropped elsewhere."""
    paths = sorted((sample_copy / "mp3").glob("id3v2*.mp3"))
    expected = [_facts(path) for path in paths]
    opened = [MP3(path) for path in paths]
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(file_facts, opened)) == expected

    def edit(audio: Any) -> str:
        audio["TIT2"] = TIT2(encoding=3, text=[threading.current_thread().name])
        audio.save()
        return threading.current_thread().name

    opened = [MP3(path) for path in paths]
    with ThreadPoolExecutor(THREADS) as pool:
        names = list(pool.map(edit, opened))
        list(pool.map(lambda audio: audio.tags.clear(), opened))
    del opened
    assert [str(MP3(path)["TIT2"]) for path in paths] == names


def test_first_use_by_all_threads_at_once(sample_dir: Path) -> None:
    """Frames that are built on first use are built once, whoever comes first."""
    path = sample_dir / "mp3" / "id3v2.4-every-kind.mp3"
    expected = _facts(path)
    for _ in range(30):
        audio = MP3(path)
        start = threading.Barrier(THREADS)

        def look(audio: MP3 = audio, start: threading.Barrier = start) -> Any:
            start.wait()
            key = next(iter(audio.keys()))
            return audio[key], audio.info, audio.tags, file_facts(audio)

        with ThreadPoolExecutor(THREADS) as pool:
            seen = [future.result() for future in [pool.submit(look) for _ in range(THREADS)]]
        frame, info, tags, _ = seen[0]
        for other_frame, other_info, other_tags, facts in seen:
            assert other_frame is frame
            assert other_info is info
            assert other_tags is tags
            assert facts == expected


def test_save_while_others_read(sample_copy: Path) -> None:
    """A reader meets the old tag, the new one, or one half written: never anything worse."""
    path = sample_copy / "mp3" / "id3v2.4-25-frames.mp3"
    done = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        while not done.is_set():
            try:
                audio = File(path)
                if audio is not None:
                    audio.pprint()
            except MutagenError:
                continue
            except BaseException as failure:
                failures.append(failure)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        audio = MP3(path)
        for length in (10, 30_000, 5, 60_000) * 10:
            audio["TIT2"].text = ["x" * length]
            audio.save()
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert not failures
    assert MP3(path)["TIT2"].text == ["x" * 60_000]
