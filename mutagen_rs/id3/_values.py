"""The types of field values that are more than plain Python ones."""

from __future__ import annotations

from .. import _native
from .._util import enum, flags, total_ordering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    _Int = int
else:
    _Int = object  # `enum` and `flags` make an int of it


@enum
class Encoding(_Int):
    """Text encodings of ID3v2.4; v2.2 and v2.3 know the first two."""

    LATIN1 = 0  # ISO 8859-1
    UTF16 = 1  # with a byte order mark
    UTF16BE = 2  # without one
    UTF8 = 3


@enum
class PictureType(_Int):
    """What an attached picture shows (ID3v2.4 frames, 4.14); FLAC and ASF use the same numbers."""

    OTHER = 0
    FILE_ICON = 1  # a PNG of 32x32 pixels
    OTHER_FILE_ICON = 2
    COVER_FRONT = 3
    COVER_BACK = 4
    LEAFLET_PAGE = 5
    MEDIA = 6  # for instance the printed side of a CD
    LEAD_ARTIST = 7
    ARTIST = 8
    CONDUCTOR = 9
    BAND = 10
    COMPOSER = 11
    LYRICIST = 12
    RECORDING_LOCATION = 13
    DURING_RECORDING = 14
    DURING_PERFORMANCE = 15
    SCREEN_CAPTURE = 16
    FISH = 17  # the standard's "bright coloured fish"
    ILLUSTRATION = 18
    BAND_LOGOTYPE = 19
    PUBLISHER_LOGOTYPE = 20

    def _pprint(self) -> str:
        return str(self).rpartition(".")[2].replace("_", " ").lower()


@flags
class CTOCFlags(_Int):
    """Flags of a table of contents (ID3v2 chapter frame addendum, section 3.2)."""

    TOP_LEVEL = 0x2  # no other table of contents refers to this one
    ORDERED = 0x1  # the entries are to be played in the order given


_PARTS = (
    ("year", "%04d"),
    ("month", "-%02d"),
    ("day", "-%02d"),
    ("hour", " %02d"),
    ("minute", ":%02d"),
    ("second", ":%02d"),
)


@total_ordering
class ID3TimeStamp:
    """A date and time of ID3v2.4, as exact as it is known (ID3v2.4 structure, section 4).

    Made from a text such as "2004-11-05 13:30:00", or a leading part of one; a T or any of the
    separators may stand between the parts.

    Attributes:
        year, month, day, hour, minute, second: an int each, or None where not known.
        text: the leading parts that are known, in the form above.

    Raises:
        TypeError: if made from anything else than a str or a time stamp.
    """

    year: int | None
    month: int | None
    day: int | None
    hour: int | None
    minute: int | None
    second: int | None

    def __init__(self, text: str | ID3TimeStamp) -> None:
        if isinstance(text, ID3TimeStamp):
            text = text.text
        elif not isinstance(text, str):
            raise TypeError(f"str expected, not {type(text).__name__}")
        self.text = text

    def get_text(self) -> str:
        """Return the `text`."""
        text = ""
        for name, form in _PARTS:
            part = getattr(self, name)
            if part is None:
                break
            text += form % part
        return text

    def set_text(self, text: str) -> None:
        """Set all parts from a text; a part that is no number becomes None."""
        for (name, _), part in zip(_PARTS, _native.id3_timestamp(text), strict=True):
            setattr(self, name, part)

    text: Any = property(get_text, set_text, doc="The date and time as text.")

    def encode(self, *args: str) -> bytes:
        """Encode the text, as `str.encode` does."""
        return self.get_text().encode(*args)

    def __str__(self) -> str:
        return self.get_text()

    def __bytes__(self) -> bytes:
        return self.encode("utf-8")

    def __repr__(self) -> str:
        return repr(self.get_text())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ID3TimeStamp) and self.text == other.text

    def __lt__(self, other: Any) -> bool:
        return bool(self.text < other.text)

    __hash__: ClassVar[Callable[[Any], int]] = object.__hash__
