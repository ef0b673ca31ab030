"""How many system calls files of chunks cost: exact numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mutagen_rs.aiff import AIFF
from mutagen_rs.dsdiff import DSDIFF
from mutagen_rs.id3 import APIC, TIT2
from mutagen_rs.wave import WAVE
from writes.measure import PROCESS_IO, Calls, calls_of

needs_counters = pytest.mark.skipif(not PROCESS_IO.exists(), reason="no /proc/self/io here")

KINDS = {"plain.aif": AIFF, "plain.wav": WAVE, "plain.dff": DSDIFF}


@pytest.fixture(params=KINDS)
def plain(request: pytest.FixtureRequest, sample_copy: Path) -> tuple[Any, Path]:
    """A class, and a file for it without a tag."""
    return KINDS[str(request.param)], sample_copy / "iff" / str(request.param)


def make_usual(kind: Any, path: Path, cover: int) -> None:
    """Gives a file a lot of sound, and a tag with a cover of that many bytes behind it."""
    with open(path, "rb+") as file:
        from mutagen_rs.aiff import AIFFFile
        from mutagen_rs.dsdiff import DSDIFFFile
        from mutagen_rs.wave import _WaveFile

        chunks = {AIFF: AIFFFile, WAVE: _WaveFile, DSDIFF: DSDIFFFile}[kind](file)
        sound = next(chunks[name] for name in ("SSND", "data", "DSD") if name in chunks)
        sound.resize(200_000)
        sound.write(bytes(200_000))
    audio = kind(path)
    audio.add_tags()
    audio.tags.add(TIT2(encoding=3, text=["A title"]))
    if cover:
        audio.tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=b"\x89" * cover))
    audio.save()


@needs_counters
def test_small_file(plain: tuple[Any, Path]) -> None:
    kind, path = plain
    kind(path)
    assert calls_of(lambda: kind(path)) == Calls(1, 0, 0)


@needs_counters
@pytest.mark.parametrize("cover", [0, 50_000, 800_000])
def test_usual_file(cover: int, plain: tuple[Any, Path]) -> None:
    """The head of the file, and all that is behind the sound."""
    kind, path = plain
    make_usual(kind, path, cover)
    assert calls_of(lambda: kind(path)) == Calls(2, 0, 0)
    opened = kind(path)
    assert calls_of(opened.pprint) == Calls(0, 0, 0)


@needs_counters
def test_save_into_padding(plain: tuple[Any, Path]) -> None:
    """Two reads for the headers, two for what changes, and one write."""
    kind, path = plain
    make_usual(kind, path, 50_000)
    audio = kind(path)
    text = audio["TIT2"].text[0]
    audio["TIT2"].text = [text[::-1]]
    used = calls_of(audio.save)
    assert (used.reads, used.writes) == (4, 1)
    assert used.bytes_written <= len(text)
    assert calls_of(audio.save).writes == 0
