"""How many system calls AAC, AC-3, MIDI, True Audio and DSF files cost: exact numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mutagen_rs.aac import AAC
from mutagen_rs.ac3 import AC3
from mutagen_rs.dsf import DSF
from mutagen_rs.id3 import APIC, TIT2
from mutagen_rs.smf import SMF
from mutagen_rs.trueaudio import TrueAudio
from writes.measure import PROCESS_IO, Calls, calls_of

pytestmark = pytest.mark.skipif(not PROCESS_IO.exists(), reason="no /proc/self/io here")


@pytest.mark.parametrize(
    ("kind", "name", "reads"),
    [
        (AAC, "aac/mono.aac", 1),
        (AAC, "aac/stereo.aac", 2),  # a hundred frames need more than the first window
        (AAC, "aac/program.adif", 1),
        (AC3, "ac3/stereo.ac3", 1),
        (SMF, "smf/tracks.mid", 1),
        (TrueAudio, "trueaudio/id3v2.4.tta", 1),
        (TrueAudio, "trueaudio/id3v2.3-picture-v1.tta", 3),
        (DSF, "dsf/plain.dsf", 1),
        (DSF, "dsf/id3v2.4.dsf", 2),
        (DSF, "dsf/id3v2.3-picture.dsf", 2),
    ],
)
def test_open(kind: Any, name: str, reads: int, sample_dir: Path) -> None:
    path = sample_dir / name
    kind(path).pprint()
    assert calls_of(lambda: kind(path)) == Calls(reads, 0, 0)
    opened = kind(path)
    assert calls_of(opened.pprint) == Calls(0, 0, 0)


def test_save_of_dsf(sample_copy: Path) -> None:
    """The headers, the tag's magic bytes and the tag are read; the changed bytes are one write."""
    path = sample_copy / "dsf" / "id3v2.3-picture.dsf"
    audio = DSF(path)
    audio["TIT2"] = TIT2(encoding=3, text=["A title"])
    audio.save()
    audio["TIT2"].text = ["B title"]
    audio = DSF(path)
    audio["TIT2"].text = ["C title"]
    used = calls_of(audio.save)
    assert used.writes == 1
    assert used.bytes_written == 1
    assert used.reads <= 4
    assert audio.tags is not None
    audio.tags.add(APIC(encoding=0, mime="image/png", type=4, desc="", data=bytes(200_000)))
    # Room, the header, and what the tag consists of; the sound is not touched.
    used = calls_of(audio.save)
    assert used.reads <= 3
    assert used.bytes_written < 2 * 230_000
