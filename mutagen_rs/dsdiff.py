"""DSDIFF files: stream information, and an ID3 tag in the chunk `ID3`.

The stream's facts come from the property chunk and the sound data (Direct Stream Digital
Interchange File Format 1.5).
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

__all__ = ["DSDIFF", "Open", "delete"]


class error(_iff.error):
    """The file is no usable DSDIFF file."""


class DSDIFFChunk(IffChunk):
    """A chunk of a DSDIFF file."""

    HEADER_SIZE = 12

    _dialect = "DSDIFF"

    @classmethod
    def get_class(cls, id: str) -> Any:
        """`DSDIFFListChunk` or `DSTChunk` for the names of containers."""
        if id in DSDIFFListChunk.LIST_CHUNK_IDS:
            return DSDIFFListChunk
        return DSTChunk if id == "DST" else cls


class _Container(DSDIFFChunk, IffContainerChunkMixin):
    def __init__(self, fileobj: Any, id: str, data_size: int, parent_chunk: Any) -> None:
        if not isinstance(self, DSDIFFChunk.get_class(id)):
            raise InvalidChunk(f"{id!r} is not the name of such a container")
        super().__init__(fileobj, id, data_size, parent_chunk)

    def parse_next_subchunk(self) -> Any:
        """The chunk at the position of the file object."""
        return DSDIFFChunk.parse(self._fileobj, self)


class DSDIFFListChunk(_Container):
    """A chunk of a DSDIFF file that holds others."""

    LIST_CHUNK_IDS = ["FRM8", "PROP"]

    def __init__(self, fileobj: Any, id: str, data_size: int, parent_chunk: Any) -> None:
        super().__init__(fileobj, id, data_size, parent_chunk)
        self.init_container()


class DSTChunk(_Container):
    """The chunk of compressed sound data, which holds others and has no name of a type."""

    def __init__(self, fileobj: Any, id: str, data_size: int, parent_chunk: Any) -> None:
        super().__init__(fileobj, id, data_size, parent_chunk)
        self.init_container(0)


class DSDIFFFile(IffFile):
    """A DSDIFF file. Raises `InvalidChunk` if the file is none."""

    def __init__(self, fileobj: Any) -> None:
        super().__init__(DSDIFFChunk, fileobj)
        if self.root.id != "FRM8":
            raise InvalidChunk(f"a DSDIFF file does not begin with {self.root!r}")


class DSDIFFInfo(StreamInfo):
    """Facts about the stream of a DSDIFF file.

    Attributes:
        length (float): in seconds.
        bitrate (int | float): in bits a second.
        channels (int): number of channels.
        sample_rate (int): in Hz.
        bits_per_sample (int): 1.
        compression (str | None): "DSD" for not at all, or "DST".

    Raises `error` or `InvalidChunk` if the file cannot be read.
    """

    length: float = 0
    bitrate: float = 0
    channels = 0
    sample_rate = 0
    bits_per_sample = 1
    compression: str | None = None

    def __init__(self, fileobj: Any) -> None:
        container_info("DSDIFF", self, fileobj)

    def pprint(self) -> str:
        """The facts as a line of text."""
        return (
            f"{self.channels} channel DSDIFF ({self.compression}) @ {int(self.bitrate)} bps, "
            f"{self.sample_rate} Hz, {self.length:.2f} seconds"
        )


class _DSDIFFID3(IffID3):
    """The ID3 tag of a DSDIFF file."""

    _kind = "DSDIFF"

    def _load_file(self, fileobj: Any) -> DSDIFFFile:
        return DSDIFFFile(fileobj)

    _HOOKS = {**IffID3._HOOKS, "_load_file": _load_file}


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: take the ID3 tag out of a DSDIFF file.

    Raises `MutagenError` if the file cannot be opened or changed.
    """
    container_delete("DSDIFF", filething, target)


class DSDIFF(ContainerFileType):
    """`DSDIFF(filething, **options)`: a DSDIFF file.

    The options are those of `mutagen.id3.ID3.load`. Raises `MutagenError` if the file cannot be
    read.
    """

    _mimes = ["audio/x-dff"]

    _Tags: Any = _DSDIFFID3
    _Info: Any = DSDIFFInfo
    _Error: Any = error
    _native_open: Any = staticmethod(_native.id3_container_open)

    info: DSDIFFInfo
    tags: _DSDIFFID3 | None

    score: ClassVar[Score] = native_score("DSDIFF")


Open = DSDIFF
