"""Base classes of tag objects, and the padding information handed to save callbacks."""

from __future__ import annotations

from . import _native
from ._filething import loadfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from ._filething import FileThing

    PaddingFunction: TypeAlias = Callable[["PaddingInfo"], int]


class PaddingInfo:
    """What a padding callback gets to decide on, while a tag is being saved.

    `save(padding=callback)` calls `callback(info)`, which returns how many bytes of padding the tag
    shall have, at least 0. Alignment rules of a format may change that number a little.

    Attributes:
        padding (int): bytes left free if nothing but the tag were written; negative if the new
            tag is larger than the room there is.
        size (int): bytes which follow the padding, and move if its size changes.
    """

    def __init__(self, padding: int, size: int) -> None:
        self.padding = padding
        self.size = size

    def get_default_padding(self) -> int:
        """What is chosen without a callback: the existing padding, unless it is far too large or
        too small; then 1 KiB and a thousandth of what follows.
        """
        return _native.default_padding(self.padding, self.size)

    def _get_padding(self, user_func: PaddingFunction | None) -> int:
        return user_func(self) if user_func is not None else self.get_default_padding()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} size={self.size} padding={self.padding}>"


class Tags:
    """Base of every tag object, most of which behave like a dict."""

    __module__ = "mutagen_rs"

    def pprint(self) -> str:
        """The tag as lines of text to look at."""
        raise NotImplementedError


class Metadata(Tags):
    """Base of tags that stand on their own in a file, whatever else the file contains.

    Made with a file (a name or a file object) the tag is loaded from it; without one it is empty.
    """

    __module__ = "mutagen_rs"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args or kwargs:
            self.load(*args, **kwargs)

    @loadfile()
    def load(self, filething: FileThing, **kwargs: Any) -> None:
        """Replace the content by that of a file. Raises `MutagenError` if that is not possible."""
        raise NotImplementedError

    @loadfile()
    def save(self, filething: FileThing | None = None, **kwargs: Any) -> None:
        """Write the tag to a file, by default to the one it was loaded from.

        Raises `MutagenError` if that is not possible.
        """
        raise NotImplementedError

    @loadfile()
    def delete(self, filething: FileThing | None = None) -> None:
        """Take the tag, usually every trace of it, out of a file, by default the one loaded.

        Raises `MutagenError` if that is not possible.
        """
        raise NotImplementedError
