"""`make demo`: the main job on real files, mutagen_rs and original mutagen side by side.

Opens each file of `test_files/` as its format, shows stream info and tags, edits a copy, saves it,
and reads the copy again with original mutagen. Exits 1 if the libraries disagree anywhere.

usage: demo.py [files or directories ...]
"""

from __future__ import annotations

import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mutagen
import mutagen.id3
import mutagen.mp3

import mutagen_rs
import mutagen_rs.id3

SAMPLES = Path(__file__).resolve().parents[1] / "test_files"
SUFFIXES = {".mp3", ".mp2"}
ROUNDS = 25  # timed opens and saves of each file by each library
TITLES = ("A title for even rounds", "The other for odd turns")  # of one length


class CountingFile:
    """The six methods that a tag library may use of a file, counting the bytes written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb+", buffering=0)
        self.written = 0
        self.read = self._file.read
        self.seek = self._file.seek
        self.tell = self._file.tell
        self.truncate = self._file.truncate
        self.flush = self._file.flush
        self.close = self._file.close

    def write(self, data: bytes) -> None:
        self.written += len(data)
        self._file.write(data)


class Side:
    """One library at work on a copy of its own; times in microseconds."""

    def __init__(self, library: Any, original: Path, copy: Path) -> None:
        self.library = library
        self.path = copy
        self.kind = type(library.File(original))
        self.opens: list[float] = []
        self.saves: list[float] = []
        shutil.copyfile(original, copy)
        # The first save may have to make room; what is timed afterwards fits the padding it leaves.
        self.edit(TITLES[1])
        self.opens.clear()
        self.saves.clear()

    def edit(self, title: str) -> None:
        started = time.perf_counter_ns()
        audio = self.kind(self.path)
        self.opens.append((time.perf_counter_ns() - started) / 1000)
        set_title(self.library, audio, title)
        started = time.perf_counter_ns()
        audio.save()
        self.saves.append((time.perf_counter_ns() - started) / 1000)

    def planned_bytes(self, title: str) -> int:
        """Bytes that a save of ours would write or move, as its plan says."""
        audio = self.kind(self.path)
        set_title(self.library, audio, title)
        plan = audio.plan_save()
        return int(plan.bytes_written + plan.bytes_moved)

    def counted_bytes(self, title: str) -> int:
        """Bytes that a save really writes through a file object, on a further copy."""
        scratch = self.path.with_suffix(".counted")
        shutil.copyfile(self.path, scratch)
        file = CountingFile(scratch)
        audio = self.kind(file)
        set_title(self.library, audio, title)
        file.seek(0)
        audio.save(file)
        file.close()
        return file.written


@dataclass
class Row:
    """What was measured on one file: ours, then mutagen's."""

    name: str
    open_us: tuple[float, float]
    save_us: tuple[float, float]
    written: tuple[int, int]
    problem: str


def samples(arguments: list[str]) -> Iterator[Path]:
    for root in [Path(a) for a in arguments] or [SAMPLES]:
        found = sorted(root.rglob("*")) if root.is_dir() else [root]
        yield from (path for path in found if path.suffix.lower() in SUFFIXES)


def attempt(library: Any, path: Path) -> tuple[Any, str]:
    """The opened file, or None and the name of the exception."""
    try:
        return library.File(path), ""
    except Exception as error:
        return None, type(error).__name__


def summary(audio: Any) -> str:
    """Stream info and the best known tags on one line."""
    info = audio.info
    line = f"{type(audio).__name__} {info.length:5.2f} s {info.bitrate // 1000:4} kbit/s"
    line += f" {info.sample_rate:6} Hz {info.channels} ch"
    if audio.tags is None:
        return f"{line}  no tag"
    texts = (str(audio.tags.get(key, "")).replace("\0", "; ") for key in ("TIT2", "TPE1"))
    return f"{line}  {len(audio.tags):2} frames  {' / '.join(text for text in texts if text)[:40]}"


def set_title(library: Any, audio: Any, title: str) -> None:
    if audio.tags is None:
        audio.add_tags()
    audio.tags.setall("TIT2", [library.id3.TIT2(encoding=3, text=[title])])


def measure(original: Path, directory: Path) -> Row:
    """Opens, edits and saves two copies of one file, each with one library, in alternation."""
    ours = Side(mutagen_rs, original, directory / "ours")
    theirs = Side(mutagen, original, directory / "theirs")
    gc.disable()
    for number in range(ROUNDS):
        for side in (ours, theirs) if number % 2 else (theirs, ours):
            side.edit(TITLES[number % 2])
    gc.enable()
    return Row(
        original.name,
        (statistics.median(ours.opens), statistics.median(theirs.opens)),
        (statistics.median(ours.saves), statistics.median(theirs.saves)),
        (ours.planned_bytes(TITLES[ROUNDS % 2]), theirs.counted_bytes(TITLES[ROUNDS % 2])),
        disagreement(ours.path, theirs.path, TITLES[(ROUNDS - 1) % 2]),
    )


def disagreement(our_copy: Path, their_copy: Path, title: str) -> str:
    """Reads what we wrote with original mutagen; empty if all is as it must be."""
    if str(mutagen.File(our_copy, options=[mutagen.mp3.MP3]).tags["TIT2"]) != title:
        return "mutagen reads another title"
    if our_copy.read_bytes() != their_copy.read_bytes():
        return "the saved files differ"
    return ""


def show_files(paths: list[Path]) -> tuple[list[Path], list[str]]:
    """Prints a line for each file; returns those that open, and what went wrong."""
    print(f"Opened by mutagen_rs {mutagen_rs.__version__}\n")
    opened, problems = [], []
    for path in paths:
        audio, error = attempt(mutagen_rs, path)
        rival, rival_error = attempt(mutagen, path)
        if audio is None:
            print(f"{path.name:28} cannot be opened: {error}")
        else:
            print(f"{path.name:28} {summary(audio)}")
            opened.append(path)
        ours = error or summary(audio)
        if ours != (rival_error or summary(rival)):
            problems.append(f"{path.name}: mutagen says {rival_error or summary(rival)}")
    return opened, problems


def table_line(name: str, row: Row) -> str:
    cells = []
    for ours, theirs in (row.open_us, row.save_us):
        cells.append(f"{ours:7.1f} /{theirs:7.1f} {theirs / ours:5.1f}x")
    ours, theirs = row.written
    return f"{name:28} {cells[0]}  {cells[1]}  {ours:7} /{theirs:7}  {row.problem or 'yes'}"


def show_table(rows: list[Row]) -> None:
    print(
        "\nA title replaced by another of the same length, saved into a copy, "
        f"read again by mutagen {mutagen.version_string}.\n"
        f"mutagen_rs / mutagen; medians of {ROUNDS} rounds, in turns, files in the page cache.\n"
    )
    print(f"{'':28} {'open, us':>16} {'save, us':>25} {'bytes written':>25}  same")
    for row in rows:
        print(table_line(row.name, row))
    opens = [statistics.median(row.open_us[side] for row in rows) for side in (0, 1)]
    saves = [statistics.median(row.save_us[side] for row in rows) for side in (0, 1)]
    written = [sum(row.written[side] for row in rows) for side in (0, 1)]
    failed = sum(bool(row.problem) for row in rows)
    total = Row(
        "", (opens[0], opens[1]), (saves[0], saves[1]), (written[0], written[1]),
        f"{failed} differ" if failed else "",
    )  # fmt: skip
    print("-" * 103)
    print(table_line("median; sum of the bytes", total))


def show_plan(path: Path) -> None:
    """What a save would do, without doing it: here one that needs more room than there is."""
    audio: Any = mutagen_rs.File(path)
    set_title(mutagen_rs, audio, "A title that does not fit. " * 150)
    print(f"\nprint(audio.plan_save()) for {path.name} with a title of 4,050 characters:\n")
    print(audio.plan_save())


def main(arguments: list[str]) -> int:
    opened, problems = show_files(list(samples(arguments)))
    if not opened:
        print("No file could be opened.")
        return 1
    rows = []
    for path in opened:
        with tempfile.TemporaryDirectory() as directory:
            rows.append(measure(path, Path(directory)))
    # Damaged files are edited and compared as well, but their times tell nothing about usual ones.
    show_table([row for row in rows if not row.name.startswith("damaged-")] or rows)
    show_plan(opened[0])
    problems += [f"{row.name}: {row.problem}" for row in rows if row.problem]
    for problem in problems:
        print(f"DISAGREEMENT {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
