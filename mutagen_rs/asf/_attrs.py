"""The values of ASF tags, each with its type (ASF specification 3.11, "Content Descriptors")."""

from __future__ import annotations

from .. import _native
from .._util import total_ordering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar, TypeVar

    C = TypeVar("C", bound="type[ASFBaseAttribute]")


class ASFBaseAttribute:
    """Base of the classes of values; each compares as its `value` does.

    Args:
        value: the value; it is checked. Without one, and without `data`, it is None.
        data (bytes): the value as it stands in a file, to be read.
        language (int): number of a language in the file's list of languages.
        stream (int): number of the stream that the value is about.
        **kwargs: options of `parse`.

    Raises `TypeError` or `ValueError` for a value that cannot be, `ASFError` or `ASFHeaderError`
    for such data.
    """

    TYPE: int
    """Number of the type in files."""

    _TYPES: ClassVar[dict[int, type[ASFBaseAttribute]]] = {}

    value: Any = None
    language: int | None = None
    stream: int | None = None

    def __init__(
        self,
        value: Any = None,
        data: bytes | None = None,
        language: int | None = None,
        stream: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.language = language
        self.stream = stream
        if data is not None:
            self.value = self.parse(data, **kwargs)
        else:
            # A value may also be assigned later.
            self.value = None if value is None else self._validate(value)

    @classmethod
    def _register(cls, other: C) -> C:
        cls._TYPES[other.TYPE] = other
        return other

    @classmethod
    def _get_type(cls, type_: int) -> type[ASFBaseAttribute]:
        """The class for the number of a type. Raises `KeyError`."""
        return cls._TYPES[type_]

    def _validate(self, value: Any) -> Any:
        """The value to keep. Raises `TypeError` or `ValueError` for one that cannot be."""
        return value

    def parse(self, data: bytes) -> Any:
        """The value in `data`."""
        return _native.asf_parse_value(self.TYPE, data, True)

    def _render(self) -> bytes:
        """The value as it stands in files."""
        return _native.asf_render_value(self.value, self.TYPE, True)

    def _render_short(self) -> bytes:
        """The value as it stands in metadata objects."""
        return self._render()

    def data_size(self) -> int:
        """The length of the value in bytes, as it stands in files."""
        raise NotImplementedError

    def __repr__(self) -> str:
        parts = [repr(self.value)]
        for name in ("language", "stream"):
            number = getattr(self, name)
            if number:
                parts.append(f"{name}={number:d}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def render(self, name: str) -> bytes:
        """The attribute of that name as it stands in an extended content description.

        Raises `ASFError` if name or value are too long.
        """
        return _native.asf_render_attribute(self, "extended", name, self._render())

    def render_m(self, name: str) -> bytes:
        """The attribute of that name as it stands in a metadata object, without language."""
        return _native.asf_render_attribute(self, "metadata", name, self._render_short())

    def render_ml(self, name: str) -> bytes:
        """The attribute of that name as it stands in a metadata library."""
        return _native.asf_render_attribute(self, "library", name, self._render_short())


@ASFBaseAttribute._register
@total_ordering
class ASFUnicodeAttribute(ASFBaseAttribute):
    """Text: `ASFUnicodeAttribute("text")`."""

    value: str
    TYPE: int = 0

    def _validate(self, value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} not str")
        return value

    def data_size(self) -> int:
        return len(self._render())

    def __bytes__(self) -> bytes:
        return bytes(self.value.encode("utf-16-le"))

    def __str__(self) -> str:
        text: str = self.value
        return text

    def __eq__(self, other: object) -> bool:
        return str(self) == other

    def __lt__(self, other: Any) -> bool:
        return bool(str(self) < other)

    __hash__: ClassVar[Callable[[Any], int]] = ASFBaseAttribute.__hash__


@total_ordering
class _BytesAttribute(ASFBaseAttribute):
    """Base of the two kinds of bytes."""

    def parse(self, data: bytes) -> bytes:
        assert isinstance(data, bytes)
        return data

    def _validate(self, value: Any) -> bytes:
        if not isinstance(value, bytes):
            raise TypeError(f"must be bytes: {value!r}")
        return value

    def data_size(self) -> int:
        return len(self.value)

    def __bytes__(self) -> bytes:
        data: bytes = self.value
        return data

    def __eq__(self, other: object) -> bool:
        return bool(self.value == other)

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < other)

    __hash__: ClassVar[Callable[[Any], int]] = ASFBaseAttribute.__hash__


@ASFBaseAttribute._register
class ASFByteArrayAttribute(_BytesAttribute):
    """Any data: `ASFByteArrayAttribute(b"data")`."""

    value: bytes
    TYPE: int = 1

    def __str__(self) -> str:
        return f"[binary data ({len(self.value)} bytes)]"


@ASFBaseAttribute._register
@total_ordering
class ASFBoolAttribute(ASFBaseAttribute):
    """True or false: `ASFBoolAttribute(True)`. It has four bytes, or two where `dword` is False."""

    value: bool
    TYPE: int = 2

    def parse(self, data: bytes, dword: bool = True) -> bool:
        return bool(_native.asf_parse_value(self.TYPE, data, dword))

    def _render(self, dword: bool = True) -> bytes:
        return _native.asf_render_value(self.value, self.TYPE, dword)

    def _render_short(self) -> bytes:
        return self._render(dword=False)

    def _validate(self, value: Any) -> bool:
        return bool(value)

    def data_size(self) -> int:
        return 4

    def __bool__(self) -> bool:
        return bool(self.value)

    def __bytes__(self) -> bytes:
        return str(self).encode()

    def __str__(self) -> str:
        return str(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value) == other

    def __lt__(self, other: Any) -> bool:
        return bool(bool(self.value) < other)

    __hash__: ClassVar[Callable[[Any], int]] = ASFBaseAttribute.__hash__


@total_ordering
class _IntegerAttribute(ASFBaseAttribute):
    """Base of the three widths of integers without sign."""

    _BYTES: ClassVar[int]

    def _validate(self, value: Any) -> int:
        number = int(value)
        if not 0 <= number < 1 << 8 * self._BYTES:
            raise ValueError("Out of range")
        return number

    def data_size(self) -> int:
        return self._BYTES

    def __int__(self) -> int:
        number: int = self.value
        return number

    def __bytes__(self) -> bytes:
        return str(self).encode()

    def __str__(self) -> str:
        return str(self.value)

    def __eq__(self, other: object) -> bool:
        return int(self.value) == other

    def __lt__(self, other: Any) -> bool:
        return bool(int(self.value) < other)

    __hash__: ClassVar[Callable[[Any], int]] = ASFBaseAttribute.__hash__


@ASFBaseAttribute._register
class ASFDWordAttribute(_IntegerAttribute):
    """An integer of 32 bits: `ASFDWordAttribute(42)`."""

    value: int
    TYPE: int = 3
    _BYTES = 4


@ASFBaseAttribute._register
class ASFQWordAttribute(_IntegerAttribute):
    """An integer of 64 bits: `ASFQWordAttribute(42)`."""

    value: int
    TYPE: int = 4
    _BYTES = 8


@ASFBaseAttribute._register
class ASFWordAttribute(_IntegerAttribute):
    """An integer of 16 bits: `ASFWordAttribute(42)`."""

    value: int
    TYPE: int = 5
    _BYTES = 2


@ASFBaseAttribute._register
class ASFGUIDAttribute(_BytesAttribute):
    """The bytes of a GUID; their number is not checked."""

    value: bytes
    TYPE: int = 6

    def __str__(self) -> str:
        return repr(self.value)


def ASFValue(value: Any, kind: int, **kwargs: Any) -> ASFBaseAttribute:
    """Make a value of the type `kind`: `ASFValue("text", UNICODE, stream=1)`.

    Raises `TypeError` for a value of a wrong Python type, `ValueError` for one that is out of range
    and for a type that does not exist.
    """
    try:
        attribute = ASFBaseAttribute._get_type(kind)
    except KeyError:
        raise ValueError(f"Unknown value type {kind!r}") from None
    return attribute(value=value, **kwargs)
