"""What an open and a save of an APEv2 container ask of the operating system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mutagen_rs.apev2 import APEv2, APEv2File
from mutagen_rs.monkeysaudio import MonkeysAudio
from mutagen_rs.musepack import Musepack
from mutagen_rs.optimfrog import OptimFROG
from mutagen_rs.tak import TAK
from mutagen_rs.wavpack import WavPack
from writes.measure import PROCESS_IO, Calls, calls_of

needs_counters = pytest.mark.skipif(not PROCESS_IO.exists(), reason="no /proc/self/io here")

AUDIO = bytes(range(256)) * 400

SAMPLES: dict[str, Any] = {
    "musepack-sv7.mpc": Musepack,
    "musepack-sv8-no-gain.mpc": Musepack,
    "wavpack-stereo.wv": WavPack,
    "monkeysaudio-399.ape": MonkeysAudio,
    "optimfrog-5100.ofr": OptimFROG,
    "tak-usual.tak": TAK,
}


@pytest.fixture(params=SAMPLES)
def file(request: pytest.FixtureRequest, sample_copy: Path) -> tuple[Path, Any]:
    """A file of usual size, and its class."""
    path = sample_copy / "ape" / str(request.param)
    tags = APEv2(path)
    tags.delete()
    with path.open("ab") as end:
        end.write(AUDIO)
    tags["Title"] = "A title"
    tags.save(path)
    return path, SAMPLES[str(request.param)]


@needs_counters
@pytest.mark.parametrize("cover", [False, True])
def test_open(cover: bool, file: tuple[Path, Any]) -> None:
    """The head, and the end with the tag; a tag with a picture takes another read."""
    path, kind = file
    if cover:
        tags = APEv2(path)
        tags["Cover Art (Front)"] = AUDIO
        tags.save(path)
    kind(path)
    assert calls_of(lambda: kind(path)) == Calls(3 if cover else 2, 0, 0)
    # Whatever is built later comes from memory.
    opened = kind(path)
    assert calls_of(opened.pprint) == Calls(0, 0, 0)
    assert calls_of(lambda: APEv2File(path)) == Calls(2 if cover else 1, 0, 0)


@needs_counters
def test_small_files_are_read_once(sample_copy: Path) -> None:
    paths = [sample_copy / "ape" / name for name in SAMPLES]
    small = [path for path in paths if path.stat().st_size <= 8192]
    used = calls_of(lambda: [SAMPLES[path.name](path) for path in small])
    assert used == Calls(len(small), 0, 0)
    assert len(small) > 3


@needs_counters
def test_save(file: tuple[Path, Any]) -> None:
    """Only what differs is written; nothing, if nothing changed."""
    path, kind = file
    opened = kind(path)
    assert calls_of(opened.save).writes == 0
    opened["Title"] = "A tit1e"
    before = path.read_bytes()
    used = calls_of(opened.save)
    assert (used.writes, used.bytes_written) == (1, 1)
    assert path.read_bytes() == before.replace(b"A title", b"A tit1e")


def test_audio_is_untouched(file: tuple[Path, Any]) -> None:
    path, kind = file
    opened = kind(path)
    before = path.read_bytes()
    audio = before[: before.index(b"APETAGEX")]
    opened["Comment"] = "a longer tag " * 100
    assert opened.plan_save().moves == []
    opened.save()
    assert path.read_bytes().startswith(audio)
    opened.delete()
    assert path.read_bytes() == audio
