"""What the command-line tools share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from optparse import OptionParser as OptionParser
from types import FrameType
from typing import AnyStr


def split_escape(
    string: AnyStr, sep: AnyStr, maxsplit: int | None = None, escape_char: str | bytes = "\\"
) -> list[AnyStr]:
    """Split at `sep`, at most `maxsplit` times, but not where `escape_char` precedes it.

    An escaped separator or escape character loses its escape character; before anything else, and
    unpaired at the end, the escape character is kept and dropped respectively. All of str or all
    of bytes (an `escape_char` of str will do for both); separators are one character long.
    """
    assert len(sep) == len(escape_char) == 1
    if isinstance(string, bytes) and isinstance(escape_char, str):
        escape_char = escape_char.encode("ascii")

    parts, position, escaped = [string[:0]], 0, False
    while position < len(string):
        character = string[position : position + 1]
        position += 1
        if escaped:
            plain = character in (sep, escape_char)
            parts[-1] += character if plain else string[position - 2 : position]
            escaped = False
        elif character == escape_char:
            escaped = True
        elif character == sep and (maxsplit is None or len(parts) <= maxsplit):
            parts.append(string[:0])
        else:
            parts[-1] += character
    return parts


class SignalHandler:
    """Ends the program on SIGINT, SIGTERM and SIGHUP, but never in the middle of a `block`."""

    def __init__(self) -> None:
        self._interrupted = False
        self._blocked = False

    def init(self) -> None:
        """Take over the signals of this process."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):  # Windows has no SIGHUP
                signal.signal(getattr(signal, name), self._handler)

    def _handler(self, signum: int, frame: FrameType | None) -> None:
        self._interrupted = True
        self._exit_if_interrupted()

    def _exit_if_interrupted(self) -> None:
        if self._interrupted and not self._blocked:
            raise SystemExit("Aborted...")

    @contextmanager
    def block(self) -> Iterator[None]:
        """While a file is written: a signal takes effect at the end of the with statement only."""
        self._blocked = True
        try:
            yield
        finally:
            self._blocked = False
        self._exit_if_interrupted()
