"""A large Ogg Vorbis file, saved with a comment that needs more pages: times, and bytes read.

    .venv/bin/python benches/python/ogg_large.py               # 300 MB
    .venv/bin/python benches/python/ogg_large.py 1000 --folder /somewhere

The file is made of pages of 4.3 kB and kept in ``.cache/bench`` (or the folder given). In each case
the number of pages changes, so all later ones get another number and another checksum:

- *stays*: the comment and the padding need the same room as before, so that nothing moves. Of the
  later pages only headers may be read: less than a tenth of the file.
- *grows*: the comment grows by 60 kB, and everything behind it moves.
- *deleted*: the comment goes, and everything behind it moves to the front.

Both libraries work on copies of their own, which must come out the same. The aim for the first two
is 20 times mutagen's speed. Beside *stays* stands the kernel's floor: the system calls alone that
read the header of each page and write the eight bytes that change.
"""

from __future__ import annotations

import argparse
import filecmp
import importlib
import os
import shutil
import statistics
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from floor import Floor, Job, Steps, build, read, write
from rows import OURS, REFERENCE

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "bench"

FASTER = 20
"""By what factor, at least."""

HEAD = 27 + 255
"""Bytes of the longest header of a page (RFC 3533, section 6)."""

FIRST = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 2, 44100, 0, 112000, 0, 0xB8, 1)
COMMENT = b"\x03vorbis" + bytes(8) + b"\x01"
SETUP = b"\x05vorbis" + bytes(9000)
BODY = [bytes([number]) * 180 for number in range(24)]


def make(path: Path, megabytes: int) -> None:
    """Write the file; its comment has 2000 bytes of padding, on one large page with the setup."""
    kind = importlib.import_module(f"{OURS}.ogg").OggPage
    count = megabytes * 10**6 // 4371
    with path.open("wb") as file:
        for number in range(count + 2):
            page = kind()
            page.serial, page.sequence = 1, number
            page.first, page.last = number == 0, number == count + 1
            page.packets = [[FIRST], [COMMENT + bytes(2000), SETUP]][number] if number < 2 else BODY
            page.position = 20_000 * max(0, number - 1)
            file.write(page.write())


def stays(audio: Any) -> None:
    """The comment and the setup get a page more: its header, and that much less padding."""
    audio.save(padding=lambda info: info.padding - 27)


def grows(audio: Any) -> None:
    """More than the padding holds."""
    audio["lyrics"] = "x" * 60_000
    audio.save()


def deleted(audio: Any) -> None:
    """The comment is emptied."""
    audio.delete()


CASES: tuple[Callable[[Any], None], ...] = (stays, grows, deleted)


def flush(path: Path) -> None:
    """Wait until a file is on disk, so that nobody's writing is timed but one's own."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def bytes_read() -> int:
    """How many bytes this process has read so far, from files in the cache too."""
    fields = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(fields["rchar"])


def measure(work: Callable[[Any], None], library: str, path: Path) -> tuple[float, int]:
    """Seconds of processor time of a change, and bytes read for it; the file was opened before."""
    audio = importlib.import_module(f"{library}.oggvorbis").OggVorbis(path)
    before = bytes_read()
    start = time.process_time()
    work(audio)
    return time.process_time() - start, bytes_read() - before


def renumbering(path: Path) -> Steps:
    """The system calls that give each page behind the comment another number."""
    data = memoryview(path.read_bytes())
    steps: list[list[str]] = [[], []]
    place, number = 0, 0
    while place < len(data):
        table = data[place + 27 : place + 27 + data[place + 26]]
        if number > 1:
            steps[0].append(read(place, min(HEAD, len(data) - place)))
            steps[1].append(write(place + 18, 8))
        place += 27 + len(table) + sum(table)
        number += 1
    return [*steps[0], *steps[1]]


def floor_of_stays(original: Path, folder: Path, rounds: int) -> float:
    """Seconds of the system calls alone, on fresh copies as `compare` has them."""
    program = build(folder)
    copy = folder / "large-floor.ogg"
    steps = renumbering(original)
    times = []
    try:
        for _ in range(rounds):
            shutil.copyfile(original, copy)
            flush(copy)
            with Floor(program, [Job("all", str(copy), None, steps)]) as floor:
                times.append(floor.run_once("all") / 1e9)
    finally:
        copy.unlink(missing_ok=True)
    return statistics.median(times)


def compare(work: Callable[[Any], None], original: Path, folder: Path, rounds: int) -> list[str]:
    """Time a change with both libraries on fresh copies; what is not as it must be."""
    name, size = work.__name__, original.stat().st_size
    copies = {library: folder / f"large-{library}.ogg" for library in (REFERENCE, OURS)}
    times: dict[str, list[float]] = {library: [] for library in copies}
    faults = []
    read = 0
    try:
        for _ in range(rounds):
            for library, path in copies.items():
                shutil.copyfile(original, path)
                flush(path)
                seconds, read = measure(work, library, path)
                times[library].append(seconds)
        if not filecmp.cmp(copies[REFERENCE], copies[OURS], shallow=False):
            faults.append(f"{name}: the two libraries left different bytes")
        if work is stays and copies[OURS].stat().st_size != size:
            faults.append(f"{name}: the file has another size")
    finally:
        for path in copies.values():
            path.unlink(missing_ok=True)
    theirs, ours = (statistics.median(times[library]) for library in copies)
    print(
        f"{name}: {theirs * 1000:.0f} ms by mutagen, {ours * 1000:.0f} ms by mutagen_rs: "
        f"{theirs / ours:.0f} times as fast; it read {read / size:.1%} of the file"
    )
    if work is stays:
        least = floor_of_stays(original, folder, rounds)
        print(
            f"       the system calls alone take {least * 1000:.0f} ms: {ours / least:.2f} floors"
        )
    if work is grows and theirs < FASTER * ours:
        faults.append(f"{name}: less than {FASTER} times as fast")
    if work is stays and read > size // 10:
        faults.append(f"{name}: more than a tenth of the file was read")
    return faults


def main() -> None:
    """Make the file, change it with both libraries, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("megabytes", nargs="?", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=CACHE)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    original = options.folder / f"large-{options.megabytes}.ogg"
    if not original.exists():
        make(original, options.megabytes)
    print(f"{original.stat().st_size / 1e6:.0f} MB of Ogg Vorbis")
    faults = [
        fault for work in CASES for fault in compare(work, original, options.folder, options.rounds)
    ]
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
