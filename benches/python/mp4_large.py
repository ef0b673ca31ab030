"""A large M4A file with moov in front, saved with tags that grow: times, and the audio afterwards.

    .venv/bin/python benches/python/mp4_large.py               # 300 MB
    .venv/bin/python benches/python/mp4_large.py 1000 --folder /somewhere

The file is ALAC of noise, made by ffmpeg and kept in ``.cache/bench`` (or the folder given). Each
library grows the tags of a copy by a cover, so that all of the audio moves and every offset in the
tables changes; both copies must come out the same, and ffmpeg must decode the same audio from them
as before. Then the tags are removed, and the audio is decoded once more.
"""

from __future__ import annotations

import argparse
import filecmp
import importlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from rows import OURS, REFERENCE

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "bench"
# ALAC of white noise: a little more than the samples themselves.
BYTES_PER_SECOND = 44100 * 2 * 2
COVER = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + bytes(range(256)) * 3000


def ffmpeg(*arguments: str | Path) -> str:
    """Run ffmpeg and give what it prints."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def make(path: Path, megabytes: int) -> None:
    """Noise for so many megabytes, with moov in front of it."""
    seconds = megabytes * 10**6 // BYTES_PER_SECOND
    noise = f"anoisesrc=d={seconds}:r=44100:c=white:seed=1"
    ffmpeg("-f", "lavfi", "-i", noise, "-ac", "2", "-c:a", "alac", "-movflags", "+faststart", path)


def audio_of(path: Path) -> str:
    """The MD5 of the decoded audio."""
    return ffmpeg("-i", path, "-map", "0:a", "-f", "md5", "-").strip()


def flush(path: Path) -> None:
    """Wait until a file is on disk, so that nobody's writing is timed but one's own."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def grow(library: str, path: Path) -> float:
    """Seconds of a save that grows; the file was opened and edited before."""
    audio: Any = importlib.import_module(f"{library}.mp4").MP4(path)
    if audio.tags is None:
        audio.add_tags()
    audio["\xa9nam"] = ["A title"]
    audio["covr"] = [COVER]
    start = time.perf_counter()
    audio.save()
    return time.perf_counter() - start


def delete(library: str, path: Path) -> float:
    """Seconds of a removal, opening included."""
    start = time.perf_counter()
    importlib.import_module(f"{library}.mp4").delete(path)
    return time.perf_counter() - start


def main() -> None:
    """Make the file, save it with both libraries, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("megabytes", nargs="?", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=CACHE)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if shutil.which("ffmpeg") is None:
        print("skipped: there is no ffmpeg here")
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    original = options.folder / f"large-{options.megabytes}.m4a"
    if not original.exists():
        make(original, options.megabytes)
    expected = audio_of(original)
    print(f"{original.stat().st_size / 1e6:.0f} MB, audio {expected}")
    copies = {name: options.folder / f"large-{name}.m4a" for name in (REFERENCE, OURS)}
    try:
        for work in (grow, delete):
            compare(work.__name__, original, copies, options.rounds)
            for path in copies.values():
                if audio_of(path) != expected:
                    sys.exit(f"{path}: other audio than before")
            print(f"{work.__name__}: the same bytes by both, the same audio as before")
    finally:
        for path in copies.values():
            path.unlink(missing_ok=True)


def compare(name: str, original: Path, copies: dict[str, Path], rounds: int) -> None:
    """Time a change on both copies, which are made anew for each round, and compare them."""
    work = {"grow": grow, "delete": delete}[name]
    for number in range(rounds):
        for library, path in copies.items():
            shutil.copyfile(original, path)
            if name == "delete":
                grow(library, path)
            flush(path)
            seconds = work(library, path)
            flush(path)
            print(f"{name}, round {number + 1}, {library}: {seconds * 1000:.0f} ms")
    if not filecmp.cmp(copies[REFERENCE], copies[OURS], shallow=False):
        sys.exit(f"{name}: the two libraries left different bytes")


if __name__ == "__main__":
    main()
