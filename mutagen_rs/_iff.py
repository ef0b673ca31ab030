"""Chunks of files whose format derives from IFF, on a file object: AIFF, RIFF, DSDIFF.

`AIFF`, `WAVE` and `DSDIFF` do not need these classes; they are for programs that look at chunks, or
change them. A chunk is a name, the size of its data and the data, which a zero follows if their
size is odd (EA IFF 85). Changing a chunk corrects the sizes of all containers it is in, and the
offsets of the chunks behind it in its container.
"""

from __future__ import annotations

from . import _native
from ._fileops import delete_bytes, get_size, insert_bytes, resize_bytes
from ._util import MutagenError
from .id3._container import ContainerID3
from .id3._util import ID3NoHeaderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class error(MutagenError):
    """The file's chunks cannot be read or written."""


class InvalidChunk(error):
    """A chunk has an impossible name or size."""


class EmptyChunk(InvalidChunk):
    """The file ends within the header of a chunk."""


def is_valid_chunk_id(id: str) -> bool:
    """Whether `id` can name a chunk: 1 to 4 printable ASCII characters (EA IFF 85, "Type ID")."""
    assert isinstance(id, str), f"chunk ID must be str: {id!r}"
    return 1 <= len(id) <= 4 and all(" " <= character <= "~" for character in id)


def assert_valid_chunk_id(id: str) -> None:
    """Raise `ValueError` unless `is_valid_chunk_id(id)`."""
    if not is_valid_chunk_id(id):
        raise ValueError("IFF chunk ID must be four ASCII characters.")


class IffChunk:
    """A chunk of a file object.

    Attributes:
        id (str): its name, without the blanks behind it.
        data_size (int): the size that its header claims, in bytes.
        offset, data_offset (int): where header and data begin.
        parent_chunk (IffChunk | None): the container it is in.
    """

    HEADER_SIZE = 8
    """Bytes of a name and a size."""

    _dialect = ""
    """The name that the native functions know the format by."""

    id: str
    data_size: int
    offset: int
    data_offset: int
    parent_chunk: Any

    @classmethod
    def parse(cls, fileobj: Any, parent_chunk: Any = None) -> Any:
        """The chunk at the position of a file object.

        Raises `EmptyChunk` where the file ends, `InvalidChunk` for what cannot be a chunk.
        """
        header = fileobj.read(cls.HEADER_SIZE)
        if len(header) < cls.HEADER_SIZE:
            raise EmptyChunk(f"fewer than {cls.HEADER_SIZE} bytes are left for a chunk header")
        raw, data_size = cls.parse_header(header)
        name = _native.iff_chunk_name(raw)
        return cls.get_class(name)(fileobj, name, data_size, parent_chunk)

    @classmethod
    def parse_header(cls, header: bytes) -> tuple[bytes, int]:
        """The name in a header, as it stands there, and the size of the data."""
        cls._check_dialect()
        return _native.iff_read_header(cls._dialect, header)

    @classmethod
    def get_class(cls, id: str) -> Any:
        """The class of chunks of that name."""
        return cls

    @classmethod
    def _check_dialect(cls) -> None:
        if not cls._dialect:
            raise error(f"{cls.__name__} does not say how its chunks are written")

    def __init__(self, fileobj: Any, id: str, data_size: int, parent_chunk: Any) -> None:
        self._fileobj = fileobj
        self.id = id
        self.data_size = data_size
        self.parent_chunk = parent_chunk
        self.data_offset = fileobj.tell()
        self.offset = self.data_offset - self.HEADER_SIZE

    @property
    def size(self) -> int:
        """Bytes of the chunk with header and padding."""
        return self.HEADER_SIZE + self.data_size + self.padding()

    def padding(self) -> int:
        """Bytes of padding behind the data: 1 if their size is odd, or 0."""
        return self.data_size % 2

    def __repr__(self) -> str:
        places = ("id", "offset", "size", "data_offset", "data_size")
        shown = ", ".join(f"{place}={getattr(self, place)}" for place in places)
        return f"<{type(self).__name__} {shown}>"

    def write_new_header(self, id_: bytes, size: int) -> None:
        """Write the header of another chunk at the position of the file object."""
        self._check_dialect()
        self._fileobj.write(id_ + _native.iff_size_field(self._dialect, size))

    def write_size(self) -> None:
        """Write `data_size` at the position of the file object."""
        self._check_dialect()
        self._fileobj.write(_native.iff_size_field(self._dialect, self.data_size))

    def read(self) -> bytes:
        """The data; fewer than `data_size` bytes where the file ends."""
        left = max(0, get_size(self._fileobj) - self.data_offset)
        self._fileobj.seek(self.data_offset)
        data: bytes = self._fileobj.read(min(left, self.data_size))
        return data

    def write(self, data: bytes) -> None:
        """Write the first bytes of the data. Raises `ValueError` if `data` are more than fit."""
        if len(data) > self.data_size:
            raise ValueError("more data than the chunk has room for")
        self._fileobj.seek(self.data_offset)
        self._fileobj.write(data)
        if self.padding():
            self._fileobj.seek(self.data_offset + self.data_size)
            self._fileobj.write(bytes(self.padding()))

    def resize(self, new_data_size: int) -> None:
        """Give the data another size, in the file too; what is gained is undefined."""
        self._check_growth(new_data_size - self.data_size)
        padded = new_data_size + new_data_size % 2
        resize_bytes(self._fileobj, self._present_size(), padded, self.data_offset)
        self._grow(new_data_size - self.data_size)
        self._fileobj.flush()

    def delete(self) -> None:
        """Take the chunk out of the file. Raises `error` if the file ends within it."""
        if self._present_size() < self.data_size + self.padding():
            raise error(f"the file ends within the chunk {self.id!r}")
        if self.parent_chunk is not None:
            self.parent_chunk._check_growth(-self.size)
        delete_bytes(self._fileobj, self.size, self.offset)
        if self.parent_chunk is not None:
            self.parent_chunk._forget(self)
        self._fileobj.flush()

    def _present_size(self) -> int:
        """Bytes of data and padding that are in the file: less than claimed where it was cut."""
        left: int = get_size(self._fileobj) - self.data_offset
        return min(left, self.data_size + self.padding())

    def _check_growth(self, growth: int) -> None:
        """Raise `error` if a header could not tell the new size, before anything is written."""
        data_size = self.data_size + growth
        if self._dialect:
            _native.iff_size_field(self._dialect, data_size)
        if self.parent_chunk is not None:
            self.parent_chunk._check_growth(
                data_size + data_size % 2 - self.size + self.HEADER_SIZE
            )

    def _grow(self, growth: int, changed: Any = None) -> None:
        """Write that the data have grown, by a change of a chunk among them if one is given."""
        before = self.size
        self.data_size += growth
        self._fileobj.seek(self.offset + 4)
        self.write_size()
        if self.parent_chunk is not None:
            self.parent_chunk._grow(self.size - before, self)
        if changed is not None:
            self._shift_following(changed, self.size - before)

    if TYPE_CHECKING:
        # Of containers, the only chunks in which another one changes.
        _shift_following: Callable[[Any, int], None]


class IffContainerChunkMixin:
    """A chunk that holds others, behind the name of its type.

    Attributes:
        name (str | None): the name of its type, with blanks.
    """

    name: str | None

    if TYPE_CHECKING:
        HEADER_SIZE: int
        data_size: int
        data_offset: int
        _fileobj: Any

        @property
        def size(self) -> int: ...

        offset: int
        _check_growth: Any
        _present_size: Any
        _grow: Any
        write_new_header: Any

    def init_container(self, name_size: int = 4) -> None:
        """Read the name of the type, where the file object stands after the header.

        Raises `InvalidChunk` if there is no room for one, `error` if it is not ASCII.
        """
        if self.data_size < name_size:
            raise InvalidChunk(f"a container needs at least {name_size} bytes of data")
        self._name_size = name_size
        self._chunks: list[Any] = []
        self.name = None
        if name_size > 0:
            try:
                self.name = str(self._fileobj.read(name_size), "ascii")
            except UnicodeDecodeError as err:
                raise error(err) from err

    def parse_next_subchunk(self) -> Any:
        """The chunk at the position of the file object."""
        raise error(f"{type(self).__name__} does not say what its chunks are")

    def subchunks(self) -> list[Any]:
        """The chunks in this one, up to the first that cannot be; read when first asked for."""
        if not self._chunks:
            self._chunks.extend(self._walk())
        return self._chunks

    def _walk(self) -> Any:
        position = self.data_offset + self._name_size
        # Past the end of the file is nothing, and perhaps no place that it can be moved to.
        end = min(self.offset + self.size, get_size(self._fileobj))
        while position < end:
            self._fileobj.seek(position)
            try:
                chunk = self.parse_next_subchunk()
            except InvalidChunk:
                return
            yield chunk
            position = chunk.offset + chunk.size

    def insert_chunk(self, id_: str, data: bytes | None = None) -> Any:
        """Add a chunk at the end and return it. Raises `KeyError` for an impossible name."""
        if not is_valid_chunk_id(id_):
            raise KeyError(f"{id_!r} cannot name a chunk")
        data = data or b""
        length = len(data)
        end = self.data_offset + self._present_size()
        growth = self.HEADER_SIZE + length + length % 2
        self._check_growth(growth)
        insert_bytes(self._fileobj, growth, end)
        self._fileobj.seek(end)
        self.write_new_header(id_.ljust(4).encode("ascii"), length)
        self._fileobj.seek(end)
        chunk = self.parse_next_subchunk()
        self._grow(chunk.size)
        if data:
            chunk.write(data)
        self.subchunks().append(chunk)
        self._fileobj.flush()
        return chunk

    def __getitem__(self, id_: str) -> Any:
        """The first chunk of that name. Raises `KeyError` if there is none."""
        assert_valid_chunk_id(id_)
        for chunk in self.subchunks():
            if chunk.id == id_:
                return chunk
        raise KeyError(f"there is no {id_!r} chunk")

    def __contains__(self, id_: str) -> bool:
        """Whether there is a chunk of that name. Raises `ValueError` for an impossible one."""
        assert_valid_chunk_id(id_)
        try:
            return bool(self[id_])
        except KeyError:
            return False

    def __delitem__(self, id_: str) -> None:
        """Take the first chunk of that name out of the file. Raises `KeyError` if there is none."""
        self[id_].delete()

    def _forget(self, chunk: Any) -> None:
        assert chunk in self._chunks
        self._grow(-chunk.size, chunk)
        self._chunks.remove(chunk)

    def _shift_following(self, changed: Any, distance: int) -> None:
        """Tell the chunks behind a changed one where they are now."""
        for chunk in self._chunks[self._chunks.index(changed) + 1 :]:
            chunk.offset += distance
            chunk.data_offset += distance


class IffFile:
    """A file object seen as one chunk, which holds all others.

    Attributes:
        root (IffChunk): that chunk, of a class that `chunk_cls` chooses.
    """

    def __init__(self, chunk_cls: Any, fileobj: Any) -> None:
        fileobj.seek(0)
        self.root: Any = chunk_cls.parse(fileobj)

    def __getitem__(self, id_: str) -> Any:
        """The first chunk of that name in the root. Raises `KeyError` if there is none."""
        return self.root[id_]

    def __contains__(self, id_: str) -> bool:
        """Whether the root has a chunk of that name."""
        return id_ in self.root

    def __delitem__(self, id_: str) -> None:
        """Take the first chunk of that name out of the file. Raises `KeyError` if there is none."""
        self.delete_chunk(id_)

    def delete_chunk(self, id_: str) -> None:
        """Take the first chunk of that name out of the file. Raises `KeyError` if there is none."""
        del self.root[id_]

    def insert_chunk(self, id_: str, data: bytes | None = None) -> Any:
        """Add a chunk at the end of the file and return it."""
        return self.root.insert_chunk(id_, data)


class IffID3(ContainerID3):
    """The ID3 tag in the chunk `ID3` of a file."""

    def _load_file(self, fileobj: Any) -> IffFile:
        """The file object as chunks."""
        raise error(f"{type(self).__name__} does not say what kind of file it is in")

    def _pre_load_header(self, fileobj: Any) -> None:
        try:
            fileobj.seek(self._load_file(fileobj)["ID3"].data_offset)
        except (InvalidChunk, KeyError) as err:
            raise ID3NoHeaderError("no ID3 chunk") from err

    _HOOKS = {
        **ContainerID3._HOOKS,
        "_load_file": _load_file,
        "_pre_load_header": _pre_load_header,
    }
