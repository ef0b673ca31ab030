"""Chapters of an MP4 file."""

from __future__ import annotations

from _collections_abc import Sequence  # `collections.abc` would import `collections`

from .. import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Chapter:
    """`Chapter(start, title)`: a chapter.

    Attributes:
        start (float): in seconds from the start of the file.
        title (str): its title.
    """

    __module__ = "mutagen_rs.mp4"

    def __init__(self, start: float, title: str) -> None:
        self.start = start
        self.title = title


if TYPE_CHECKING:
    _Chapters = Sequence[Chapter]
else:
    _Chapters = Sequence


class MP4Chapters(_Chapters):
    """The chapters of an MP4 file, as Nero's programs write them (`moov.udta.chpl`).

    A sequence of `Chapter` objects. It is not written when a file is saved.
    """

    __module__ = "mutagen_rs.mp4"

    _timescale: int | None
    _duration: int | None
    _chapters: list[Chapter]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._timescale = None
        self._duration = None
        self._chapters = []
        super().__init__()
        if args or kwargs:
            self.load(*args, **kwargs)

    def __len__(self) -> int:
        return len(self._chapters)

    def __getitem__(self, key: Any) -> Any:
        return self._chapters[key]

    def load(self, atoms: Any, fileobj: Any) -> None:
        """Read the chapters from a file object; `atoms` are its atoms.

        Raises `MP4StreamInfoError` for atoms that are cut off, `MP4MetadataError` if something in
        them cannot be read.
        """
        found = _native.mp4_chapters(fileobj)
        if found is not None:
            self._fill(*found)

    def _fill(self, timescale: int, duration: int, chapters: list[tuple[float, str]]) -> None:
        """Become what a native reader found."""
        self._timescale = timescale
        self._duration = duration
        self._chapters = [Chapter(start, title) for start, title in chapters]

    @classmethod
    def _can_load(cls, atoms: Any) -> bool:
        return b"moov.udta.chpl" in atoms and b"moov.mvhd" in atoms

    def pprint(self) -> str:
        """The chapters as lines of text."""
        from datetime import timedelta

        lines = [
            f"{timedelta(seconds=chapter.start)} {chapter.title}" for chapter in self._chapters
        ]
        return "chapters=" + "\n  ".join(lines)
