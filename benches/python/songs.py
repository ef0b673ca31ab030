"""What the benchmark knows of each file of its library."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

# Every title ends in six digits. They are counted up wherever a file is rewritten, so that no
# two states of a file ever show the same title while its size stays equal.
SERIAL = "000000"


class Song(NamedTuple):
    """One file of a library; sizes and offsets in bytes."""

    name: str
    cover: str  # the class it is reported under: "none", "small" or "large"
    size: int
    tag: int  # bytes of the tag, padding included if it is at the start of the file
    entries: int  # frames (or comments, atoms) it has
    title: str
    serial_at: int
    codec: str
    # Offset and length of what a reader needs, where that is more than the start of the file.
    needed: Sequence[Sequence[int]] = ()

    def title_at(self, serial: int) -> str:
        """The title the file has once ``Library.stamp`` has written ``serial``."""
        return self.title[: -len(SERIAL)] + f"{serial:06d}"

    def serial_bytes(self, serial: int) -> bytes:
        """What ``Library.stamp`` writes at ``serial_at``: as many bytes for every serial."""
        return f"{serial:06d}".encode(self.codec)


class Library(NamedTuple):
    """Files of one format: the originals, never written, and the copies that rows work on."""

    originals: Path
    copies: Path
    songs: list[Song]

    def classes(self) -> dict[str, list[Song]]:
        """The songs by cover class, in the order in which the classes appear."""
        found: dict[str, list[Song]] = {}
        for song in self.songs:
            found.setdefault(song.cover, []).append(song)
        return found

    def path(self, song: Song) -> str:
        """The working copy's path, as a ``str``: what callers of the library pass most."""
        return str(self.copies / song.name)

    def copy(self) -> None:
        """Make all copies anew; they start out equal to the originals."""
        self.remove_copies()
        self.copies.mkdir()
        for song in self.songs:
            shutil.copyfile(self.originals / song.name, self.path(song))

    def remove_copies(self) -> None:
        """Give back the space the copies take."""
        shutil.rmtree(self.copies, ignore_errors=True)

    def stamp(self, serial: int) -> None:
        """Rewrite the title of every copy in place; size and time stamps stay as they were.

        The change time cannot be held (the kernel sets it), the inode stays the same.
        """
        for song in self.songs:
            path = self.path(song)
            before = os.stat(path)
            with open(path, "r+b", buffering=0) as file:
                file.seek(song.serial_at)
                file.write(song.serial_bytes(serial))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def restore(self, songs: list[Song]) -> None:
        """Write the originals over the copies of ``songs``, without making the files anew."""
        for song in songs:
            with (
                open(self.originals / song.name, "rb", buffering=0) as original,
                open(self.path(song), "r+b", buffering=0) as copy,
            ):
                copy.write(original.read())
                copy.truncate()
