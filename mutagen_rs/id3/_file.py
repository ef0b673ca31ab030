"""ID3 tags of files: loading, saving, removing; and files that have nothing but such tags."""

from __future__ import annotations

from .. import _native
from .._file import NativeFileType, StreamInfo
from .._filething import loadfile, open_for, resolve_target, target_of
from .._tags import Metadata
from .._util import convert_error, enum, lazy, read_full
from ._id3v1 import MakeID3v1, find_id3v1
from ._tags import ID3Header, ID3Tags
from ._util import ID3NoHeaderError, ID3UnsupportedVersionError, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from typing_extensions import Unpack

    from .._filething import FileArgument, FileName, FileThing, Target
    from .._native import Plan
    from .._tags import PaddingFunction
    from ._frames import Frame


@enum
class ID3v1SaveOptions:
    """What a save does with the ID3v1 tag at the end of a file."""

    REMOVE = 0
    """It is removed."""

    UPDATE = 1
    """It is written anew if there is one."""

    CREATE = 2
    """It is written anew, and created if there is none."""


def _header(tags: Any) -> ID3Header | None:
    return None if tags._doc is None else ID3Header._of(tags._doc)


def _version(tags: Any) -> tuple[int, ...]:
    # A document without a header was made of an ID3v1 tag.
    return (2, 4, 0) if tags._doc is None else ID3Header._V11


def _padding(tags: Any) -> int:
    return 0 if tags._doc is None else tags._doc.padding


class ID3(ID3Tags, Metadata):
    """`ID3(filething=None, **options)`: the ID3 tag at the start of a file, or an empty one.

    Options are those of `load`.

    Attributes:
        version (tuple[int, ...]): version of the tag that was read; (1, 1) for an ID3v1 tag.
        size (int): bytes of the ID3v2 tag that was read, with its header and padding.
        unknown_frames (list[bytes]): frames of unknown name, with their headers.
    """

    __module__ = "mutagen_rs.id3"

    PEDANTIC = True
    """Without effect, kept for old callers."""

    filename: FileName | None = None
    unknown_frames: list[bytes]

    _header: Any = lazy(_header)
    _version: Any = lazy(_version)
    _padding: Any = lazy(_padding)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args or kwargs:
            self.load(*args, **kwargs)

    @property
    def version(self) -> tuple[int, ...]:
        """Version of the tag that was read, or (2, 4, 0)."""
        version: tuple[int, ...] = self._version if self._header is None else self._header.version
        return version

    @version.setter
    def version(self, value: tuple[int, ...]) -> None:
        self._version = value

    @property
    def f_unsynch(self) -> bool:
        """Whether the tag that was read is unsynchronised."""
        return self._header is not None and self._header.f_unsynch

    @property
    def f_extended(self) -> bool:
        """Whether the tag that was read has an extended header."""
        return self._header is not None and self._header.f_extended

    @property
    def size(self) -> int:
        """Bytes of the ID3v2 tag that was read; 0 if there was none."""
        return 0 if self._header is None else self._header.size

    def _pre_load_header(self, fileobj: Any) -> None:
        """Called before the header is read; a subclass may move to where the tag is."""

    def load(
        self,
        filething: FileArgument = None,
        /,
        known_frames: Mapping[str, type[Frame]] | None = None,
        translate: bool = True,
        v2_version: int = 4,
        load_v1: bool = True,
        **target: Unpack[Target],
    ) -> None:
        """`load(filething, known_frames=None, translate=True, v2_version=4, load_v1=True)`.

        Read the tag of a file.

        Arguments:
            filething: a name or a file object.
            known_frames (dict[str, type[Frame]]): classes to read frames with, by name.
            translate (bool): exchange frames of other versions for those of `v2_version`.
            v2_version (int): 3 or 4.
            load_v1 (bool): add what an ID3v1 tag says and the ID3v2 tag does not.

        Raises `ID3NoHeaderError` if there is no tag, `error` for a damaged one, `MutagenError` if
        the file cannot be opened, `ValueError` for another `v2_version`.
        """
        if (
            type(filething) is str
            and known_frames is None
            and translate is load_v1 is True
            and v2_version == 4
            and not target
        ):  # the usual call
            self.filename = filething
            if self._load_native(filething, None):
                return
        thing = target_of(self, filething, target, False)
        if known_frames is None and v2_version in (3, 4):
            version = v2_version if translate else None
            if self._load_native(thing[2], thing[0], version, bool(load_v1), v2_version):
                return
        self._load_opened(thing, known_frames, translate, v2_version, load_v1)

    def _load_native(
        self,
        name: Any,
        fileobj: Any,
        translate: int | None = 4,
        load_v1: bool = True,
        v1_version: int = 4,
    ) -> bool:
        """Load natively; False if hooks of the caller or a file for Python to open forbid it."""
        state = self.__dict__
        if not self._plain or state.get("_DictProxy__dict"):
            return False
        document = _native.id3_open(name, fileobj, translate, load_v1, v1_version)
        if document is None:
            return False
        self._adopt(document)
        return True

    def _adopt(self, document: Any) -> None:
        """Become the tag that a native document holds."""
        state = self.__dict__
        if len(state) > 1:  # more than a file name: loaded or edited before
            for name in _LAZY:
                state.pop(name, None)
        state["_doc"] = document

    @convert_error(OSError, error)
    @loadfile()
    def _load_opened(
        self,
        thing: FileThing,
        known_frames: Mapping[str, type[Frame]] | None,
        translate: bool,
        v2_version: int,
        load_v1: bool,
    ) -> None:
        """Load through the hooks and frame classes of the caller."""
        if v2_version not in (3, 4):
            raise ValueError("Only 3 and 4 possible for v2_version")
        fileobj = thing.fileobj
        self.unknown_frames = []
        self._header = None
        self._padding = 0
        self._pre_load_header(fileobj)
        old: Any = None
        try:
            header = ID3Header(fileobj)
        except (ID3NoHeaderError, ID3UnsupportedVersionError):
            if load_v1:
                old, _ = find_id3v1(fileobj, v2_version, known_frames)
            if old is None:
                raise
            self.version = ID3Header._V11
        else:
            self._header = header
            if known_frames is not None:
                header._known_frames = known_frames
            size = header.size - 10
            if header.f_extended:
                size -= 4 + len(header._extdata)
            if size < 0:
                raise error("extended header is larger than the tag")
            self._padding = len(self._read(header, read_full(fileobj, size)))
            if load_v1:
                year_version = 4 if header.version[1] == 4 else 3
                old, _ = find_id3v1(fileobj, year_version, known_frames)
        for frame in (old or {}).values():
            if not self.getall(frame.HashKey):
                self.add(frame)
        if translate:
            (self.update_to_v23 if v2_version == 3 else self.update_to_v24)()

    def save(
        self,
        filething: FileArgument = None,
        /,
        v1: int = 1,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> None:
        """`save(filething=None, v1=1, v2_version=4, v23_sep="/", padding=None)`.

        Write the tag to a file, by default to the one loaded. A file that does not exist is made.

        Arguments:
            filething: a name or a file object.
            v1 (ID3v1SaveOptions): what becomes of an ID3v1 tag.
            v2_version (int): 3 or 4; call `update_to_v23` before saving as v2.3.
            v23_sep (str | None): joins several values of a text frame in v2.3; None keeps them
                apart by zeros, as v2.4 does.
            padding (Callable[[PaddingInfo], int] | None): decides the padding in bytes.

        Raises `error` if the tag cannot be written, `MutagenError` if the file cannot be opened.
        Nothing is written before all of it is known to fit.
        """
        thing = target_of(self, filething, target, True)
        # Not `self._save`: called as `ID3.save(tags, ...)`, it writes tags of other files too.
        ID3._save(self, thing, "create", v1, v2_version, v23_sep, padding)

    def plan_save(
        self,
        filething: FileArgument = None,
        /,
        v1: int = 1,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> Plan:
        """What `save` with these arguments would write: a `Plan`. Nothing is written."""
        thing = target_of(self, filething, target, True)
        return self._save(thing, "plan", v1, v2_version, v23_sep, padding)

    def _save(
        self,
        thing: FileThing,
        mode: str,
        v1: int = 1,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
    ) -> Plan:
        """Carry out a save, or only plan it. `mode` is "plan", "write" or "create"."""
        if v2_version not in (3, 4):
            raise ValueError("Only 3 or 4 allowed for v2_version")
        fileobj, _, name = thing
        record = 2 if v1 == ID3v1SaveOptions.CREATE else int(v1 == ID3v1SaveOptions.UPDATE)
        rendering = self._rendering(v2_version, v23_sep)
        plan = _native.id3_save(
            name, fileobj, rendering, record, lambda: MakeID3v1(self), padding, mode
        )
        if plan is None:
            plan = open_for(
                mode,
                thing,
                lambda opened: self._save(opened, mode, v1, v2_version, v23_sep, padding),
            )
        return plan

    def delete(
        self,
        filething: FileArgument = None,
        /,
        delete_v1: bool = True,
        delete_v2: bool = True,
        **target: Unpack[Target],
    ) -> None:
        """`delete(filething=None, delete_v1=True, delete_v2=True)`.

        Remove the tags of a file, by default of the one loaded, and all frames.
        """
        thing = target_of(self, filething, target, True)
        delete(thing, delete_v1, delete_v2)
        self.clear()


ID3._HOOKS = {**ID3Tags._HOOKS, "_pre_load_header": ID3._pre_load_header}

_LAZY = tuple(
    name for kind in ID3.__mro__ for name, value in vars(kind).items() if isinstance(value, lazy)
)


def delete(
    filething: FileArgument = None,
    /,
    delete_v1: bool = True,
    delete_v2: bool = True,
    **target: Unpack[Target],
) -> None:
    """`delete(filething, delete_v1=True, delete_v2=True)`: remove the ID3 tags of a file.

    Raises `MutagenError` if the file cannot be opened or changed.
    """
    thing = target_of(None, filething, target, True)
    _delete(thing, delete_v1, delete_v2)


def _delete(thing: FileThing, delete_v1: bool, delete_v2: bool) -> Any:
    fileobj, _, name = thing
    plan = _native.id3_delete(name, fileobj, bool(delete_v1), bool(delete_v2))
    if plan is None:
        plan = open_for("write", thing, lambda opened: _delete(opened, delete_v1, delete_v2))
    return plan


class _NoInfo(StreamInfo):
    """Stream info of a file of which only the tag is known."""

    length = 0

    def __init__(self, fileobj: Any, offset: int | None) -> None:
        pass

    @staticmethod
    def pprint() -> str:
        """What is known of the stream."""
        return "Unknown format with ID3 tag"


class ID3FileType(NativeFileType):
    """`ID3FileType(filething, ID3=None, **options)`: a file of unknown kind with an ID3 tag.

    `ID3` is the class of the tag, such as `EasyID3`; the options are those of its `load`.
    Raises `MutagenError` if the file cannot be read.
    """

    __module__ = "mutagen_rs.id3"

    filename: FileName | None
    info: Any
    tags: Any

    ID3: Any = ID3
    _Info: Any = _NoInfo

    _Tags: Any = ID3

    def _tags_class(self) -> Any:
        return self.ID3

    @staticmethod
    def score(filename: str | bytes, fileobj: Any, header: bytes) -> int:
        """How likely the file is of this kind."""
        return _native.score("ID3FileType", filename, header, b"")

    def add_tags(self, ID3: Any = None) -> None:
        """Give the file empty tags, of class `ID3` if one is given.

        Raises `error` if it has tags.
        """
        if self.tags is not None:
            raise error("an ID3 tag already exists")
        if ID3 is not None:
            self.ID3 = ID3
        self.tags = self.ID3()

    def load(self, filething: FileArgument = None, /, ID3: Any = None, **kwargs: Any) -> None:
        """Read tag and stream info of a file.

        Arguments:
            filething: a name or a file object.
            ID3: the class of the tag, such as `EasyID3`; also of tags that are added later.
            kwargs: the options of its `load`.

        Raises `MutagenError` if the file cannot be read.
        """
        if type(filething) is str and ID3 is None and not kwargs:  # the usual call
            self.filename = filething
            if self._load_native(filething, None):
                return
        thing, _, kwargs = resolve_target(self, (filething,), kwargs, False)
        self._load(thing, ID3, **kwargs)

    def _load(  # type: ignore[override] # with options
        self,
        thing: FileThing,
        ID3: Any,
        translate: bool = True,
        v2_version: int = 4,
        load_v1: bool = True,
        **others: Any,
    ) -> None:
        if ID3 is None:
            ID3 = self.ID3
        else:
            # Tags that are added later shall be of the same class.
            self.ID3 = ID3
        if not others and v2_version in (3, 4):
            target = v2_version if translate else None
            if self._load_native(thing[2], thing[0], target, bool(load_v1), v2_version):
                return
        options = {"translate": translate, "v2_version": v2_version, "load_v1": load_v1}
        given = {name: value for name, value in options.items() if value != _DEFAULTS[name]}
        self._load_opened(thing, ID3, **given, **others)

    def _load_native(
        self,
        name: Any,
        fileobj: Any,
        translate: int | None = 4,
        load_v1: bool = True,
        v1_version: int = 4,
    ) -> bool:
        """Load natively; False if a class of the caller or a file for Python to open forbids it."""
        if self._native_open is None or self.ID3 is not _ID3:
            return False
        document = self._native_open(name, fileobj, translate, load_v1, v1_version)
        if document is None:
            return False
        self._adopt(document)
        return True

    @loadfile()
    def _load_opened(self, thing: FileThing, ID3: Any, **kwargs: Any) -> None:
        """Load with classes of the caller, or from a file that Python must open."""
        fileobj = thing.fileobj
        try:
            self.tags = ID3(fileobj, **kwargs)
        except ID3NoHeaderError:
            self.tags = None
        self.info = self._Info(fileobj, getattr(self.tags, "size", None))


_ID3 = ID3


_DEFAULTS = {"translate": True, "v2_version": 4, "load_v1": True}
"""Options of a load; a class of the caller, which may not know them, gets only others."""
