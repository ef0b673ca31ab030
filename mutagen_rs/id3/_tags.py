"""A tag as a dict of frames, and the header it was read from."""

from __future__ import annotations

from .. import _native
from .._tags import Tags
from .._util import DictProxy, convert_error, lazy, read_full, settle
from ._frames import Frame, Frames, Frames_2_2, TextFrame
from ._util import (
    ID3EncryptionUnsupportedError,
    ID3JunkFrameError,
    ID3SaveConfig,
    error,
    is_valid_frame_id,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from typing import Any


class ID3Header:
    """What the header of an ID3v2 tag says (ID3v2.4.0 structure, section 3).

    Attributes:
        version (tuple[int, int, int]): 2, the major version and the revision.
        size (int): bytes of the tag with its header.
    """

    _V24 = (2, 4, 0)
    _V23 = (2, 3, 0)
    _V22 = (2, 2, 0)
    _V11 = (1, 1)

    _known_frames: Mapping[str, type[Frame]] | None = None
    _extdata: bytes
    _flags: int
    version: tuple[int, ...]
    size: int

    @convert_error(OSError, error)
    def __init__(self, fileobj: Any = None) -> None:
        """Read a header where `fileobj` stands, and leave it at the first frame.

        Raises `ID3NoHeaderError`, `ID3UnsupportedVersionError` or `error`.
        """
        if fileobj is None:
            self._flags = 0
            return
        start = fileobj.tell()
        head = fileobj.read(14)
        fields = _native.id3_header(head, getattr(fileobj, "name", "<unknown>"))
        extended = fields[4]
        self._set(*fields[:4], None)
        fileobj.seek(start + 10)
        if extended is not None:
            if self.f_extended:
                fileobj.seek(start + 14)
            self._extdata = read_full(fileobj, extended)

    def _set(
        self, major: int, revision: int, flags: int, size: int, extended: bytes | None
    ) -> ID3Header:
        self.version = (2, major, revision)
        self.size = size
        self._flags = flags
        if extended is not None:
            self._extdata = extended
        return self

    @classmethod
    def _of(cls, document: Any) -> ID3Header | None:
        """The header of the tag that a native document holds, if it has an ID3v2 tag."""
        fields = document.header()
        return None if fields is None else cls.__new__(cls)._set(*fields)

    @property
    def f_unsynch(self) -> bool:
        """Whether the whole tag is unsynchronised."""
        return bool(self._flags & 0x80)

    @property
    def f_extended(self) -> bool:
        """Whether an extended header follows."""
        return bool(self._flags & 0x40)

    @property
    def f_experimental(self) -> bool:
        """Whether the tag is experimental."""
        return bool(self._flags & 0x20)

    @property
    def f_footer(self) -> bool:
        """Whether a footer follows the tag."""
        return bool(self._flags & 0x10)

    @property
    def known_frames(self) -> Mapping[str, type[Frame]] | None:
        """The frame classes a tag of this version is read with, by name."""
        if self._known_frames is not None:
            return self._known_frames
        if self.version >= self._V23:
            return Frames
        return Frames_2_2 if self.version >= self._V22 else None


def _pending_frames(tags: Any) -> dict[str, Any]:
    return {} if tags._doc is None else tags._doc.index()


def _unknown_frames(tags: Any) -> list[bytes]:
    return [] if tags._doc is None else tags._doc.unknown()


def _unknown_version(tags: Any) -> int:
    return 4 if tags._doc is None else tags._doc.version or 4


class ID3Tags(DictProxy, Tags):
    """A dict of frames by their keys (see `Frame.HashKey`), in the order of the tag.

    Frames that were read from a file are built when they are first asked for.

    Attributes:
        unknown_frames (list[bytes]): frames of unknown name, with their headers.
    """

    __module__ = "mutagen_rs.id3"

    _HOOKS: dict[str, Any] = {}
    """Methods that a native load does not call, by name; a class that overrides one is loaded in
    Python."""

    _plain = True
    """Whether no hook is overridden."""

    _doc: Any = None
    """The native document that frames are built from, while some are not built yet."""

    # The storage of DictProxy: a frame that is not built yet stands in it as its number.
    _DictProxy__dict: Any = lazy(_pending_frames)
    unknown_frames: Any = lazy(_unknown_frames)
    _unknown_v2_version: Any = lazy(_unknown_version)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._plain = all(getattr(cls, name) is hook for name, hook in cls._HOOKS.items())

    def __getitem__(self, key: str) -> Any:
        frames = self._DictProxy__dict
        frame = frames[key]
        if frame.__class__ is int:
            frame = frames[key] = self._doc.frame(frame)
        return frame

    def __setitem__(self, key: str, tag: Any) -> None:
        if not isinstance(tag, Frame):
            raise TypeError(f"{tag!r} not a Frame instance")
        self._DictProxy__dict[key] = tag

    def values(self) -> list[Any]:
        """All frames."""
        if not self._plain:
            return super().values()
        return list(self._built().values())

    def _built(self) -> dict[str, Any]:
        """The storage, with all frames built."""
        if self._doc is not None:
            if "_DictProxy__dict" in self.__dict__:
                self._doc.complete(self._DictProxy__dict)
            else:
                self._DictProxy__dict = self._doc.frames()
        return self._DictProxy__dict  # type: ignore[no-any-return]

    def __getstate__(self) -> dict[str, Any]:
        self._built()
        return {name: value for name, value in settle(self).items() if name != "_doc"}

    def _read(self, header: ID3Header, data: bytes) -> bytes:
        """Add the frames of a frames area; returns what follows them."""
        frames, self.unknown_frames, rest = read_frames(header, data, header.known_frames or {})
        self._unknown_v2_version = header.version[1]
        for frame in frames:
            self._add(frame, False)
        return rest

    def _rendering(self, version: int, separator: str | None) -> dict[str, Any]:
        """What the native side needs to write the frames."""
        kept = self._unknown_v2_version == version
        return {
            "frames": list(self._DictProxy__dict.values()) if self._plain else self.values(),
            "document": self._doc,
            "unknown": self.unknown_frames if kept else [],
            "version": version,
            "separator": separator,
            "write_frame": _write_frame,
        }

    def _write(self, config: ID3SaveConfig) -> bytes:
        """The frames area of the tag, without padding."""
        return _native.id3_render(self._rendering(config.v2_version, config.v23_separator))

    def getall(self, key: str) -> list[Any]:
        """The frame of that key alone, or else all whose keys continue it after a colon.

        `getall("TXXX")` gives every TXXX frame, `getall("COMM:note")` those of that description.
        """
        if key in self:
            return [self[key]]
        prefix = key + ":"
        return [self[name] for name in list(self.keys()) if name.startswith(prefix)]

    def delall(self, key: str) -> None:
        """Remove the frames that `getall` gives."""
        if key in self:
            del self[key]
            return
        prefix = key + ":"
        for name in [name for name in self.keys() if name.startswith(prefix)]:
            del self[name]

    def setall(self, key: str, values: Iterable[Any]) -> None:
        """Replace the frames that `getall` gives by others."""
        self.delall(key)
        for frame in values:
            self[frame.HashKey] = frame

    def pprint(self) -> str:
        """A line for each frame, sorted."""
        return "\n".join(sorted(Frame.pprint(frame) for frame in self.values()))

    def _add(self, frame: Any, strict: bool) -> None:
        """Add a frame, a v2.2 one as what it became.

        If `strict` it replaces a frame of its key, and `TypeError` is raised for one that became
        nothing. Otherwise the two are merged, as the frames of one file are.
        """
        if not isinstance(frame, Frame):
            raise TypeError(f"{frame!r} not a Frame instance")
        upgraded = frame._upgrade_frame()
        if upgraded is None:
            if strict:
                raise TypeError(f"Can't upgrade {type(frame).__name__!r} frame")
            return
        key = upgraded.HashKey
        while not strict and key in self:
            merged = self[key]._merge_frame(upgraded)
            if merged.HashKey == key:
                upgraded = merged
                break
            # The new frame has made room by changing its key, which may be taken as well.
            key = merged.HashKey
        self[key] = upgraded

    def loaded_frame(self, tag: Frame) -> None:
        """Add a frame. `add` calls it, for classes that override it."""
        self._add(tag, True)

    def add(self, frame: Frame) -> None:
        """Add a frame, in place of one of the same key."""
        self.loaded_frame(frame)

    def update_to_v24(self) -> None:
        """Exchange frames of older versions for those of ID3v2.4, as loading does by default."""
        _native.id3_translate(self, Frames, 4)

    def update_to_v23(self) -> None:
        """Exchange frames that only ID3v2.4 has for those of ID3v2.3; call it before such a save.

        Frames without an equivalent are dropped: take them out before and add them after, if they
        shall be written nevertheless.
        """
        _native.id3_translate(self, Frames, 3)

    def _chapters(self) -> list[Any]:
        return self.getall("CHAP") + self.getall("CTOC")

    def _copy(self) -> Any:
        """The frames as they are now, for `_restore`; those of chapters too."""
        nested = {frame.HashKey: frame.sub_frames._copy() for frame in self._chapters()}
        return self.items(), nested

    def _restore(self, value: Any) -> None:
        """Bring back what `_copy` gave."""
        items, nested = value
        self.clear()
        self.update(items)
        for key, frame in items:
            if key in nested:
                frame.sub_frames._restore(nested[key])


ID3Tags._HOOKS = {
    name: getattr(ID3Tags, name)
    for name in (
        "__contains__",
        "__delitem__",
        "__getitem__",
        "__setitem__",
        "_add",
        "_read",
        "_write",
        "add",
        "delall",
        "getall",
        "items",
        "keys",
        "loaded_frame",
        "pop",
        "update_to_v23",
        "update_to_v24",
        "values",
    )
}


def determine_bpi(data: bytes, frames: Container[str]) -> Callable[..., int]:
    """How the frame sizes of a v2.4 tag are written: `BitPaddedInt` or, as iTunes once did, `int`.

    `frames` holds the names that are looked for.
    """
    from ._util import BitPaddedInt

    return int if _native.id3_size_bits(data or b"", frames) == 8 else BitPaddedInt


def read_frames(
    id3: Any, data: bytes, frames: Mapping[str, type[Frame]]
) -> tuple[list[Any], list[bytes], bytes]:
    """Read a frames area with the given classes: frames, kept unknown ones, and what is left.

    Broken frames are left out.
    """
    assert id3.version >= ID3Header._V22
    result: list[Any] = []
    unknown: list[bytes] = []
    pieces, rest = _native.id3_split(id3.version[1], id3._flags, data, frames)
    for name, flags, whole, payload in pieces:
        if name.endswith("\x00"):
            # A v2.2 name in a later tag.
            old = Frames_2_2.get(name[:-1])
            name = old.__base__.__name__ if old is not None and old.__base__ else name
        frame_class = frames.get(name)
        if frame_class is None:
            if is_valid_frame_id(name):
                unknown.append(whole)
            continue
        try:
            result.append(frame_class._fromData(id3, flags, payload))
        except (ID3EncryptionUnsupportedError, NotImplementedError):
            unknown.append(whole)
        except ID3JunkFrameError:
            continue
    return result, unknown, rest


def _write_frame(
    frame: Any, version: int, separator: str | None
) -> tuple[str, str, str, bytes | None]:
    """A frame of a user's class, or with frames in it: `(name, FrameID, HashKey, fields)`.

    There are no fields for a text frame without text, which is not written.
    """
    empty = isinstance(frame, TextFrame) and not str(frame)
    fields = None if empty else frame._writeData(ID3SaveConfig(version, separator))
    return type(frame).__name__, frame.FrameID, frame.HashKey, fields


def save_frame(frame: Any, name: bytes | None = None, config: ID3SaveConfig | None = None) -> bytes:
    """A frame with its header, under another `name` if one is given; nothing for empty text."""
    if config is None:
        config = ID3SaveConfig()
    if isinstance(frame, TextFrame) and not str(frame):
        return b""
    fields: bytes = frame._writeData(config)
    title = type(frame).__name__ if name is None else name.decode("ascii")
    return _native.id3_frame_header(title, len(fields), config.v2_version) + fields
