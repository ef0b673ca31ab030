"""Saves of every format to file objects that fail at any step, fill up, or do things in parts."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from faults.objects import Failing, Full, SixMethods, Trickling
from mutagen_rs import MutagenError
from mutagen_rs.apev2 import APEv2
from mutagen_rs.id3 import TIT2, ID3Tags
from mutagen_rs.mp4 import MP4Tags

# A file of each format that has tags, and the class that opens it.
FILES = {
    "ape/wavpack-stereo.wv": "wavpack.WavPack",
    "asf/tags-twice.wma": "asf.ASF",
    "dsf/id3v2.4.dsf": "dsf.DSF",
    "flac/tags.flac": "flac.FLAC",
    "iff/tag-first.wav": "wave.WAVE",
    "iff/tag-first.aif": "aiff.AIFF",
    "iff/tag-odd.dff": "dsdiff.DSDIFF",
    "mp4/aac-cover-moov-first.m4a": "mp4.MP4",
    "ogg/flac.oga": "oggflac.OggFLAC",
    "ogg/opus.opus": "oggopus.OggOpus",
    "ogg/speex.spx": "oggspeex.OggSpeex",
    "ogg/theora-and-vorbis.ogv": "oggtheora.OggTheora",
    "ogg/vorbis.ogg": "oggvorbis.OggVorbis",
    "trueaudio/id3v1.tta": "trueaudio.TrueAudio",
}

Opened = Any


def _set_title(file: Opened, title: str) -> None:
    if file.tags is None:
        file.add_tags()
    if isinstance(file.tags, ID3Tags):
        file.tags.add(TIT2(encoding=3, text=[title]))
    else:
        file.tags["\xa9nam" if isinstance(file.tags, MP4Tags) else "Title"] = title


def _grow(file: Opened, target: Any) -> None:
    _set_title(file, "A title" * 1500)
    file.save(target)


def _shrink(file: Opened, target: Any) -> None:
    if file.tags is not None:
        file.tags.clear()
    _set_title(file, "T")
    if isinstance(file.tags, APEv2):
        file.save(target)
    else:
        file.save(target, padding=lambda info: 0)


CHANGES: dict[str, Callable[[Opened, Any], None]] = {
    "grow": _grow,
    "shrink": _shrink,
    "delete": lambda file, target: file.delete(target),
}


class Halves(SixMethods):
    """Writes half of what it is given, and says so."""

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        half = data[: (len(data) + 1) // 2]
        super().write(half)
        return len(half)


class Case:
    """A file and what is done to it."""

    def __init__(self, data: bytes, kind: str, change: str) -> None:
        module, name = kind.split(".")
        self._open = getattr(import_module(f"mutagen_rs.{module}"), name)
        self._change = CHANGES[change]
        self.data = data
        whole = SixMethods(data)
        self.change(whole)
        self.changed = whole.contents

    def change(self, target: Any) -> None:
        """Save or delete, in a file object that was not read before."""
        self._change(self._open(BytesIO(self.data)), target)


@pytest.fixture(params=CHANGES)
def change(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=FILES)
def case(request: pytest.FixtureRequest, change: str, sample_dir: Path) -> Case:
    data = (sample_dir / request.param).read_bytes()
    return Case(data, FILES[request.param], change)


@pytest.mark.parametrize("once", [False, True], ids=["for good", "once"])
def test_every_step_may_fail(case: Case, once: bool) -> None:
    """Until the first write has succeeded the file is as it was; it is never cut too early."""
    refusals: list[str] = []
    for budget in range(10_000):
        file = Failing(case.data, budget, once)
        try:
            case.change(file)
        except MutagenError as raised:
            refusals.append(str(raised))
            if not {"write", "truncate"} & set(file.calls[:budget]):
                assert file.contents == case.data
            assert len(file.contents) >= min(len(case.data), len(case.changed))
        else:
            assert file.contents == case.changed
            if len(file.calls) <= budget:
                assert refusals
                assert not any("internal" in refusal for refusal in refusals)
                return
    raise AssertionError("no end of steps")


@pytest.mark.parametrize("name", FILES)
def test_full_disk(name: str, sample_dir: Path) -> None:
    """Whatever room there is: enough, or the file is as it was."""
    case = Case((sample_dir / name).read_bytes(), FILES[name], "grow")
    size = len(case.changed)
    assert size > len(case.data)
    for capacity in {len(case.data), len(case.data) + 1, (len(case.data) + size) // 2, size - 1}:
        file = Full(case.data, capacity)
        with pytest.raises(MutagenError) as caught:
            case.change(file)
        assert isinstance(caught.value.args[0], OSError)
        assert file.contents == case.data
    file = Full(case.data, size)
    case.change(file)
    assert file.contents == case.changed


@pytest.mark.parametrize("kind", [Trickling, Halves])
def test_reads_and_writes_in_parts(case: Case, kind: type[SixMethods]) -> None:
    file = kind(case.data)
    case.change(file)
    assert file.contents == case.changed
