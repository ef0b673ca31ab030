"""Values of MP4 tags that are bytes and something more: pictures and freeform values."""

from __future__ import annotations

from .._util import enum, hashable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar


@enum
class AtomDataType:
    """What kind of value a `data` atom holds (QuickTime File Format, "well-known types")."""

    __module__ = "mutagen_rs.mp4"

    IMPLICIT = 0
    """the key alone says what it is"""

    UTF8 = 1
    """text in UTF-8, without length or end mark"""

    UTF16 = 2
    """text in big-endian UTF-16"""

    SJIS = 3
    """Japanese text; out of use"""

    HTML = 6
    """a page that says which version of HTML it is in"""

    XML = 7
    """a document that says which type it is of"""

    UUID = 8
    """16 bytes"""

    ISRC = 9
    """an ISRC as text in UTF-8"""

    MI3P = 10
    """a MI3P as text in UTF-8"""

    GIF = 12
    """a picture; out of use"""

    JPEG = 13
    """a picture"""

    PNG = 14
    """a picture"""

    URL = 15
    """an absolute URL in UTF-8"""

    DURATION = 16
    """milliseconds, 32 bits"""

    DATETIME = 17
    """seconds since the start of 1904, UTC; 32 or 64 bits"""

    GENRES = 18
    """a list of numbers"""

    INTEGER = 21
    """signed, big-endian, of 1, 2, 3, 4 or 8 bytes"""

    RIAA_PA = 24
    """parental advice, 8 bits: -1 no, 1 yes, 0 not said"""

    UPC = 25
    """a UPC as text in UTF-8"""

    BMP = 27
    """a picture"""


@hashable
class MP4Cover(bytes):
    """`MP4Cover(data, imageformat=MP4Cover.FORMAT_JPEG)`: the bytes of a picture.

    Equal to bytes of the same content, and to another picture if the format is the same too.

    Attributes:
        imageformat (AtomDataType): `FORMAT_JPEG` or `FORMAT_PNG`.
    """

    __module__ = "mutagen_rs.mp4"

    FORMAT_JPEG = AtomDataType.JPEG
    FORMAT_PNG = AtomDataType.PNG

    def __new__(cls, data: bytes, *args: Any, **kwargs: Any) -> MP4Cover:
        return bytes.__new__(cls, data)

    def __init__(self, data: bytes, imageformat: int = FORMAT_JPEG) -> None:
        self.imageformat = imageformat

    __hash__: ClassVar[Callable[[Any], int]] = bytes.__hash__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MP4Cover):
            return bytes(self) == other
        return bytes(self) == bytes(other) and self.imageformat == other.imageformat

    def __repr__(self) -> str:
        kind = AtomDataType(self.imageformat)  # type: ignore[call-arg]
        return f"{type(self).__name__}({bytes(self)!r}, {kind!r})"


@hashable
class MP4FreeForm(bytes):
    """`MP4FreeForm(data, dataformat=AtomDataType.UTF8, version=0)`: a freeform value.

    Equal to bytes of the same content, and to another value if type and version are the same too.

    Attributes:
        dataformat (AtomDataType): what the bytes are.
        version (int): version of the type; 0.
    """

    __module__ = "mutagen_rs.mp4"

    FORMAT_DATA = AtomDataType.IMPLICIT  # older names
    FORMAT_TEXT = AtomDataType.UTF8

    def __new__(cls, data: bytes, *args: Any, **kwargs: Any) -> MP4FreeForm:
        return bytes.__new__(cls, data)

    def __init__(self, data: bytes, dataformat: int = AtomDataType.UTF8, version: int = 0) -> None:
        self.dataformat = dataformat
        self.version = version

    __hash__: ClassVar[Callable[[Any], int]] = bytes.__hash__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MP4FreeForm):
            return bytes(self) == other
        return (
            bytes(self) == bytes(other)
            and self.dataformat == other.dataformat
            and self.version == other.version
        )

    def __repr__(self) -> str:
        kind = AtomDataType(self.dataformat)  # type: ignore[call-arg]
        return f"{type(self).__name__}({bytes(self)!r}, {kind!r})"
