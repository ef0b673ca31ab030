"""Audio tags and stream information, read and written: mutagen in Rust.

`File` opens a file as whatever it is; each format has a module of its own with a class to open it::

    import mutagen_rs

    song = mutagen_rs.File("song.mp3")
    print(song.info.length, song.tags.pprint())

The names and behaviour of mutagen 1.48.1 are kept, so `import mutagen_rs as mutagen` works; and
after `install_as_mutagen()`, `import mutagen` anywhere in the program means this package.
"""

from __future__ import annotations

from ._errors import MutagenError
from ._file import File, FileType, StreamInfo
from ._tags import Metadata, PaddingInfo, Tags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._alias import install_as_mutagen as install_as_mutagen

version: tuple[int, int, int] = (1, 48, 1)
"""The version of mutagen whose behaviour this is; `__version__` is the one of mutagen_rs."""

version_string: str = ".".join(map(str, version))
"""`version` as text."""

__all__ = [
    "File",
    "FileType",
    "Metadata",
    "MutagenError",
    "PaddingInfo",
    "StreamInfo",
    "Tags",
    "version",
    "version_string",
]


def __getattr__(name: str) -> Any:
    value: Any
    if name == "install_as_mutagen":
        from ._alias import install_as_mutagen as value
    elif name == "__version__":
        from importlib import metadata

        try:
            value = metadata.version(__name__)
        except metadata.PackageNotFoundError as err:
            raise AttributeError(f"{__name__} is not installed, so it has no version") from err
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
