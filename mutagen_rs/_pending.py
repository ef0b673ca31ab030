"""Placeholders for what is not written yet: importable under their final name, unusable so far."""

from __future__ import annotations

import sys

from ._file import FileType
from ._util import MutagenError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn


def refuse(what: str) -> NoReturn:
    """Raise the `MutagenError` that says so."""
    raise MutagenError(f"{what} is not supported yet by mutagen_rs")


class PendingFileType(FileType):
    """A kind of file that `File` recognises, but that cannot be opened yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        refuse(type(self).__name__)


class Pending:
    """A class of such a format; making an instance raises `MutagenError`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        refuse(f"{type(self).__module__}.{type(self).__name__}")


def pending_classes(module: str, *names: str) -> list[Any]:
    """One `Pending` class for each name."""
    return [type(name, (Pending,), {"__module__": module}) for name in names]


def pending_functions(module: str, *names: str) -> list[Callable[..., NoReturn]]:
    """One function for each name, which raises `MutagenError` when called."""
    return [_pending_function(module, name) for name in names]


def _pending_function(module: str, name: str) -> Callable[..., NoReturn]:
    def function(*args: Any, **kwargs: Any) -> NoReturn:
        refuse(f"{module}.{name}")

    function.__module__ = module
    function.__name__ = function.__qualname__ = name
    return function


def pending_tool(name: str) -> tuple[Callable[[list[str]], int], Callable[[], int]]:
    """`main` and `entry_point` of a command that only says that it does not work yet."""

    def main(argv: list[str]) -> int:
        print(f"{name}: not available yet in mutagen_rs", file=sys.stderr)
        return 1

    def entry_point() -> int:
        return main(sys.argv)

    return main, entry_point
