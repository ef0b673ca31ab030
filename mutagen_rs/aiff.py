"""AIFF and AIFF-C files: stream information, and an ID3 tag in the chunk `ID3`.

The stream's facts come from the common chunk (Audio Interchange File Format 1.3).
"""

from __future__ import annotations

from . import _iff, _native
from ._file import StreamInfo, native_score
from ._iff import (
    IffChunk,
    IffContainerChunkMixin,
    IffFile,
    IffID3,
    InvalidChunk as InvalidChunk,
)
from .id3._container import ContainerFileType, container_delete, container_info

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from ._file import Score
    from ._filething import FileArgument, Target

__all__ = ["AIFF", "Open", "delete"]


class error(_iff.error):
    """The file is no usable AIFF file."""


def read_float(data: bytes) -> float:
    """The number in ten bytes of IEEE 754 extended precision.

    Raises `OverflowError` for infinity, what is no number, and numbers out of range.
    """
    return _native.aiff_read_float(data)


class AIFFChunk(IffChunk):
    """A chunk of an AIFF file."""

    _dialect = "IFF"

    @classmethod
    def get_class(cls, id: str) -> Any:
        """`AIFFFormChunk` for the name of a container."""
        return AIFFFormChunk if id == "FORM" else cls


class AIFFFormChunk(AIFFChunk, IffContainerChunkMixin):
    """The chunk that holds all others."""

    def __init__(self, fileobj: Any, id: str, data_size: int, parent_chunk: Any) -> None:
        if id != "FORM":
            raise InvalidChunk(f"{id!r} is not the name of a container")
        super().__init__(fileobj, id, data_size, parent_chunk)
        self.init_container()

    def parse_next_subchunk(self) -> Any:
        """The chunk at the position of the file object."""
        return AIFFChunk.parse(self._fileobj, self)


class AIFFFile(IffFile):
    """An AIFF file. Raises `InvalidChunk` if the file is none.

    The name "FORM" gives the root itself.
    """

    def __init__(self, fileobj: Any) -> None:
        super().__init__(AIFFChunk, fileobj)
        if self.root.id != "FORM":
            raise InvalidChunk(f"an AIFF file does not begin with a chunk {self.root.id!r}")

    def __getitem__(self, id_: str) -> Any:
        """The first chunk of that name. Raises `KeyError` if there is none."""
        return self.root if id_ == "FORM" else super().__getitem__(id_)

    def __contains__(self, id_: str) -> bool:
        """Whether there is a chunk of that name."""
        return id_ == "FORM" or super().__contains__(id_)


class AIFFInfo(StreamInfo):
    """Facts about the stream of an AIFF file.

    Attributes:
        length (float): in seconds.
        bitrate (int): in bits a second.
        channels (int): number of channels.
        sample_rate (int): in Hz.
        bits_per_sample, sample_size (int): bits of a sample of one channel.

    Raises `error` if the file cannot be read.
    """

    length: float = 0
    bitrate = 0
    channels = 0
    sample_rate = 0

    bits_per_sample: int
    sample_size: int

    def __init__(self, fileobj: Any) -> None:
        container_info("AIFF", self, fileobj)

    def pprint(self) -> str:
        """The facts as a line of text."""
        return (
            f"{self.channels} channel AIFF @ {self.bitrate} bps, {self.sample_rate} Hz, "
            f"{self.length:.2f} seconds"
        )


class _IFFID3(IffID3):
    """The ID3 tag of an AIFF file."""

    _kind = "AIFF"

    def _load_file(self, fileobj: Any) -> AIFFFile:
        return AIFFFile(fileobj)

    _HOOKS = {**IffID3._HOOKS, "_load_file": _load_file}


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: take the ID3 tag out of an AIFF file.

    Raises `MutagenError` if the file cannot be opened or changed.
    """
    container_delete("AIFF", filething, target)


class AIFF(ContainerFileType):
    """`AIFF(filething, **options)`: an AIFF file.

    The options are those of `mutagen.id3.ID3.load`. Raises `MutagenError` if the file cannot be
    read.
    """

    _mimes = ["audio/aiff", "audio/x-aiff"]

    _Tags: Any = _IFFID3
    _Info: Any = AIFFInfo
    _Error: Any = error
    _native_open: Any = staticmethod(_native.id3_container_open)

    info: AIFFInfo
    tags: _IFFID3 | None

    score: ClassVar[Score] = native_score("AIFF")


Open = AIFF
