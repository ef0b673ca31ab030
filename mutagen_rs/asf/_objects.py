"""The objects that make up an ASF header (ASF specification, sections 3 and 4).

Files are read and written without these classes, unless a program asks for `ASF._header`; it may
then change the list of objects, and what it leaves there is written.
"""

from __future__ import annotations

from .. import _native
from .._tags import PaddingInfo
from ._attrs import ASFBaseAttribute
from ._util import CODECS as CODECS, ASFHeaderError, bytes2guid, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar, TypeVar

    C = TypeVar("C", bound="type[BaseObject]")

_GUIDS = _native.asf_guids()


class BaseObject:
    """Base of all objects.

    Attributes:
        GUID (bytes): tells the kind.
        objects (list[BaseObject]): the objects within.
        data (bytes): all that stands behind GUID and size.
    """

    GUID: bytes

    _TYPES: ClassVar[dict[bytes, type[BaseObject]]] = {}

    def __init__(self) -> None:
        self.objects: list[BaseObject] = []
        self.data: bytes = b""

    def parse(self, asf: Any, data: bytes) -> None:
        """Take over the data of an object, and tell the file `asf` what they say.

        Raises `ASFHeaderError` or `ASFError` for damaged data.
        """
        self.data = data

    def render(self, asf: Any) -> bytes:
        """The object as it is written into the file `asf`."""
        return _native.asf_render_object(self.GUID, self.data)

    def get_child(self, guid: bytes) -> BaseObject | None:
        """The first object within that has this GUID."""
        return next((child for child in self.objects if guid == child.GUID), None)

    @classmethod
    def _register(cls, other: C) -> C:
        cls._TYPES[other.GUID] = other
        return other

    @classmethod
    def _get_object(cls, guid: bytes) -> BaseObject:
        """A new object of the class for this GUID."""
        kind = cls._TYPES.get(guid)
        return UnknownObject(guid) if kind is None else kind()

    def _parse_all(
        self, asf: Any, found: list[tuple[bytes, bytes]], refusal: Exception | None
    ) -> None:
        """Parse the objects within; then raise what is wrong behind them."""
        for guid, data in found:
            child = self._get_object(guid)
            child.parse(asf, data)
            self.objects.append(child)
        if refusal is not None:
            raise refusal

    def __repr__(self) -> str:
        return f"<{type(self).__name__} GUID={bytes2guid(self.GUID)} objects={self.objects!r}>"

    def pprint(self) -> str:
        """A line for the object, and one for each within, indented."""
        lines = [f"{type(self).__name__}({bytes2guid(self.GUID)})"]
        lines += ["  " + line for child in self.objects for line in child.pprint().splitlines()]
        return "\n".join(lines)


class UnknownObject(BaseObject):
    """An object of any other kind; its data are kept."""

    def __init__(self, guid: bytes) -> None:
        super().__init__()
        assert isinstance(guid, bytes)
        self.GUID = guid


def _named(cls: C) -> C:
    """Class decorator: the class stands for the GUID that the native table has for its name."""
    cls.GUID = _GUIDS[cls.__name__]
    return BaseObject._register(cls)


@_named
class HeaderObject(BaseObject):
    """The header of a file, which holds all other objects."""

    @classmethod
    def parse_full(cls, asf: Any, fileobj: Any) -> HeaderObject:
        """The header that a file object begins with.

        `asf.info` and `asf._tags` get what it says: attributes of the stream, and by GUIDs of tag
        objects lists of `(name, attribute)`. Raises `ASFHeaderError` or `ASFError`.
        """
        header = cls()
        header._parse_all(asf, *_native.asf_split_header(fileobj))
        return header

    @classmethod
    def parse_size(cls, fileobj: Any) -> tuple[int, int]:
        """Size in bytes and number of objects, from the next 30 bytes of a file object.

        Raises `ASFHeaderError` if there is no header.
        """
        return _native.asf_header_head(fileobj.read(30))

    def render_full(
        self,
        asf: Any,
        fileobj: Any,
        available: int,
        padding_func: Callable[[PaddingInfo], int] | None,
    ) -> bytes:
        """The whole header as it is written, where the one in the file has `available` bytes.

        Raises `ASFHeaderError` if the file has fewer.
        """
        from .._fileops import get_size

        objects = self._render_objects(asf)
        needed = len(_native.asf_render_header(objects, 0))
        follows = get_size(fileobj) - available
        if follows < 0:
            raise ASFHeaderError("the header claims to be larger than the file")
        padding = PaddingInfo(available - needed, follows)._get_padding(padding_func)
        return _native.asf_render_header(objects, max(0, padding))

    def _render_objects(self, asf: Any) -> list[bytes]:
        if _tag_objects(self) > _native.ASF_MAX_TAG_OBJECTS:
            raise error("the header has too many objects for tags")
        return [child.render(asf) for child in self.objects if child.GUID != PaddingObject.GUID]

    def parse(self, asf: Any, data: bytes) -> None:
        raise NotImplementedError

    def render(self, asf: Any) -> bytes:
        raise NotImplementedError


class _TagObject(BaseObject):
    """Base of the four that hold tags."""

    def parse(self, asf: Any, data: bytes) -> None:
        super().parse(asf, data)
        tags = _native.asf_read_tags(self.GUID, data)
        if tags:
            asf._tags.setdefault(self.GUID, []).extend(tags)


def _tag_objects(whole: BaseObject) -> int:
    """How many objects for tags there are within an object, at any depth."""
    return sum(
        1 if isinstance(child, _TagObject) else _tag_objects(child) for child in whole.objects
    )


class _InfoObject(BaseObject):
    """Base of those that tell facts about the stream."""

    def parse(self, asf: Any, data: bytes) -> None:
        super().parse(asf, data)
        for name, value in _native.asf_read_info(self.GUID, data).items():
            setattr(asf.info, name, value)


@_named
class ContentDescriptionObject(_TagObject):
    """The tags that every file can have (3.10)."""

    NAMES: ClassVar[list[str]] = ["Title", "Author", "Copyright", "Description", "Rating"]

    def render(self, asf: Any) -> bytes:
        return _native.asf_render_description(asf.to_content_description)


@_named
class ExtendedContentDescriptionObject(_TagObject):
    """Tags of any name (3.11)."""

    def render(self, asf: Any) -> bytes:
        return _native.asf_render_tags("extended", _pairs(asf.to_extended_content_description))


@_named
class FilePropertiesObject(_InfoObject):
    """Duration and the like (3.2)."""


@_named
class StreamPropertiesObject(_InfoObject):
    """The format of a stream (3.3)."""


@_named
class CodecListObject(_InfoObject):
    """The codecs of all streams (3.5); the first one for audio counts."""


@_named
class PaddingObject(BaseObject):
    """Room for tags to grow (3.14). Only the one that a save makes is written."""


@_named
class StreamBitratePropertiesObject(BaseObject):
    """Bitrates of all streams (3.12)."""


@_named
class ContentEncryptionObject(BaseObject):
    """Keys and licence of protected content (3.13)."""


@_named
class ExtendedContentEncryptionObject(BaseObject):
    """The same for a later way of protection (3.14)."""


@_named
class HeaderExtensionObject(BaseObject):
    """More objects (3.4)."""

    def parse(self, asf: Any, data: bytes) -> None:
        super().parse(asf, data)
        self._parse_all(asf, *_native.asf_split_extension(data))

    def render(self, asf: Any) -> bytes:
        # Padding belongs to the end of the header, though some files have it here.
        kept = [child.render(asf) for child in self.objects if child.GUID != PaddingObject.GUID]
        return _native.asf_render_extension(kept)


@_named
class MetadataObject(_TagObject):
    """Tags of single streams (4.7)."""

    def render(self, asf: Any) -> bytes:
        return _native.asf_render_tags("metadata", _pairs(asf.to_metadata))


@_named
class MetadataLibraryObject(_TagObject):
    """Tags that fit nowhere else: large ones, of languages, several of a name (4.8)."""

    def render(self, asf: Any) -> bytes:
        return _native.asf_render_tags("library", list(asf.to_metadata_library))


def _pairs(attributes: dict[str, ASFBaseAttribute]) -> list[tuple[str, ASFBaseAttribute]]:
    return list(attributes.items())
