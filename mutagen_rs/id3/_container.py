"""ID3 tags inside files of other formats, and the files that have nothing but such a tag."""

from __future__ import annotations

from .. import _native
from .._file import NativeFileType
from .._filething import loadfile, open_for, resolve_target, target_of
from .._util import lazy
from ._file import ID3
from ._util import ID3NoHeaderError, error as ID3Error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from typing_extensions import Unpack

    from .._filething import FileArgument, FileName, FileThing, Target
    from .._native import Plan
    from .._tags import PaddingFunction


class ContainerID3(ID3):
    """An ID3 tag somewhere inside a file. A class of this kind says what kind of file it is."""

    _kind: str = ""
    """The name that the native functions know the format by, that of its file class."""

    def _pre_load_header(self, fileobj: Any) -> None:
        """Move to the tag. Raises `ID3NoHeaderError` if there is none."""
        fileobj.seek(_native.id3_container_start(self._kind, fileobj))

    _HOOKS = {**ID3._HOOKS, "_pre_load_header": _pre_load_header}

    def _load_native(
        self,
        name: Any,
        fileobj: Any,
        translate: int | None = 4,
        load_v1: bool = True,
        v1_version: int = 4,
    ) -> bool:
        if not self._plain or self.__dict__.get("_DictProxy__dict"):
            return False
        document = _native.id3_container_load(
            self._kind, name, fileobj, translate, load_v1, v1_version
        )
        if document is None:
            return False
        self._adopt(document)
        return True

    def save(  # type: ignore[override] # no ID3v1 tag stands in a container
        self,
        filething: FileArgument = None,
        /,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> None:
        """`save(filething=None, v2_version=4, v23_sep="/", padding=None)`.

        Write the tag to a file of its format, by default to the one loaded.

        Arguments:
            filething: a name or a file object.
            v2_version (int): 3 or 4; call `update_to_v23` before saving as v2.3.
            v23_sep (str | None): joins several values of a text frame in v2.3; None keeps them
                apart by zeros, as v2.4 does.
            padding (Callable[[PaddingInfo], int] | None): decides the padding in bytes.

        Raises an error of the format if the tag cannot be written, `MutagenError` if the file
        cannot be opened. Nothing is written before all of it is known to fit.
        """
        thing = target_of(self, filething, target, True)
        self._save(thing, "write", v2_version, v23_sep, padding)

    def plan_save(  # type: ignore[override] # as `save`
        self,
        filething: FileArgument = None,
        /,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> Plan:
        """What `save` with these arguments would write: a `Plan`. Nothing is written."""
        thing = target_of(self, filething, target, True)
        return self._save(thing, "plan", v2_version, v23_sep, padding)

    def _save(  # type: ignore[override] # as `save`
        self,
        thing: FileThing,
        mode: str,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
    ) -> Plan:
        """Carry out a save, or only plan it. `mode` is "plan" or "write"."""
        if v2_version not in (3, 4):
            raise ValueError("Only 3 or 4 allowed for v2_version")
        fileobj, _, name = thing
        rendering = self._rendering(v2_version, v23_sep)
        plan = _native.id3_container_save(
            self._kind, name, fileobj, rendering, self.size, padding, mode
        )
        if plan is None:
            plan = open_for(
                mode,
                thing,
                lambda opened: self._save(opened, mode, v2_version, v23_sep, padding),
            )
        return plan

    def delete(  # type: ignore[override] # no ID3v1 tag stands in a container
        self, filething: FileArgument = None, /, **target: Unpack[Target]
    ) -> None:
        """`delete(filething=None)`: remove the tag of a file, by default of the one loaded.

        All frames of this object are removed too. Raises `MutagenError` if it is not possible.
        """
        _delete(self._kind, target_of(self, filething, target, True))
        self.clear()


def _delete(kind: str, thing: FileThing) -> Any:
    fileobj, _, name = thing
    plan = _native.id3_container_delete(kind, name, fileobj)
    if plan is None:
        plan = open_for("write", thing, lambda opened: _delete(kind, opened))
    return plan


def container_delete(kind: str, filething: FileArgument, target: Target) -> None:
    """What the function `delete` of a format's module does with its arguments."""
    _delete(kind, target_of(None, filething, target, True))


def _tags(file: Any) -> Any:
    if file._doc is None or not file._doc.has_tag:
        return None
    tags = file._Tags.__new__(file._Tags)
    tags.filename = file.filename
    tags._adopt(file._doc)
    return tags


class ContainerFileType(NativeFileType):
    """A file with an ID3 tag somewhere inside.

    A class of this kind has a subclass of `ContainerID3` as `_Tags`, and the exception of its
    module as `_Error`.
    """

    _Tags: Any = ContainerID3
    _Error: Any = None

    filename: FileName | None
    info: Any

    tags: Any = lazy(_tags)

    def add_tags(self) -> None:
        """Give the file an empty ID3 tag. Raises an error if it has one."""
        if self.tags is not None:
            raise self._Error("an ID3 tag already exists")
        self.tags = self._Tags()

    def load(self, filething: FileArgument = None, /, **kwargs: Any) -> None:
        """`load(filething, **options)`: read tag and stream info of a file.

        The options are those of `mutagen.id3.ID3.load`. Raises `MutagenError` if the file cannot
        be read.
        """
        if type(filething) is str and not kwargs:  # the usual call
            self.filename = filething
            if self._load_native(filething, None):
                return
        thing, _, kwargs = resolve_target(self, (filething,), kwargs, False)
        self._load(thing, **kwargs)

    def _load(
        self,
        thing: FileThing,
        *,
        known_frames: Any = None,
        translate: bool = True,
        v2_version: int = 4,
        load_v1: bool = True,
    ) -> None:
        if known_frames is None and v2_version in (3, 4):
            target = v2_version if translate else None
            if self._load_native(thing[2], thing[0], target, bool(load_v1), v2_version):
                return
        self._load_opened(
            thing,
            known_frames=known_frames,
            translate=translate,
            v2_version=v2_version,
            load_v1=load_v1,
        )

    def _load_native(
        self,
        name: Any,
        fileobj: Any,
        translate: int | None = 4,
        load_v1: bool = True,
        v1_version: int = 4,
    ) -> bool:
        """Load natively; False if a class of the caller or a file for Python to open forbids it."""
        if self._native_open is None:
            return False
        document = self._native_open(
            self._Tags._kind, name, fileobj, translate, load_v1, v1_version
        )
        if document is None:
            return False
        self._adopt(document)
        return True

    _native_open: Any = staticmethod(_native.id3_container_open)

    @loadfile()
    def _load_opened(self, thing: FileThing, **options: Any) -> None:
        """Load with classes of the caller, or from a file that Python must open."""
        fileobj = thing.fileobj
        try:
            tags = self._Tags(fileobj, **options)
        except ID3NoHeaderError:
            tags = None
        except ID3Error as err:
            raise self._Error(err) from err
        else:
            tags.filename = self.filename
        self.info = self._read_info(fileobj)
        self.tags = tags

    def _read_info(self, fileobj: Any) -> Any:
        """The stream info of an opened file."""
        return self._Info(fileobj)


def container_info(kind: str, info: Any, fileobj: Any) -> None:
    """Make `info` the stream info of a file object."""
    vars(info).update(_native.id3_container_info(kind, fileobj))
