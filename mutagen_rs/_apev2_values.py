"""What stands in an APEv2 tag: valid keys and the three kinds of values; and the errors of tags.

Part of `mutagen_rs.apev2`, which shows all of this under the names it has there.
"""

from __future__ import annotations

from _collections_abc import MutableSequence  # `collections.abc` would import `collections`

from ._errors import MutagenError
from ._util import total_ordering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# The kinds of values (APEv2 specification, "Ape Tags Flags", bits 1 and 2).
TEXT, BINARY, EXTERNAL = 0, 1, 2


class error(MutagenError):
    """The APEv2 tag cannot be read or written."""

    __module__ = "mutagen_rs.apev2"


class APENoHeaderError(error):
    """The file has no APEv2 tag."""

    __module__ = "mutagen_rs.apev2"


class APEUnsupportedVersionError(error):
    """Never raised; kept for programs that catch it."""

    __module__ = "mutagen_rs.apev2"


class APEBadItemError(error):
    """An item of the tag is damaged."""

    __module__ = "mutagen_rs.apev2"


_RESERVED = ("ID3", "TAG", "OggS", "MP+")


def is_valid_apev2_key(key: Any) -> bool:
    """Whether a tag may have that key. Raises `TypeError` if it is not a str."""
    if not isinstance(key, str):
        raise TypeError("APEv2 key must be str")
    # What is printable in ASCII is exactly what the specification allows.
    return 2 <= len(key) <= 255 and key.isascii() and key.isprintable() and key not in _RESERVED


def APEValue(value: Any, kind: int) -> _APEValue:
    """Make a value of a kind: `TEXT` or `EXTERNAL` of a str, `BINARY` of bytes.

    Raises `ValueError` for another kind, `TypeError` for another type of value.
    """
    for value_class in (APETextValue, APEBinaryValue, APEExtValue):
        if kind == value_class.kind:
            return value_class(value)
    raise ValueError("kind must be TEXT, BINARY, or EXTERNAL")


class _APEValue:
    """Base of the values.

    Attributes:
        kind (int): `TEXT`, `BINARY` or `EXTERNAL`.
        value (str | bytes): the content.
    """

    __module__ = "mutagen_rs.apev2"

    kind: int
    value: Any = None

    def __init__(self, value: Any, kind: int | None = None) -> None:
        """Raises `TypeError` for a content of the wrong type, `ValueError` for another `kind`."""
        if kind not in (None, self.kind):
            raise ValueError(f"kind must be {self.kind}")
        self.value = self._validate(value)

    @classmethod
    def _new(cls, data: bytes) -> Any:
        """A value from the bytes of an item. Raises `APEBadItemError`."""
        made = cls.__new__(cls)
        made.value = cls._read(data)
        return made

    @classmethod
    def _read(cls, data: bytes) -> Any:
        raise NotImplementedError

    def _write(self) -> bytes:
        """The bytes of an item."""
        raise NotImplementedError

    def _validate(self, value: Any) -> Any:
        """The value, if it is of the right type."""
        raise NotImplementedError

    def pprint(self) -> str:
        """The value as text to look at."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.value)

    def __bytes__(self) -> bytes:
        return self._write()

    def __eq__(self, other: object) -> bool:
        return bool(self.value == other)

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < other)

    if TYPE_CHECKING:

        def __le__(self, other: Any) -> bool: ...
        def __gt__(self, other: Any) -> bool: ...
        def __ge__(self, other: Any) -> bool: ...

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.value!r}, {self.kind})"


total_ordering(_APEValue)


class _APEUtf8Value(_APEValue):
    """Base of the values that are text."""

    __module__ = "mutagen_rs.apev2"

    @classmethod
    def _read(cls, data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as err:
            raise APEBadItemError(err) from err

    def _write(self) -> bytes:
        data: bytes = self.value.encode("utf-8")
        return data

    def _validate(self, value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError("value not str")
        return value

    def __str__(self) -> str:
        text: str = self.value
        return text


if TYPE_CHECKING:
    _Strings = MutableSequence[str]
else:
    _Strings = MutableSequence


class APETextValue(_APEUtf8Value, _Strings):
    """Text: one or more strings, of which the object is a list.

    It compares as one str, `str(value)`, in which zeros separate the strings.
    """

    __module__ = "mutagen_rs.apev2"

    value: str
    kind = TEXT

    def _strings(self) -> list[str]:
        strings: list[str] = self.value.split("\0")
        return strings

    def __iter__(self) -> Iterator[str]:
        """The strings, not the characters."""
        return iter(self._strings())

    def __len__(self) -> int:
        """How many strings there are."""
        return len(self._strings())

    def __getitem__(self, index: Any) -> Any:
        return self._strings()[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        strings = self._strings()
        strings[index] = self._validate(value)
        self.value = "\0".join(strings)

    def __delitem__(self, index: Any) -> None:
        strings = self._strings()
        del strings[index]
        self.value = "\0".join(strings)

    def insert(self, index: int, value: str) -> None:
        """Insert a string before that index."""
        strings = self._strings()
        strings.insert(index, self._validate(value))
        self.value = "\0".join(strings)

    def pprint(self) -> str:
        """The strings, with slashes between them."""
        return " / ".join(self)


class APEBinaryValue(_APEValue):
    """Bytes, such as those of a picture."""

    __module__ = "mutagen_rs.apev2"

    value: bytes
    kind = BINARY

    @classmethod
    def _read(cls, data: bytes) -> bytes:
        return data

    def _write(self) -> bytes:
        data: bytes = self.value
        return data

    def _validate(self, value: Any) -> bytes:
        if not isinstance(value, bytes):
            raise TypeError("value not bytes")
        return bytes(value)

    def pprint(self) -> str:
        """How many bytes there are."""
        return f"[{len(self)} bytes]"


class APEExtValue(_APEUtf8Value):
    """A locator, usually a URL, of something that is not in the file."""

    __module__ = "mutagen_rs.apev2"

    value: str
    kind = EXTERNAL

    def pprint(self) -> str:
        """The locator, marked as one."""
        return f"[External] {self.value}"
