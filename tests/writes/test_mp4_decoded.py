"""An independent reader agrees: ffmpeg decodes the same audio before and after saves of MP4."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from mutagen_rs.mp4 import MP4, MP4Cover
from parity.bytes_of_mp4 import chunk_offsets, offsets_table, walk

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="there is no ffmpeg here")

FRAGMENTS = "+frag_keyframe+empty_moov"

LAYOUTS = {
    "moov first": ["-movflags", "+faststart"],
    "moov first, 64 bits": ["-movflags", "+faststart"],
    "moov last": [],
    "moov last, 64 bits": [],
    "fragments": ["-movflags", FRAGMENTS, "-frag_duration", "500000"],
    "fragments that count from themselves": [
        *("-movflags", f"{FRAGMENTS}+default_base_moof", "-frag_duration", "500000")
    ],
}
"""What ffmpeg is told, to lay a file out in that way."""


def _png(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I4s", len(data), name) + data + struct.pack(">I", zlib.crc32(name + data))


def _cover() -> bytes:
    """A picture of one pixel, with many bytes that nobody needs."""
    head = _png(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = _png(b"IDAT", zlib.compress(b"\0\x80"))
    return b"\x89PNG\r\n\x1a\n" + head + _png(b"prVt", bytes(700_000)) + pixel + _png(b"IEND", b"")


COVER = _cover()


def _ffmpeg(*arguments: str | Path) -> str:
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    assert not run.stderr, run.stderr
    return run.stdout


def _streams(path: Path) -> list[str]:
    """A digest of the decoded audio of each track."""
    shown = _ffmpeg("-i", path, "-map", "0:a", "-c:a", "pcm_s16le", "-f", "streamhash", "-")
    return shown.split()


def _title(path: Path) -> str:
    """The title as ffprobe reads it."""
    command = ["ffprobe", "-v", "error", "-of", "csv=p=0", "-show_entries", "format_tags=title"]
    run = subprocess.run([*command, path], capture_output=True, text=True, check=True, timeout=60)
    return run.stdout.strip()


def _chunks(path: Path) -> list[list[bytes]]:
    """The chunks of each table, up to where the next one or the end of the audio is."""
    data = path.read_bytes()
    tables = chunk_offsets(data)
    limits = {at for table in tables for at in table}
    limits |= {atom.end for atom in walk(data) if atom.path == (b"mdat",)}
    ends = dict(pairwise(sorted(limits)))
    return [[data[at : ends[at]] for at in table] for table in tables]


def _widened(data: bytes) -> bytes:
    """The same file with `co64` in place of `stco`."""
    atoms = list(walk(data))
    tables = list(
        zip((a for a in atoms if a.path[-1] == b"stco"), chunk_offsets(data), strict=True)
    )
    growth = 4 * sum(len(offsets) for _, offsets in tables)
    moov, mdat = (next(a.offset for a in atoms if a.path == (name,)) for name in (b"moov", b"mdat"))
    wide = bytearray(data)
    for table, offsets in reversed(tables):
        moved = [at + (growth if moov < mdat else 0) for at in offsets]
        wide[table.offset : table.end] = offsets_table(moved, wide=True)
        for atom in atoms:
            if atom.offset < table.offset and atom.end >= table.end:
                (size,) = struct.unpack_from(">I", wide, atom.offset)
                struct.pack_into(">I", wide, atom.offset, size + 4 * len(offsets))
    assert not [a for a in walk(bytes(wide)) if a.path[-1] == b"stco"]
    return bytes(wide)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a file of a layout: a track of ALAC and one of AAC, three seconds long."""
    folder = tmp_path_factory.mktemp("movies")

    def make(layout: str) -> Path:
        path = folder / f"{layout}.m4a"
        if not path.exists():
            noise = ["-f", "lavfi", "-i", "anoisesrc=d=3:r=44100:c=white:seed=1"]
            tone = ["-f", "lavfi", "-i", "sine=440:d=3"]
            codecs = ["-map", "0", "-map", "1", "-ac", "2", "-c:a:0", "alac", "-c:a:1", "aac"]
            _ffmpeg(*noise, *tone, *codecs, "-metadata", "title=first", *LAYOUTS[layout], path)
            if layout.endswith("64 bits"):
                path.write_bytes(_widened(path.read_bytes()))
        return path

    return make


@pytest.mark.parametrize("layout", LAYOUTS)
def test_same_audio(layout: str, made: Callable[[str], Path], tmp_path: Path) -> None:
    path = tmp_path / "movie.m4a"
    shutil.copyfile(made(layout), path)
    before, chunks = _streams(path), _chunks(path)
    assert len(before) == 2
    assert len(set(before)) == 2
    if "fragments" not in layout:
        assert min(map(len, chunks)) > 3
    size = path.stat().st_size

    audio = MP4(path)
    audio["\xa9nam"] = ["A title that is longer"]
    audio["covr"] = [MP4Cover(COVER, MP4Cover.FORMAT_PNG)]
    audio.save()
    assert path.stat().st_size > size + len(COVER) // 2
    assert (_streams(path), _chunks(path)) == (before, chunks)
    assert _title(path) == "A title that is longer"

    del audio["covr"]
    audio.save(padding=lambda info: 0)
    assert path.stat().st_size < size + 2000
    assert (_streams(path), _chunks(path)) == (before, chunks)

    audio.delete()
    assert (_streams(path), _chunks(path)) == (before, chunks)
    assert _title(path) == ""
