"""The base of all field specs, and their way to the native code."""

from __future__ import annotations

from .. import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class SpecError(Exception):
    """A field can not be read from its bytes, or its value not be written."""


def read_field(
    kind: str, data: bytes, param: int = 0, version: int = 4, encoding: int = 0
) -> tuple[Any, bytes]:
    """The value of a field of that kind at the start of `data`, and the bytes behind it.

    `param` is a number that some kinds need, such as a length. Raises `SpecError` if it cannot be
    read.
    """
    try:
        return _native.id3_read_field(kind, param, data, version, encoding)
    except ValueError as err:
        raise SpecError(str(err)) from err


def write_field(kind: str, value: object, param: int = 0, encoding: int = 0) -> bytes:
    """The bytes of a value in a field of that kind. Raises `SpecError` if it cannot be stored."""
    try:
        return _native.id3_write_field(kind, param, value, encoding)
    except (ValueError, OverflowError) as err:
        raise SpecError(str(err)) from err


class Spec:
    """One field of a frame.

    Attributes:
        name: the attribute of the frame that holds the value.
        default: the value a new frame has.
        handle_nodata: whether the field may be absent, reads as an empty value then, and is written
            as no bytes at all.
    """

    handle_nodata = False
    _kind = ""

    def __init__(self, name: str, default: Any) -> None:
        self.name = name
        self.default = default

    @classmethod
    def _from_field(cls, name: str, param: int, default: Any) -> Spec:
        """Make a spec from a row of the native table of frames."""
        return cls(name, default)

    def __hash__(self) -> int:
        raise TypeError("Spec objects are unhashable")

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        """Take the field off the front of `data`.

        Args:
            header: the header of the tag, asked for the tag's version.
            frame: the frame being read; it has the fields before this one already.
            data: what is left of the frame's payload.

        Returns:
            The value, and the bytes behind the field.

        Raises:
            SpecError: if the bytes do not hold such a field.
        """
        raise NotImplementedError

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        """Return the bytes of a value.

        Raises:
            SpecError: if the value can not be stored.
        """
        raise NotImplementedError

    def validate(self, frame: Any, value: Any) -> Any:
        """Return the value as it is kept in a frame.

        Raises:
            ValueError: if the value is out of range.
            TypeError: if the type is wrong.
        """
        raise NotImplementedError

    def _validate23(self, frame: Any, value: Any, **kwargs: Any) -> Any:
        """Return the value to be written into an ID3v2.3 tag."""
        return value


class PlainSpec(Spec):
    """A field whose bytes depend on nothing but its value."""

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        return read_field(self._kind, data)

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return write_field(self._kind, value)

    def validate(self, frame: Any, value: Any) -> Any:
        return value
