"""The old interface to MP4 files, kept for its names: use `mp4` instead.

As in mutagen since 1.31, whatever could fail does fail, with `error("deprecated")`.
"""

from __future__ import annotations

import warnings

from ._file import FileType, StreamInfo
from ._tags import Tags
from ._util import DictProxy, MutagenError, loadfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from ._util import FileThing

__all__ = ["M4A", "M4ACover", "Open", "delete"]

warnings.warn(
    f"{__name__} is deprecated; use mutagen_rs.mp4 instead.", DeprecationWarning, stacklevel=2
)


class error(MutagenError):
    """This module does not work any more."""


class M4AMetadataError(error):
    """Never raised."""


class M4AStreamInfoError(error):
    """Never raised."""


class M4AMetadataValueError(error):
    """Never raised."""


class M4ACover(bytes):
    """The bytes of a picture, with their `imageformat`."""

    FORMAT_JPEG = 13
    FORMAT_PNG = 14

    imageformat: int

    def __new__(cls, data: bytes, imageformat: int | None = None) -> M4ACover:
        cover = super().__new__(cls, data)
        cover.imageformat = cls.FORMAT_JPEG if imageformat is None else imageformat
        return cover


class M4ATags(DictProxy, Tags):
    """A dict that can neither be loaded nor saved."""

    def load(self, atoms: Any, fileobj: Any) -> NoReturn:
        """Raises `error`."""
        raise error("deprecated")

    def save(self, filename: Any) -> NoReturn:
        """Raises `error`."""
        raise error("deprecated")

    def delete(self, filename: Any) -> NoReturn:
        """Raises `error`."""
        raise error("deprecated")

    def pprint(self) -> str:
        """Nothing: an empty text."""
        return ""


class M4AInfo(StreamInfo):
    """Facts about a stream, which cannot be had here."""

    bitrate = 0

    def __init__(self, atoms: Any, fileobj: Any) -> None:
        raise error("deprecated")

    def pprint(self) -> str:
        """Nothing: an empty text."""
        return ""


class M4A(FileType):
    """An MP4 file, which cannot be opened by this module."""

    tags: M4ATags | None

    _mimes = ["audio/mp4", "audio/x-m4a", "audio/mpeg4", "audio/aac"]

    @loadfile()
    def load(self, filething: FileThing) -> NoReturn:
        """Raises `error`, whatever the file."""
        raise error("deprecated")

    def add_tags(self) -> None:
        """Set `tags` to an empty dict."""
        self.tags = M4ATags()

    @staticmethod
    def score(filename: str | bytes, fileobj: Any, header: bytes) -> int:
        """Never likely."""
        return 0


Open = M4A


def delete(filename: Any) -> NoReturn:
    """Raises `error`, whatever the file."""
    raise error("deprecated")
