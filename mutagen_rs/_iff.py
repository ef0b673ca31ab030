"""Chunks of IFF and RIFF files: the rule for chunk names and the errors; the rest is to come."""

from __future__ import annotations

from ._pending import pending_classes
from ._util import MutagenError


class error(MutagenError):
    """The file's chunks cannot be read or written."""


class InvalidChunk(error):
    """A chunk has an impossible name or size."""


class EmptyChunk(InvalidChunk):
    """The file ends within the header of a chunk."""


IffChunk, IffContainerChunkMixin, IffFile, IffID3 = pending_classes(
    __name__, "IffChunk", "IffContainerChunkMixin", "IffFile", "IffID3"
)


def is_valid_chunk_id(id: str) -> bool:
    """Whether `id` can name a chunk: 1 to 4 printable ASCII characters (EA IFF 85, "Type ID")."""
    assert isinstance(id, str), f"chunk ID must be str: {id!r}"
    return 1 <= len(id) <= 4 and all(" " <= character <= "~" for character in id)


def assert_valid_chunk_id(id: str) -> None:
    """Raise `ValueError` unless `is_valid_chunk_id(id)`."""
    if not is_valid_chunk_id(id):
        raise ValueError("IFF chunk ID must be four ASCII characters.")
