"""Chunks of RIFF files on a file object (Microsoft and IBM, 1991): IFF with little-endian sizes."""

from __future__ import annotations

from ._iff import IffChunk, IffContainerChunkMixin, IffFile, InvalidChunk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class RiffChunk(IffChunk):
    """A chunk of a RIFF file."""

    _dialect = "RIFF"

    @classmethod
    def get_class(cls, id: str) -> Any:
        """`RiffListChunk` for the names of containers."""
        return RiffListChunk if id in _CONTAINERS else cls


_CONTAINERS = ("RIFF", "LIST")


class RiffListChunk(RiffChunk, IffContainerChunkMixin):
    """A chunk of a RIFF file that holds others."""

    def __init__(self, fileobj: Any, id: str, data_size: int, parent_chunk: Any) -> None:
        if id not in _CONTAINERS:
            raise InvalidChunk(f"{id!r} is not the name of a container")
        super().__init__(fileobj, id, data_size, parent_chunk)
        self.init_container()

    def parse_next_subchunk(self) -> Any:
        """The chunk at the position of the file object."""
        return RiffChunk.parse(self._fileobj, self)


class RiffFile(IffFile):
    """A RIFF file.

    Attributes:
        file_type (str): the name of its type, such as "WAVE".

    Raises `InvalidChunk` if the file is none.
    """

    def __init__(self, fileobj: Any) -> None:
        super().__init__(RiffChunk, fileobj)
        if self.root.id != "RIFF":
            raise InvalidChunk(f"a RIFF file does not begin with a chunk {self.root.id!r}")
        self.file_type = self.root.name
