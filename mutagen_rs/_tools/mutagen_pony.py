"""`mutagen-pony` opens all MP3 files of a directory and reports how that went."""

from __future__ import annotations

import os
import sys
import traceback
from collections import Counter
from typing import TYPE_CHECKING

from ._util import SignalHandler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..id3 import ID3


class Report:
    """What was found below a directory."""

    def __init__(self, pathname: str) -> None:
        self.name = pathname
        self.files = 0
        self.unsync = 0
        self.missings = 0
        self.errors: list[tuple[str, Exception]] = []
        self.versions: Counter[tuple[int, ...]] = Counter()

    def missing(self, filename: str) -> None:
        """Count a file without a tag."""
        self.files += 1
        self.missings += 1

    def error(self, filename: str, problem: Exception) -> None:
        """Count a file that could not be read."""
        self.files += 1
        self.errors.append((filename, problem))

    def success(self, id3: ID3) -> None:
        """Count a file with a tag."""
        self.files += 1
        self.versions[id3.version] += 1
        self.unsync += id3.f_unsynch

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"-- Report for {self.name} --"
        if not self.files:
            yield "No MP3 files found.\n"
            return
        good = self.files - len(self.errors)
        yield f"Loaded {good}/{self.files} files ({int(good / self.files * 100)}%)"
        yield f"{self.unsync} files with unsynchronized frames."
        yield f"{self.missings} files without tags."
        yield "\nID3 Versions:"
        for version, count in sorted(self.versions.items()):
            yield f"  {'.'.join(map(str, version))}\t{count}"
        if not self.errors:
            yield "\nNo errors!"
            return
        yield "\nExceptions:"
        kinds = Counter(type(problem).__name__ for _, problem in self.errors)
        for kind, count in sorted(kinds.items()):
            yield f"  {kind:<20}\t{count}"
        yield "\nERRORS:\n"
        for filename, problem in self.errors:
            yield f"\nReading {filename}:"
            yield "".join(traceback.format_exception(problem)[1:])


def check_dir(path: str) -> None:
    """Open all MP3 files below a directory and print the report."""
    from ..mp3 import MP3

    report = Report(path)
    print("Scanning", path)
    for folder, _, names in os.walk(path):
        for name in sorted(names):
            if not name.lower().endswith(".mp3"):
                continue
            filename = os.path.join(folder, name)
            try:
                tags = MP3(filename).tags
            except Exception as err:  # whatever it is: the report shows it
                report.error(filename, err)
                continue
            if tags is None:
                report.missing(filename)
            else:
                report.success(tags)
    print(report)


def main(argv: list[str]) -> None:
    """Run with these arguments, the first one being the program's name."""
    program, *paths = argv
    if not paths:
        print("Usage:", program, "directory ...")
    for path in paths:
        check_dir(path)


def entry_point() -> None:
    """The command."""
    SignalHandler().init()
    main(sys.argv)
