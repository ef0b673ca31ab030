"""Every block of code in the README and in the documentation runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mutagen_rs.flac import FLAC

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "test_files"
DOCUMENTS = sorted(
    path
    for folder, pattern in (
        (ROOT, "README.md"),
        (ROOT / "benches", "README.md"),
        (ROOT / "docs", "*.md"),
        (ROOT / "docs" / "api", "*.md"),
        (ROOT / "docs" / "formats", "*.md"),
        (ROOT / "design", "**/*.md"),
    )
    for path in folder.glob(pattern)
)

# The names that documents use, and what they stand for.
FILES = {
    "song.mp3": "mp3/id3v2.4-25-frames.mp3",
    "other.mp3": "mp3/id3v2.3-lame.mp3",
    "untagged.mp3": "mp3/no-tag.mp3",
    "song.flac": "flac/tags.flac",
    "song.ogg": "ogg/vorbis.ogg",
    "song.opus": "ogg/opus.opus",
    "song.m4a": "mp4/aac-cover-moov-first.m4a",
    "book.m4a": "mp4/alac-chapters.m4a",
    "song.wma": "asf/wma2.wma",
    "song.wav": "iff/plain.wav",
    "song.wv": "ape/wavpack-stereo.wv",
    "song.mid": "smf/tracks.mid",
}

_FENCE = re.compile(r"^ *```(.*)$", re.MULTILINE)


def _kinds(path: Path) -> list[str]:
    """What each block of a document is said to be."""
    return _FENCE.findall(path.read_text("utf-8"))[::2]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a document runs, with copies of samples under the names that it uses."""
    for name, sample in FILES.items():
        shutil.copyfile(SAMPLES / sample, tmp_path / name)
    cover = FLAC(SAMPLES / "flac" / "cover.flac").pictures[0]
    (tmp_path / "cover.jpg").write_bytes(cover.data)
    (tmp_path / "notes.txt").write_text("no sound")
    return tmp_path


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_kinds(path: Path) -> None:
    """Blocks are code that runs, directives of Sphinx, or plain text that says so."""
    for kind in _kinds(path):
        assert kind in ("python", "console", "text") or re.fullmatch(r"\{[\w-]+\}.*", kind)


@pytest.mark.parametrize(
    "path",
    [path for path in DOCUMENTS if {"python", "console"} & {*_kinds(path)}],
    ids=_name,
)
def test_blocks_run(path: Path, folder: Path) -> None:
    """In a process of their own, since one document puts the package in mutagen's place."""
    runner = Path(__file__).with_name("blocks.py")
    run = subprocess.run(
        [sys.executable, "-W", "error", runner, path, ROOT],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    blocks = sum(kind in ("python", "console") for kind in _kinds(path))
    assert int(run.stdout.splitlines()[-1]) >= blocks > 0
