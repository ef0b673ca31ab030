"""Field specs: what a field of a frame may hold, and how it is read and written.

A frame class is a list of specs (`Frame._framespec`), one for each field in the order in which
they are stored. A spec validates and converts Python values itself; taking bytes apart and putting
them together is done by the native code, which knows each spec by the name in `_kind`.
"""

from __future__ import annotations

from operator import index

from ._spec_base import PlainSpec, Spec, SpecError, read_field, write_field
from ._text_specs import (
    EncodedNumericPartTextSpec,
    EncodedNumericTextSpec,
    EncodedTextSpec,
    FrameIDSpec,
    Latin1TextListSpec,
    Latin1TextSpec,
    MultiSpec,
    StringSpec,
    SynchronizedTextSpec,
    TimeStampSpec,
    iter_text_fixups,
)
from ._values import CTOCFlags, Encoding, ID3TimeStamp, PictureType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # name, kind, parameter, default, the fields of one group, separator
    Field = tuple[str, str, int, Any, "tuple[Field, ...] | None", str | None]

__all__ = [
    "ASPIIndexSpec",
    "BinaryDataSpec",
    "ByteSpec",
    "CTOCFlags",
    "CTOCFlagsSpec",
    "ChannelSpec",
    "EncodedNumericPartTextSpec",
    "EncodedNumericTextSpec",
    "EncodedTextSpec",
    "Encoding",
    "EncodingSpec",
    "FrameIDSpec",
    "ID3FramesSpec",
    "ID3TimeStamp",
    "IntegerSpec",
    "KeyEventSpec",
    "Latin1TextListSpec",
    "Latin1TextSpec",
    "MultiSpec",
    "PictureType",
    "PictureTypeSpec",
    "RVASpec",
    "SizedIntegerSpec",
    "Spec",
    "SpecError",
    "StringSpec",
    "SynchronizedTextSpec",
    "TimeStampSpec",
    "VolumeAdjustmentSpec",
    "VolumeAdjustmentsSpec",
    "VolumePeakSpec",
    "iter_text_fixups",
    "spec_from_field",
]


class ByteSpec(PlainSpec):
    """An integer of one byte."""

    _kind = "byte"

    def __init__(self, name: str, default: int = 0) -> None:
        super().__init__(name, default)

    def validate(self, frame: Any, value: Any) -> Any:
        if value is not None and not 0 <= index(value) <= 255:
            raise ValueError(f"{self.name} has to be in the range 0 to 255, not {value}")
        return value


class _EnumSpec(ByteSpec):
    """A byte whose values have names."""

    _type: Any

    @classmethod
    def _from_field(cls, name: str, param: int, default: Any) -> Spec:
        return cls(name, cls._type(default))

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        value, rest = super().read(header, frame, data)
        return self._type(value), rest

    def validate(self, frame: Any, value: Any) -> Any:
        value = super().validate(frame, value)
        return value if value is None else self._type(value)


class PictureTypeSpec(_EnumSpec):
    """What a picture shows, a `PictureType`."""

    _kind = "picture_type"
    _type: Any = PictureType

    def __init__(self, name: str, default: int = PictureType.COVER_FRONT) -> None:
        super().__init__(name, default)


class CTOCFlagsSpec(_EnumSpec):
    """Flags of a table of contents, `CTOCFlags`."""

    _kind = "ctoc_flags"
    _type: Any = CTOCFlags


class EncodingSpec(_EnumSpec):
    """The `Encoding` of the text fields behind it."""

    _kind = "encoding"
    _type: Any = Encoding

    def __init__(self, name: str, default: int = Encoding.UTF16) -> None:
        super().__init__(name, default)

    def validate(self, frame: Any, value: Any) -> Any:
        if value is None:
            raise TypeError(f"{self.name} has to be an Encoding, not None")
        if value not in (0, 1, 2, 3):
            raise ValueError(f"Invalid Encoding: {value!r}")
        return self._type(value)

    def _validate23(self, frame: Any, value: Any, **kwargs: Any) -> Any:
        return value if value in (Encoding.LATIN1, Encoding.UTF16) else Encoding.UTF16


class ChannelSpec(ByteSpec):
    """The audio channel that an adjustment is for."""

    _kind = "channel"

    OTHER = 0
    MASTER = 1
    FRONTRIGHT = 2
    FRONTLEFT = 3
    BACKRIGHT = 4
    BACKLEFT = 5
    FRONTCENTRE = 6
    BACKCENTRE = 7
    SUBWOOFER = 8


class IntegerSpec(PlainSpec):
    """An integer that takes all bytes left, four at least when written; None is written as 0."""

    _kind = "integer"

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return super().write(config, frame, value or 0)


class SizedIntegerSpec(Spec):
    """An integer of a fixed number of bytes; None is written as 0."""

    _kind = "sized_integer"

    def __init__(self, name: str, size: int, default: int) -> None:
        super().__init__(name, default)
        self._size = size

    @classmethod
    def _from_field(cls, name: str, param: int, default: Any) -> Spec:
        return cls(name, param, default)

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        return read_field(self._kind, data, self._size)

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return write_field(self._kind, value or 0, self._size)

    def validate(self, frame: Any, value: Any) -> Any:
        return value


class RVASpec(Spec):
    """Volume changes and peaks of the frames before v2.4, a list of at least two integers."""

    _kind = "rva"

    def __init__(self, name: str, stereo_only: bool, default: Any = (0, 0)) -> None:
        super().__init__(name, list(default))
        self._max_values = 4 if stereo_only else 12

    @classmethod
    def _from_field(cls, name: str, param: int, default: Any) -> Spec:
        return cls(name, param == 4, default)

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        return read_field(self._kind, data, self._max_values)

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return write_field(self._kind, value, self._max_values)

    def validate(self, frame: Any, value: Any) -> Any:
        if not 2 <= len(value) <= self._max_values:
            raise ValueError(f"needs a list of 2 to {self._max_values} values")
        return value


class BinaryDataSpec(Spec):
    """All bytes left."""

    _kind = "binary"
    handle_nodata = True

    def __init__(self, name: str, default: bytes = b"") -> None:
        super().__init__(name, default)

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        return data, b""

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return value if isinstance(value, bytes) else str(value).encode("ascii")

    def validate(self, frame: Any, value: Any) -> Any:
        if not isinstance(value, bytes):
            raise TypeError(f"{self.name} has to be bytes, not {type(value).__name__}")
        return value


class ID3FramesSpec(Spec):
    """Frames within a frame, kept as `ID3Tags`."""

    _kind = "frames"
    handle_nodata = True

    def __init__(self, name: str, default: Any = ()) -> None:
        super().__init__(name, list(default))

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        from ._tags import ID3Tags

        tags = ID3Tags()
        return tags, tags._read(header, data)

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return bytes(value._write(config))

    def validate(self, frame: Any, value: Any) -> Any:
        from ._tags import ID3Tags

        if isinstance(value, ID3Tags):
            return value
        tags = ID3Tags()
        for item in value:
            tags.add(item)
        return tags

    def _validate23(self, frame: Any, value: Any, **kwargs: Any) -> Any:
        from ._tags import ID3Tags

        tags = ID3Tags()
        for item in value.values():
            tags.add(item._get_v23_frame(**kwargs))
        return tags


class _RangedSpec(PlainSpec):
    """A number that the stored form limits."""

    def validate(self, frame: Any, value: Any) -> Any:
        if value is not None:
            try:
                self.write(None, frame, value)
            except SpecError as err:
                raise ValueError(f"{self.name} is out of range: {value!r}") from err
        return value


class VolumeAdjustmentSpec(_RangedSpec):
    """A gain in decibels, a float from -64 up to 64, in steps of 1/512."""

    _kind = "volume_adjustment"


class VolumePeakSpec(_RangedSpec):
    """A peak amplitude, a float of which 1 is full scale, below 2 when written."""

    _kind = "volume_peak"


class VolumeAdjustmentsSpec(PlainSpec):
    """An equalisation curve: a list of (frequency in Hz, gain in dB), sorted."""

    _kind = "volume_adjustments"

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        value.sort()
        return super().write(config, frame, value)

    def validate(self, frame: Any, value: Any) -> Any:
        return list(value)


class KeyEventSpec(PlainSpec):
    """Events: a list of (type, time stamp)."""

    _kind = "key_events"

    def validate(self, frame: Any, value: Any) -> Any:
        return list(value)


class ASPIIndexSpec(Spec):
    """The seek points of ASPI: `frame.N` integers of `frame.b` bits each, 8 or 16."""

    _kind = "aspi_index"

    def read(self, header: Any, frame: Any, data: bytes) -> tuple[Any, bytes]:
        return read_field(self._kind, data, self._param(frame))

    def write(self, config: Any, frame: Any, value: Any) -> bytes:
        return write_field(self._kind, value, self._param(frame))

    def validate(self, frame: Any, value: Any) -> Any:
        return list(value)

    @staticmethod
    def _param(frame: Any) -> int:
        """Return width and count in one number, as the native code wants them."""
        if frame.b not in (8, 16):
            raise SpecError(f"invalid bit count in ASPI: {frame.b}")
        if not 0 <= frame.N <= 0xFFFF:
            raise SpecError(f"invalid count in ASPI: {frame.N}")
        return int(frame.b) << 16 | int(frame.N)


_BY_KIND: dict[str, type[Spec]] = {
    kind._kind: kind
    for kind in (
        ByteSpec,
        PictureTypeSpec,
        CTOCFlagsSpec,
        EncodingSpec,
        ChannelSpec,
        IntegerSpec,
        SizedIntegerSpec,
        StringSpec,
        FrameIDSpec,
        RVASpec,
        BinaryDataSpec,
        EncodedTextSpec,
        EncodedNumericTextSpec,
        EncodedNumericPartTextSpec,
        TimeStampSpec,
        SynchronizedTextSpec,
        Latin1TextSpec,
        Latin1TextListSpec,
        ID3FramesSpec,
        VolumeAdjustmentSpec,
        VolumePeakSpec,
        VolumeAdjustmentsSpec,
        KeyEventSpec,
        ASPIIndexSpec,
    )
}


def spec_from_field(field: Field) -> Spec:
    """Make the spec of one field in the native table of frames."""
    name, kind, param, default, sub, sep = field
    if sub is not None:
        return MultiSpec(name, *map(spec_from_field, sub), default=default, sep=sep)
    return _BY_KIND[kind]._from_field(name, param, default)


# Also of those that stand in other modules here; pickles look for them where mutagen has them.
for _name in __all__:
    globals()[_name].__module__ = __name__
