"""Files of which only the stream info is read: formats without tags of their own."""

from __future__ import annotations

from ._file import FileType, NativeFileType
from ._filething import loadfile, target_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from typing_extensions import Unpack

    from ._filething import FileArgument, FileThing, Target


class InfoFileType(NativeFileType):
    """A file that has no tags: `save` and `delete` do nothing, `add_tags` raises.

    A class of this kind has `_Info`, `_native_open`, and the class of its errors as `_Error`.
    """

    _Error: Any = None

    info: Any
    tags: Any = None

    def load(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`load(filething)`: read the stream info of a file."""
        self._load(target_of(self, filething, target, False))

    def _load(self, thing: FileThing) -> None:
        fileobj, _, name = thing
        document = None if self._native_open is None else self._native_open(name, fileobj)
        if document is None:
            self._load_opened(thing)
        else:
            self._adopt(document)

    @loadfile()
    def _load_opened(self, thing: FileThing) -> None:
        """Load with an info class of the caller, or from a file that Python must open."""
        self.info = self._Info(thing.fileobj)

    def add_tags(self) -> NoReturn:
        """Raises the format's error: files of this kind have no tags."""
        raise self._Error("doesn't support tags")

    # With tags that a caller has put there, whatever they are.
    save: Callable[..., Any] = FileType.save
    delete: Callable[..., Any] = FileType.delete
