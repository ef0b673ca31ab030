"""Text of comments that mutagen wrote comes back whole, whatever its length and characters."""

from __future__ import annotations

import shutil
from pathlib import Path

import mutagen.flac
import mutagen.oggvorbis
import pytest

from mutagen_rs import File

KINDS = {"flac/plain.flac": mutagen.flac.FLAC, "ogg/chained.ogg": mutagen.oggvorbis.OggVorbis}


@pytest.mark.parametrize("character", ["x", "\0", "\x7f", "\x80", "é", "漢", "😀"])
@pytest.mark.parametrize("length", [1023, 1024, 100_000])
@pytest.mark.parametrize("name", KINDS)
def test_long_text(
    name: str, length: int, character: str, sample_dir: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(sample_dir / name, tmp_path))
    original = KINDS[name](path)
    texts = [character * length, character + "x" * length, "x" * length + character]
    original["long"] = texts
    original.save()
    opened = File(path)
    assert opened is not None
    assert opened["long"] == texts
    assert list(map(hash, opened["long"])) == list(map(hash, texts))
