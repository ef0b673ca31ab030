"""How many reads and writes an open and a save of an MP4 file cost: exact numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutagen_rs.mp4 import MP4
from parity.bytes_of_mp4 import FTYP, MVHD, TITLE, atom, data, full, offsets_table, tags, track
from writes.measure import PROCESS_IO, Calls, calls_of

pytestmark = pytest.mark.skipif(not PROCESS_IO.exists(), reason="no /proc/self/io here")

COVER = atom(b"covr", data(bytes(range(256)) * 1000, 13))

# Kinds of file, and the reads of an open: the head of the file, the head of moov if it stands
# behind the audio, the end of moov with the tags. The headers behind moov come with that.
READS = {
    ("first", "small"): 1,
    ("first", "usual"): 2,
    ("first", "cover"): 2,
    ("last", "small"): 2,
    ("last", "usual"): 3,
    ("last", "cover"): 3,
}


@pytest.fixture(params=READS, ids=" ".join)
def kind(request: pytest.FixtureRequest) -> tuple[str, str]:
    where, size = request.param
    return where, size


@pytest.fixture
def path(kind: tuple[str, str], tmp_path: Path) -> Path:
    where, size = kind
    frames = 300 if size == "small" else 12_000
    sizes = full(b"stsz", bytes(4), frames.to_bytes(4, "big"), bytes(4 * frames))
    items = [TITLE, COVER] if size == "cover" else [TITLE]
    mdat = atom(b"mdat", bytes(500_000))
    chunks = range(100_000, 500_000, 4000)
    stream = track(table=sizes + offsets_table(chunks))
    moov = atom(b"moov", MVHD, stream, tags(*items, padding=1000))
    path = tmp_path / "file.m4a"
    path.write_bytes(FTYP + (moov + mdat if where == "first" else mdat + moov))
    return path


def test_open(kind: tuple[str, str], path: Path) -> None:
    MP4(path)
    assert calls_of(lambda: MP4(path)) == Calls(READS[kind], 0, 0)
    # Whatever is built later comes from memory.
    opened = MP4(path)
    assert calls_of(opened.pprint) == Calls(0, 0, 0)
    assert opened.info.sample_rate == 44100


def test_save_into_padding(kind: tuple[str, str], path: Path) -> None:
    """What an open reads; the changed bytes are one write, whatever the cover."""
    audio = MP4(path)
    for title in ("elttit A", "A title", "Another title of another length"):
        audio["\xa9nam"] = [title]
        used = calls_of(audio.save)
        assert used.reads <= READS[kind] + 1
        assert used.writes == 1 or kind[1] == "cover"
        assert used.bytes_written < 300 or kind[1] == "cover"
    audio["\xa9nam"] = ["Another title of another_length"]
    assert calls_of(audio.save)[1:] == (1, 1)


def test_save_of_nothing_new(path: Path) -> None:
    audio = MP4(path)
    assert calls_of(audio.save)[1:] == (0, 0)


def test_growth_reads_no_audio_but_what_moves(kind: tuple[str, str], path: Path) -> None:
    """Behind the audio nothing moves; before it, all of it does, in one block."""
    audio = MP4(path)
    audio["\xa9cmt"] = ["a comment " * 500]
    used = calls_of(audio.save)
    moved = 500_000 if kind[0] == "first" else 0
    tag = path.stat().st_size - 500_000
    assert moved < used.bytes_written < moved + 2 * tag + 20_000
