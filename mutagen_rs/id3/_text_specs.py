"""Specs of fields that hold text."""

from __future__ import annotations

from ._spec_base import PlainSpec, Spec, read_field, write_field
from ._util import is_valid_frame_id
from ._values import Encoding, ID3TimeStamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class StringSpec(Spec):
    """ASCII text of a fixed length, spaces by default."""

    _kind = "string"

    def __init__(self, name: str, length: int, default: str | None = None) -> None:
        super().__init__(name, " " * length if default is None else default)
        self.len = length

    @classmethod
    def _from_field(cls, name: str, param: int, default: Any) -> Spec:
        return cls(name, param, default)

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        return read_field(self._kind, data, self.len)

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return write_field(self._kind, value, self.len)

    def validate(self, frame: Any, value: Any) -> Any:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} has to be str, not {type(value).__name__}")
        value.encode("ascii")
        if len(value) != self.len:
            raise ValueError(f"{self.name} has to be {self.len} ASCII characters, not {value!r}")
        return value


class FrameIDSpec(StringSpec):
    """The name of a frame."""

    _kind = "frame_id"

    def __init__(self, name: str, length: int) -> None:
        super().__init__(name, length, "X" * length)

    @classmethod
    def _from_field(cls, name: str, param: int, default: Any) -> Spec:
        return cls(name, param)

    def validate(self, frame: Any, value: Any) -> Any:
        value = super().validate(frame, value)
        if not is_valid_frame_id(value):
            raise ValueError(f"Invalid frame ID: {value!r}")
        return value


def iter_text_fixups(data: bytes, encoding: int) -> Iterator[bytes]:
    """Yield stored text as it is, then with what faulty writers are known to leave out.

    That is half of the terminator in both kinds of UTF-16, and the byte order mark, always that of
    the little endian form.
    """
    yield data
    if encoding in (Encoding.UTF16, Encoding.UTF16BE):
        yield data + b"\0"
    if encoding == Encoding.UTF16:
        marked = b"\xff\xfe" + data
        yield marked
        yield marked + b"\0"


class EncodedTextSpec(Spec):
    """Text in the encoding of its frame, ended by a NUL character or the end of the payload."""

    _kind = "text"

    def __init__(self, name: str, default: str = "") -> None:
        super().__init__(name, default)

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        version = 4 if header is None else header.version[1]
        return read_field(self._kind, data, 0, version, frame.encoding)

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        if not isinstance(value, str):
            # an ID3TimeStamp, or whatever else knows its text
            value = value.encode("utf-8").decode("utf-8")
        return write_field(self._kind, value, 0, frame.encoding)

    def validate(self, frame: Any, value: Any) -> Any:
        return str(value)


class EncodedNumericTextSpec(EncodedTextSpec):
    """Text that is a number."""

    _kind = "numeric_text"


class EncodedNumericPartTextSpec(EncodedTextSpec):
    """Text that is a number, or a number and a total with a slash between."""

    _kind = "numeric_part_text"


class TimeStampSpec(EncodedTextSpec):
    """Text that is a date and time, kept as an `ID3TimeStamp`."""

    _kind = "timestamp"

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        value, rest = super().read(header, frame, data)
        return self.validate(frame, value), rest

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return write_field(self._kind, value, 0, frame.encoding)

    def validate(self, frame: Any, value: Any) -> Any:
        try:
            return ID3TimeStamp(value)
        except TypeError as err:
            raise ValueError(f"Invalid ID3TimeStamp: {value!r}") from err


class SynchronizedTextSpec(EncodedTextSpec):
    """Pieces of text, each with the time it belongs to: a list of (str, int)."""

    _kind = "synced_text"

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        return read_field(self._kind, data, 0, 4, frame.encoding)

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return write_field(self._kind, value, 0, frame.encoding)

    def validate(self, frame: Any, value: Any) -> Any:
        return value


class MultiSpec(Spec):
    """A field, or a group of fields, repeated up to the end: a list of values or of lists.

    Attributes:
        specs: the fields of one group.
        sep: what a str given instead of a list is split at, if anything.
    """

    def __init__(
        self, name: str, *specs: Spec, default: Any = None, sep: str | None = None
    ) -> None:
        super().__init__(name, default)
        self.specs = specs
        self.sep = sep

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        values = []
        while data:
            group = []
            for spec in self.specs:
                value, data = spec.read(header, frame, data)
                group.append(value)
            values.append(group[0] if len(self.specs) == 1 else group)
        return values, data

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        groups = ((item,) for item in value) if len(self.specs) == 1 else value
        return b"".join(
            spec.write(config, frame, item)
            for group in groups
            for item, spec in zip(group, self.specs, strict=False)
        )

    def validate(self, frame: Any, value: Any) -> Any:
        if self.sep and isinstance(value, str):
            value = value.split(self.sep)
        if not isinstance(value, list):
            raise ValueError(f"{self.name} has to be a list, not {value!r}")
        if len(self.specs) == 1:
            validate = self.specs[0].validate
            return [validate(frame, item) for item in value]
        return [
            [spec.validate(frame, item) for item, spec in zip(group, self.specs, strict=False)]
            for group in value
        ]

    def _validate23(self, frame: Any, value: Any, **kwargs: Any) -> Any:
        if len(self.specs) != 1:
            return [
                [
                    spec._validate23(frame, item, **kwargs)
                    for item, spec in zip(group, self.specs, strict=False)
                ]
                for group in value
            ]
        spec = self.specs[0]
        # Values are joined in lists of text. Time stamps do not occur in v2.3.
        if not isinstance(spec, EncodedTextSpec) or isinstance(spec, TimeStampSpec):
            return value
        texts = [spec._validate23(frame, item, **kwargs) for item in value]
        sep = kwargs.get("sep")
        return texts if sep is None else [spec.validate(frame, sep.join(texts))]


class Latin1TextSpec(PlainSpec):
    """ISO 8859-1 text, ended by a NUL or the end of the payload."""

    _kind = "latin1"

    def __init__(self, name: str, default: str = "") -> None:
        super().__init__(name, default)

    def validate(self, frame: Any, value: Any) -> Any:
        return str(value)


class Latin1TextListSpec(PlainSpec):
    """A count in one byte and as many ISO 8859-1 texts."""

    _kind = "latin1_list"

    def __init__(self, name: str, default: Any = ()) -> None:
        super().__init__(name, list(default))

    def validate(self, frame: Any, value: Any) -> Any:
        return [str(item) for item in value]
