"""What an open and a save of an ASF file ask of the operating system, and what a save leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutagen_rs.asf import ASF, ASFError
from writes.measure import PROCESS_IO, Calls, calls_of

needs_counters = pytest.mark.skipif(not PROCESS_IO.exists(), reason="no /proc/self/io here")

# The data object's GUID and size stand before the audio.
AUDIO = bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c") + bytes(range(256)) * 400


@pytest.fixture(params=[0, 30_000, 100_000])
def path(request: pytest.FixtureRequest, sample_copy: Path) -> Path:
    """A file with a picture of that many bytes; 0 is none."""
    path = sample_copy / "asf" / "no-tags.wma"
    data = path.read_bytes()
    path.write_bytes(data[: int.from_bytes(data[16:24], "little")] + AUDIO)
    file = ASF(path)
    file["Title"] = "A title"
    if request.param:
        file["WM/Picture"] = bytes(range(256)) * (request.param // 256)
    file.save()
    return path


@needs_counters
def test_open(path: Path) -> None:
    """The head of the file; the rest of the header, if that is larger."""
    ASF(path)
    is_large = int.from_bytes(path.read_bytes()[16:24], "little") > 8192
    assert calls_of(lambda: ASF(path)) == Calls(2 if is_large else 1, 0, 0)
    # Whatever is built later comes from memory.
    opened = ASF(path)
    assert calls_of(opened.pprint) == Calls(0, 0, 0)
    assert calls_of(lambda: opened._header) == Calls(0, 0, 0)


@needs_counters
@pytest.mark.parametrize("is_header_seen", [False, True])
def test_save_into_padding(is_header_seen: bool, path: Path) -> None:
    """The header is read once, as when it is opened; only what differs is written."""
    file = ASF(path)
    if is_header_seen:
        assert file._header.objects
    reads = 2 if int.from_bytes(path.read_bytes()[16:24], "little") > 8192 else 1
    assert calls_of(file.save) == Calls(reads, 0, 0)
    file["Title"] = "A tit1e"
    before = path.read_bytes()
    assert file.plan_save().bytes_written == 1
    used = calls_of(file.save)
    assert (used.reads, used.writes, used.bytes_written) == (reads, 1, 1)
    expected = before.replace("A title".encode("utf-16-le"), "A tit1e".encode("utf-16-le"))
    assert path.read_bytes() == expected


def test_audio_is_untouched(path: Path) -> None:
    file = ASF(path)
    for text in ("x" * 20_000, "short", "y" * 50_000):
        file["WM/Lyrics"] = text
        plan = file.plan_save()
        size = int.from_bytes(path.read_bytes()[16:24], "little")
        file.save()
        data = path.read_bytes()
        assert len(data) == plan.new_size
        assert [step[0] for step in plan.moves] in ([], [size])
        assert data.endswith(AUDIO)
        assert ASF(path)["WM/Lyrics"] == [text]
    file.delete()
    data = path.read_bytes()
    assert data.endswith(AUDIO)
    assert int.from_bytes(data[16:24], "little") + len(AUDIO) == len(data)


def test_refused_saves_write_nothing(path: Path) -> None:
    """Values that cannot be written, a padding function that raises."""
    before = path.read_bytes()
    file = ASF(path)
    file["WM/Broken"] = "text"
    file["WM/Broken"][0].value = 17
    with pytest.raises(TypeError):
        file.save()
    file["WM/Broken"] = 17
    file["WM/Broken"][0].value = 1 << 32
    with pytest.raises(ValueError, match="out of range"):
        file.save()
    file["n" * 40_000] = "name"
    del file["WM/Broken"]
    with pytest.raises(ASFError, match="too long"):
        file.save()
    del file["n" * 40_000]
    with pytest.raises(ZeroDivisionError):
        file.save(padding=lambda info: 1 // 0)
    assert path.read_bytes() == before
