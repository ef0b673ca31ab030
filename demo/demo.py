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
NO_SAMPLES = {".md", ".py", ".sh"}
TITLE_KEYS = {
    "ID3Tags": "TIT2",
    "MP4Tags": "\xa9nam",
    "ASFTags": "Title",
    "APEv2": "Title",
    "VComment": "title",
}
"""The key of the title, by the name of the class of tags, or of one of its bases."""

ROUNDS = 25  # timed opens and saves of each file by each library
LEAKED = "an exception that is no MutagenError"
UNREADABLE = "mutagen reads another title"  # of damage, also in what it has written itself
ON_PURPOSE = {"pointer-into-sound.dsf", "ac3-fragments.mp4"}  # mutagen spoils these
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
        yield from (path for path in found if path.is_file() and path.suffix not in NO_SAMPLES)


def title_key(tags: Any) -> str:
    return next(
        TITLE_KEYS[one.__name__] for one in type(tags).__mro__ if one.__name__ in TITLE_KEYS
    )


def summary(audio: Any) -> str:
    """Stream info and the title on one line."""
    facts = [type(audio).__name__]
    for name, unit, digits in (("length", "s", 2), ("sample_rate", "Hz", 0), ("channels", "ch", 0)):
        if hasattr(audio.info, name):
            facts.append(f"{float(getattr(audio.info, name)):.{digits}f} {unit}")
    if audio.tags is None:
        return f"{' '.join(facts)}  no tag"
    title = audio.tags.get(title_key(audio.tags), "")
    title = "; ".join(map(str, title)) if isinstance(title, list) else str(title)
    return f"{' '.join(facts)}  {len(audio.tags)} tags  {title[:40]}".replace("\0", "; ")


def attempt(library: Any, path: Path) -> tuple[Any, str]:
    """The opened file and what it says, or None and why there is none."""
    try:
        audio = library.File(path)
        return audio, "its kind is not known" if audio is None else summary(audio)
    except library.MutagenError as error:
        return None, f"cannot be opened: {type(error).__name__}"
    except Exception:  # where mutagen leaks one of another kind, ours is a MutagenError
        return None, LEAKED


def set_title(library: Any, audio: Any, title: str) -> None:
    if audio.tags is None:
        audio.add_tags()
    key = title_key(audio.tags)
    if key == "TIT2":
        audio.tags.setall(key, [library.id3.TIT2(encoding=3, text=[title])])
    else:
        audio.tags[key] = [title]


def can_be_edited(original: Path, directory: Path) -> bool:
    """Whether both libraries save a title into a copy; kinds without tags, and damage, refuse."""
    try:
        Side(mutagen_rs, original, directory / "tried")
    except (mutagen_rs.MutagenError, NotImplementedError):
        return False
    try:
        Side(mutagen, original, directory / "tried").edit(TITLES[0])
    except Exception:  # of damage, mutagen may raise anything, and not before the second save
        return False
    return True


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
        disagreement(theirs.kind, ours.path, theirs.path, TITLES[(ROUNDS - 1) % 2]),
    )


def disagreement(kind: Any, our_copy: Path, their_copy: Path, title: str) -> str:
    """Reads what we wrote with original mutagen; empty if all is as it must be."""
    if our_copy.read_bytes() != their_copy.read_bytes():
        return "the saved files differ"
    opened = kind(our_copy)
    if opened.tags is None or title not in str(opened.tags[title_key(opened.tags)]):
        return UNREADABLE
    return ""


def show_files(paths: list[Path]) -> tuple[list[Path], list[str]]:
    """Prints a line for each file; returns those that open, and what went wrong."""
    print(f"Opened by mutagen_rs {mutagen_rs.__version__}\n")
    opened, problems = [], []
    for path in paths:
        audio, ours = attempt(mutagen_rs, path)
        rival, theirs = attempt(mutagen, path)
        print(f"{path.name:34} {ours}")
        if audio is not None and rival is not None:
            opened.append(path)
        if theirs not in (ours, LEAKED):
            problems.append(f"{path.name}: mutagen says {theirs}")
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
    rows, edited = [], []
    for path in opened:
        with tempfile.TemporaryDirectory() as directory:
            if can_be_edited(path, Path(directory)):
                rows.append(measure(path, Path(directory)))
                edited.append(path)
    # Damaged files are edited and compared as well, but their times tell nothing about usual ones.
    show_table([row for row in rows if not row.name.startswith("damaged-")] or rows)
    if edited:
        # An MP3 file, if there is one: its tag is at the start, so that the audio moves.
        show_plan(next((path for path in edited if path.suffix == ".mp3"), edited[0]))
    for row in rows:
        if row.problem and row.name in ON_PURPOSE:
            print(f"{row.name}: {row.problem}, on purpose: see design/compat.md")
        elif row.problem and not (row.name.startswith("damaged-") and row.problem == UNREADABLE):
            problems.append(f"{row.name}: {row.problem}")
    for problem in problems:
        print(f"DISAGREEMENT {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
