"""ASF files: WMA and WMV (Microsoft, "Advanced Systems Format (ASF) Specification").

The tags are pairs of a name and a value with a type, where names may repeat. Usual names are
"Title", "Author", "WM/AlbumTitle", "WM/TrackNumber", "WM/Picture".
"""

from __future__ import annotations

from .. import _native
from .._file import NativeFileType, StreamInfo, native_score
from .._filething import open_for, target_of
from .._tags import Tags
from .._util import DictMixin, lazy
from ._attrs import (
    ASFBaseAttribute as ASFBaseAttribute,
    ASFBoolAttribute as ASFBoolAttribute,
    ASFByteArrayAttribute as ASFByteArrayAttribute,
    ASFDWordAttribute as ASFDWordAttribute,
    ASFGUIDAttribute as ASFGUIDAttribute,
    ASFQWordAttribute as ASFQWordAttribute,
    ASFUnicodeAttribute as ASFUnicodeAttribute,
    ASFValue as ASFValue,
    ASFWordAttribute as ASFWordAttribute,
)
from ._objects import (
    ContentDescriptionObject as ContentDescriptionObject,
    ExtendedContentDescriptionObject as ExtendedContentDescriptionObject,
    HeaderExtensionObject as HeaderExtensionObject,
    HeaderObject as HeaderObject,
    MetadataLibraryObject as MetadataLibraryObject,
    MetadataObject as MetadataObject,
)
from ._util import ASFError as ASFError, ASFHeaderError as ASFHeaderError, error as error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from .._file import Score
    from .._filething import FileArgument, FileThing, Target
    from .._native import Plan
    from .._tags import PaddingFunction

__all__ = ["ASF", "Open"]

# The types of values (ASF specification 3.11, "Content Descriptors").
UNICODE, BYTEARRAY, BOOL, DWORD, QWORD, WORD, GUID = range(7)


class ASFInfo(StreamInfo):
    """Facts about the stream of an ASF file.

    Attributes:
        length (float): in seconds.
        sample_rate (int): in Hz.
        bitrate (int): in bit/s.
        channels (int): number of channels.
        codec_type (str): registered name of the audio format, e.g. "Windows Media Audio 9
            Standard"; empty if unknown.
        codec_name (str): the encoder's name of the codec, e.g. "Windows Media Audio 9.1".
        codec_description (str): e.g. "64 kbps, 48 kHz, stereo 2-pass CBR".
    """

    length: float = 0.0
    sample_rate: int = 0
    bitrate: int = 0
    channels: int = 0
    codec_type: str = ""
    codec_name: str = ""
    codec_description: str = ""

    def __init__(self) -> None:
        self.length = 0.0
        self.sample_rate = 0
        self.bitrate = 0
        self.channels = 0
        self.codec_type = ""
        self.codec_name = ""
        self.codec_description = ""

    def pprint(self) -> str:
        """The facts as one line of text."""
        codec = self.codec_type or self.codec_name or "???"
        return (
            f"ASF ({codec}) {self.bitrate:d} bps, {self.sample_rate} Hz, "
            f"{self.channels:d} channels, {self.length:.2f} seconds"
        )


if TYPE_CHECKING:
    _Pairs = list[tuple[str, Any]]
else:
    _Pairs = list


class ASFTags(_Pairs, DictMixin, Tags):  # type: ignore[misc] # a list and a dict in one
    """The tags of an ASF file: a list of pairs of name and value, with the interface of a dict.

    `tags[name]` is a list of all values of that name. Length, comparison, iteration and slices are
    those of the list.
    """

    def _adopt(self, document: Any) -> None:
        """Become the tags that a native document holds."""
        list.extend(self, document.attributes())

    def __getitem__(self, key: Any) -> Any:
        """A new list of the values of a name. Raises `KeyError` if there is none."""
        if isinstance(key, slice):
            return list.__getitem__(self, key)
        return _native.asf_get(self, key)

    def __delitem__(self, key: Any) -> None:
        """Remove all values of a name. Raises `KeyError` if there is none."""
        if isinstance(key, slice):
            list.__delitem__(self, key)
            return
        others = [pair for pair in self if pair[0] != key]
        if len(others) == len(self):
            raise KeyError(key)
        list.__setitem__(self, slice(None), others)

    def __contains__(self, key: object) -> bool:
        return any(name == key for name, _ in self)

    def __setitem__(self, key: Any, values: Any) -> None:
        """Replace all values of a name, by one or by a list of them.

        A str becomes text, bytes a byte array, a bool a bool, an int a DWORD; for other types, and
        for languages and streams, make a value with `ASFValue`. Raises `TypeError` or `ValueError`
        for what cannot be one; nothing is changed then.
        """
        if isinstance(key, slice):
            list.__setitem__(self, key, values)
            return
        if not isinstance(values, list):
            values = [values]
        pairs = [(key, _attribute(value)) for value in values]
        if key in self:
            del self[key]
        self.extend(pairs)

    def keys(self) -> Any:
        """The set of all names; the list itself, if it is empty."""
        return self and {name for name, _ in self}

    def as_dict(self) -> dict[str, list[ASFBaseAttribute]]:
        """A new dict of the names, each with the list of its values."""
        found: dict[str, list[ASFBaseAttribute]] = {}
        for name, value in self:
            found.setdefault(name, []).append(value)
        return found

    def pprint(self) -> str:
        """A line `name=value` for each pair."""
        return "\n".join(f"{name}={value}" for name, value in self)


def _attribute(value: Any) -> ASFBaseAttribute:
    """The value with the type that its Python type suggests."""
    if isinstance(value, ASFBaseAttribute):
        return value
    if isinstance(value, str):
        return ASFUnicodeAttribute(value)
    if isinstance(value, bytes):
        return ASFByteArrayAttribute(value)
    if isinstance(value, bool):
        return ASFBoolAttribute(value)
    if isinstance(value, int):
        return ASFDWordAttribute(value)
    raise TypeError(f"Invalid type {type(value)!r}")


def _no_tags(file: Any) -> dict[bytes, list[tuple[str, ASFBaseAttribute]]]:
    return {}


def _header(file: Any) -> Any:
    """The header of a file, with the objects that a save has added."""
    if file._doc is None:
        return None
    header = file._doc.header()
    if file._was_saved:
        _complete(header)
    return header


def _complete(header: Any) -> None:
    """Add the objects for tags that a header lacks."""
    for kind in (ContentDescriptionObject, ExtendedContentDescriptionObject, HeaderExtensionObject):
        if header.get_child(kind.GUID) is None:
            header.objects.append(kind())
    extension = header.get_child(HeaderExtensionObject.GUID)
    for inner in (MetadataObject, MetadataLibraryObject):
        if extension.get_child(inner.GUID) is None:
            extension.objects.append(inner())


class ASF(NativeFileType):
    """`ASF(filething)`: an ASF file, such as WMA or WMV.

    Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (ASFInfo): facts about the stream.
        tags (ASFTags): the tags; there are always some, though they may be empty.
    """

    _Tags = ASFTags
    _Info = ASFInfo
    _native_open: Any = staticmethod(_native.asf_open)

    _mimes = [
        "audio/x-ms-wma",
        "audio/x-ms-wmv",
        "video/x-ms-asf",
        "audio/x-wma",
        "video/x-wmv",
    ]

    _header: Any = lazy(_header)
    """The `HeaderObject`; once it was asked for, a save writes its objects."""

    _tags: Any = lazy(_no_tags)
    """What `HeaderObject.parse_full` finds, by the GUIDs of tag objects."""

    _was_saved = False
    """Whether the tags were saved since the file was loaded."""

    to_content_description: dict[str, ASFBaseAttribute]
    to_extended_content_description: dict[str, ASFBaseAttribute]
    to_metadata: dict[str, ASFBaseAttribute]
    to_metadata_library: list[tuple[str, ASFBaseAttribute]]
    """Where the last save has put the tags, by the kinds of object."""

    info: ASFInfo
    tags: ASFTags

    score: ClassVar[Score] = native_score("ASF")

    def load(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`load(filething)`: read tags and stream info of a file."""
        self._load(target_of(self, filething, target, False))

    def _load(self, thing: FileThing) -> None:
        fileobj, _, name = thing
        document = _native.asf_open(name, fileobj)
        if document is None:
            open_for("plan", thing, self._load)
        else:
            self._adopt(document)

    def _adopt(self, document: Any) -> None:
        state = self.__dict__
        state.pop("_header", None)
        state.pop("_was_saved", None)
        super()._adopt(document)

    def save(  # type: ignore[override] # no other keywords
        self,
        filething: FileArgument = None,
        /,
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> None:
        """`save(filething=None, padding=None)`: write the tags, by default to the file loaded.

        `padding` is a function that gets a `PaddingInfo` and decides the padding in bytes.

        Raises `error` if the tags cannot be written, `MutagenError` if the file cannot be opened,
        `TypeError` or `ValueError` for values that cannot be. Nothing is written before all of it
        is known to fit.
        """
        self._save(target_of(self, filething, target, True), "write", padding)

    def plan_save(  # type: ignore[override] # as `save`
        self,
        filething: FileArgument = None,
        /,
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> Plan:
        """What `save` with these arguments would write: a `Plan`. Nothing is written."""
        return self._save(target_of(self, filething, target, True), "plan", padding)

    def _save(self, thing: FileThing, mode: str, padding: PaddingFunction | None = None) -> Plan:
        """Carry out a save, or only plan it. `mode` is "plan" or "write"."""
        routed = _native.asf_route(self.tags)
        (
            self.to_content_description,
            self.to_extended_content_description,
            self.to_metadata,
            self.to_metadata_library,
        ) = routed
        objects = None
        if "_header" in self.__dict__:
            _complete(self._header)
            objects = self._header._render_objects(self)
        self._was_saved = True
        fileobj, _, name = thing
        document = self._doc
        plan = _native.asf_save(name, fileobj, routed, document, objects, padding, mode)
        if plan is None:
            plan = open_for(mode, thing, lambda opened: self._save(opened, mode, padding))
        return plan

    def delete(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`delete(filething=None)`: remove all tags, from this object and from a file.

        The file is by default the one loaded. Raises `MutagenError` if that is not possible; the
        tags are kept then.
        """
        self._delete(target_of(self, filething, target, True))

    def _delete(self, thing: FileThing) -> None:
        kept = list(self.tags)
        self.tags.clear()
        try:
            self.save(thing, padding=_no_padding)
        except BaseException:
            self.tags.extend(kept)
            raise

    def add_tags(self) -> None:
        """Raises `ASFError`: there are always tags."""
        raise ASFError("an ASF file always has tags")


def _no_padding(info: Any) -> int:
    return 0


Open = ASF
