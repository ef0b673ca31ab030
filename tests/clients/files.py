"""All files of the tests, and a change that every kind of file takes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import mutagen_rs
from mutagen_rs.id3 import TIT2, ID3Tags
from mutagen_rs.mp4 import MP4Tags


def copies(folder: Path, sources: list[Path]) -> list[Path]:
    """Copies of all files below `sources`, each under a name of its own with its extension."""
    folder.mkdir()
    made = []
    for number, source in enumerate(sources):
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            copy = folder / f"{number}-{path.parent.name}-{path.name}"
            shutil.copyfile(path, copy)
            made.append(copy)
    return made


def opened(path: Path, easy: bool = False) -> Any:
    """The file, or None if nothing can open it."""
    try:
        return mutagen_rs.File(path, easy=easy)
    except mutagen_rs.MutagenError:
        return None


def retitle(audio: Any, title: str) -> bool:
    """Give a file another title; False if its kind has no tags."""
    if audio.tags is None:
        try:
            audio.add_tags()
        except mutagen_rs.MutagenError:
            return False
    if isinstance(audio.tags, ID3Tags):
        audio.tags.add(TIT2(encoding=3, text=[title]))
    elif isinstance(audio.tags, MP4Tags):
        audio.tags["\xa9nam"] = [title]
    else:
        audio.tags["title"] = title
    return True
