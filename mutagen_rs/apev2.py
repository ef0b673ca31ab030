"""APEv2 tags: those of Musepack, WavPack, Monkey's Audio and others, and of some MP3 files.

A tag is a dict of values by key (Hydrogenaudio wiki, "APEv2 specification"). Keys are 2 to 255
printable ASCII characters, such as "Title"; two keys of a tag differ by more than case. A value is
text, possibly several strings, or binary, or the locator of something outside the file.
"""

from __future__ import annotations

from . import _native
from ._apev2_values import (
    BINARY as BINARY,
    EXTERNAL as EXTERNAL,
    TEXT as TEXT,
    APEBadItemError as APEBadItemError,
    APEBinaryValue as APEBinaryValue,
    APEExtValue as APEExtValue,
    APENoHeaderError as APENoHeaderError,
    APETextValue as APETextValue,
    APEUnsupportedVersionError as APEUnsupportedVersionError,
    APEValue as APEValue,
    _APEUtf8Value as _APEUtf8Value,
    _APEValue as _APEValue,
    error as error,
    is_valid_apev2_key as is_valid_apev2_key,
)
from ._file import NativeFileType, StreamInfo, native_score
from ._filething import loadfile, open_for, target_of
from ._tags import Metadata
from ._util import DictMixin, lazy, settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from ._file import Score
    from ._filething import FileArgument, FileName, FileThing, Target
    from ._native import Plan

__all__ = ["APEv2", "APEv2File", "Open", "delete"]

# Flags of headers and footers.
HAS_HEADER = 1 << 31
HAS_NO_FOOTER = 1 << 30
IS_HEADER = 1 << 29


def _check_key(key: Any) -> None:
    if not is_valid_apev2_key(key):
        raise KeyError(f"{key!r} is not a valid APEv2 key")


class _APEv2Data:
    """Where the tag of a file object stands; all attributes are None if it has none.

    Attributes:
        start, header, data, footer, end (int | None): offsets of its parts; `start` is that of
            remnants of an older tag, if there are any before the header.
        metadata (int | None): offset of the footer or header that the following was read from.
        version (bytes), size (int), items (int), flags (int): what that says; `size` is in bytes,
            without the footer.
        tag (bytes | None): the items.
        is_at_start (bool): whether the tag was found at the start of the file.

    Raises `error` if the file cannot be read or the tag's size cannot be.
    """

    start: int | None = None
    header: int | None = None
    data: int | None = None
    footer: int | None = None
    end: int | None = None
    metadata: int | None = None
    tag: bytes | None = None
    version: bytes | None = None
    size: int | None = None
    items: int | None = None
    flags: int = 0
    is_at_start: bool = False

    def __init__(self, fileobj: Any) -> None:
        found = _native.apev2_locate(fileobj)
        if found is not None:
            vars(self).update(found)


def _no_items(instance: Any) -> dict[str, Any]:
    return {}


class _CIDictProxy(DictMixin):
    """A dict that takes keys for the same if they differ only in case, and shows the last used."""

    # Two dicts with the same keys, those of the items in lower case.
    _spellings: Any = lazy(_no_items)
    _values: Any = lazy(_no_items)

    def __getitem__(self, key: str) -> Any:
        return self._values[key.lower()]

    def __setitem__(self, key: str, value: Any) -> None:
        folded = key.lower()
        self._spellings[folded] = key
        self._values[folded] = value

    def __delitem__(self, key: str) -> None:
        folded = key.lower()
        del self._spellings[folded], self._values[folded]

    def keys(self) -> list[str]:
        """The keys, in the order they were first set."""
        return list(self._spellings.values())


def _spellings(tags: Any) -> dict[str, str]:
    return _index(tags, 0)


def _pending_values(tags: Any) -> dict[str, Any]:
    return _index(tags, 1)


def _index(tags: Any, wanted: int) -> dict[str, Any]:
    """One of the two dicts of a tag; the other is kept as well, since they belong together."""
    if tags._doc is None:
        return {}
    index: tuple[dict[str, Any], dict[str, Any]] = tags._doc.index()
    tags.__dict__.setdefault("_values" if wanted == 0 else "_spellings", index[1 - wanted])
    return index[wanted]


class APEv2(_CIDictProxy, Metadata):
    """`APEv2(filething=None)`: the APEv2 tag of a file, or an empty one.

    Keys are found in any case and kept in the last one they were set with. Values are
    `APETextValue`, `APEBinaryValue` and `APEExtValue`; a str, a list of str or bytes will do to
    set one. Values that were read from a file are built when they are first asked for.
    """

    filename: FileName | None = None

    _HOOKS = ("__delitem__", "__getitem__", "__setitem__", "clear", "items", "keys", "values")
    """Methods that native code does not call; for a class that overrides one, Python does."""

    _plain = True
    """Whether no hook is overridden."""

    _doc: Any = None
    """The native document that values are built from."""

    # A value that is not built yet stands here as its number.
    _spellings: Any = lazy(_spellings)
    _values: Any = lazy(_pending_values)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._plain = all(getattr(cls, hook) is getattr(APEv2, hook) for hook in APEv2._HOOKS)

    def load(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`load(filething)`: replace the content by the tag of a file.

        Raises `APENoHeaderError` if there is none, `APEBadItemError` or `error` for a damaged one,
        `MutagenError` if the file cannot be opened. The content is kept then.
        """
        if type(filething) is str and not target:  # the usual call
            self.filename = filething
            if self._load_native(filething, None):
                return
        self._load(target_of(self, filething, target, False))

    def _load(self, thing: FileThing) -> None:
        if not self._load_native(thing[2], thing[0]):
            open_for("plan", thing, self._load)

    def _load_native(self, name: Any, fileobj: Any) -> bool:
        """Load natively; False for a file that Python must open."""
        document = _native.apev2_open(name, fileobj)
        if document is None:
            return False
        if self._plain:
            self._adopt(document)
        else:
            self.clear()
            for key, value in document.items():
                self[key] = value
        return True

    def _adopt(self, document: Any) -> None:
        """Become the tag that a native document holds."""
        state = self.__dict__
        state.pop("_spellings", None)
        state.pop("_values", None)
        state["_doc"] = document

    def __getitem__(self, key: str) -> Any:
        """The value of a key. Raises `KeyError`, also for an invalid one."""
        _check_key(key)
        value = super().__getitem__(key)
        if value.__class__ is int:
            value = self._values[key.lower()] = self._doc.value(value)
        return value

    def __delitem__(self, key: str) -> None:
        """Remove a key. Raises `KeyError`, also for an invalid one."""
        _check_key(key)
        super().__delitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        """Set a key: to text for a str or a list of str, to binary data for bytes.

        For anything else, such as a locator or text given as bytes, set a value that `APEValue`
        has made. Raises `KeyError` for an invalid key, `TypeError` for another type of value.
        """
        _check_key(key)
        if isinstance(value, str):
            value = APETextValue(value)
        elif isinstance(value, list):
            if not all(isinstance(item, str) for item in value):
                raise TypeError("item in list not str")
            value = APETextValue("\0".join(value))
        elif not isinstance(value, _APEValue):
            value = APEBinaryValue(value)
        super().__setitem__(key, value)

    def values(self) -> list[Any]:
        """All values, in the order of the keys."""
        return list(self._built().values()) if self._plain else super().values()

    def items(self) -> list[tuple[str, Any]]:
        """All (key, value) pairs, in the order of the keys."""
        if not self._plain:
            return super().items()
        return list(zip(self.keys(), self.values(), strict=True))

    def _built(self) -> dict[str, Any]:
        """The storage, with all values built."""
        values: dict[str, Any] = self._values
        if self._doc is not None:
            self._doc.complete(values)
        return values

    def __getstate__(self) -> dict[str, Any]:
        self._built()
        return {name: value for name, value in settle(self).items() if name != "_doc"}

    def pprint(self) -> str:
        """A line `key=value` for each item, sorted by key."""
        return "\n".join(f"{key}={value.pprint()}" for key, value in sorted(self.items()))

    def save(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`save(filething=None)`: write the tag to a file, by default to the one loaded.

        It is written to the end of the file, with header and footer, the small items first. An
        old tag is removed, and an ID3v1 tag behind it too. A file that does not exist is made.

        Raises `error` if the tag cannot be written, `MutagenError` if the file cannot be opened,
        `UnicodeEncodeError` for text that UTF-8 cannot hold. Nothing is written before all of it
        is known to fit.
        """
        self._save(target_of(self, filething, target, True), "create")

    def plan_save(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> Plan:
        """What `save` with these arguments would write: a `Plan`. Nothing is written."""
        return self._save(target_of(self, filething, target, True), "plan")

    def _save(self, thing: FileThing, mode: str) -> Plan:
        """Carry out a save, or only plan it. `mode` is "plan", "write" or "create"."""
        fileobj, _, name = thing
        # A value that is not built yet goes from the old file to the new one as it is.
        values = self._values.values() if self._plain else self.values()
        items = list(zip(self.keys(), values, strict=True))
        plan = _native.apev2_save(name, fileobj, items, self._doc, mode)
        if plan is None:
            plan = open_for(mode, thing, lambda opened: self._save(opened, mode))
        return plan

    def delete(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`delete(filething=None)`: remove the tag of a file, by default of the one loaded.

        All items of this object are removed too. Raises `MutagenError` if it is not possible.
        """
        _delete(target_of(self, filething, target, True), False)
        self.clear()


Open = APEv2


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: remove the APEv2 tag of a file, if it has one.

    Raises `MutagenError` if the file cannot be opened or changed, or the tag cannot be read.
    """
    _delete(target_of(None, filething, target, True), True)


def _delete(thing: FileThing, readable: bool) -> Any:
    """Remove the tag of a file; if `readable`, only one that can be read."""
    fileobj, _, name = thing
    plan = _native.apev2_delete(name, fileobj, readable)
    if plan is None:
        plan = open_for("write", thing, lambda opened: _delete(opened, readable))
    return plan


class _UnknownInfo(StreamInfo):
    """Stream info of a file of which only the tag is known."""

    length = 0
    bitrate = 0

    def __init__(self, fileobj: Any) -> None:
        pass

    @staticmethod
    def pprint() -> str:
        """What is known of the stream."""
        return "Unknown format with APEv2 tag."


class APEv2File(NativeFileType):
    """`APEv2File(filething)`: a file of any kind with an APEv2 tag.

    Raises `MutagenError` if the file cannot be read.
    """

    _Tags: Any = APEv2
    _Info: Any = _UnknownInfo
    _native_open: Any = staticmethod(_native.apev2_file_open)

    info: Any

    tags: APEv2 | None

    score: ClassVar[Score] = native_score("APEv2File")

    @loadfile()
    def _load_opened(self, thing: FileThing) -> None:
        """Load with an info class of the caller, or from a file that Python must open."""
        fileobj = thing.fileobj
        self.info = self._Info(fileobj)
        try:
            fileobj.seek(0, 0)
        except OSError as err:
            raise error(err) from err
        try:
            self.tags = APEv2(fileobj)
        except APENoHeaderError:
            self.tags = None

    def add_tags(self) -> None:
        """Give the file empty tags. Raises `error` if it has tags."""
        if self.tags is not None:
            raise error(f"{self!r} already has tags: {self.tags!r}")
        self.tags = APEv2()
