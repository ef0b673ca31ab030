"""Make the files that are measured, once, into a cache folder; usable as a script of its own.

The files of a format depend on its maker's source and on mutagen's version only. A folder whose
manifest names another recipe, or whose files have other sizes, is made again.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import shutil
from pathlib import Path

import mutagen
import songs as songs_module
from formats import FORMATS
from rows import Format
from songs import Library, Song

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "bench"
MANIFEST = "manifest.json"


def ensure(fmt: Format, cache: Path = CACHE) -> Library:
    """The library of ``fmt`` below ``cache``, made first if it is missing; no copies are there."""
    folder = cache / fmt.name.lower() / "originals"
    songs = _read_manifest(folder, _recipe(fmt))
    if songs is None:
        songs = _make(fmt, folder)
    return Library(folder, folder.with_name("copies"), songs)


def _recipe(fmt: Format) -> str:
    maker = inspect.getsource(inspect.getmodule(fmt.make) or fmt.make)
    parts = (maker, inspect.getsource(songs_module), mutagen.version_string)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _read_manifest(folder: Path, recipe: str) -> list[Song] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        songs = [Song(*record) for record in manifest["songs"]]
        sizes = [(folder / song.name).stat().st_size for song in songs]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if manifest["recipe"] != recipe or sizes != [song.size for song in songs]:
        return None
    return songs


def _make(fmt: Format, folder: Path) -> list[Song]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    songs = list(fmt.make(folder))
    # Written last: a run that was broken off leaves no manifest and is made again.
    manifest = {"recipe": _recipe(fmt), "songs": songs}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    return songs


def summary(library: Library) -> str:
    """One line: how many files of each class, and how large they are."""
    parts = []
    for cover, songs in library.classes().items():
        size = sum(song.size for song in songs) / len(songs) / 1000
        tag = sum(song.tag for song in songs) / len(songs) / 1000
        parts.append(f"{len(songs)} with cover: {cover} ({size:.0f} kB each, tag {tag:.1f} kB)")
    low = min(song.entries for song in library.songs)
    high = max(song.entries for song in library.songs)
    return f"{len(library.songs)} files with {low}-{high} entries: " + ", ".join(parts)


def main() -> None:
    """Make every library that is missing and say what is there."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    for fmt in FORMATS:
        print(f"{fmt.name}: {summary(ensure(fmt))}")


if __name__ == "__main__":
    main()
