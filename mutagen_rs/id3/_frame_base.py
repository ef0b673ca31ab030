"""The class all ID3 frames derive from."""

from __future__ import annotations

from .. import _native
from ._spec_base import SpecError
from ._util import ID3JunkFrameError, ID3SaveConfig, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from typing_extensions import Self

    from ._spec_base import Spec

Frames: dict[str, type[Frame]] = {}
"""The frames of ID3v2.3 and v2.4 by their names of four characters."""

Frames_2_2: dict[str, type[Frame]] = {}
"""The frames of ID3v2.2 by their names of three characters."""


class Frame:
    """One piece of information in an ID3 tag; the base of all frame classes.

    A frame is made from values for its fields, in the order of `_framespec` or by name; fields not
    given get a default, optional ones stay absent. Given one frame of a subclass alone, as of the
    ID3v2.2 class of the same frame, it takes over that frame's values.

    Fields are attributes; assigning one validates and converts the value. Frames are mutable and
    not hashable. A tag holds at most one frame of each `HashKey`.

    Subclasses set `_framespec`, a list of specs, and `_optionalspec`, a list of specs of fields
    that may be absent from the end.

    Raises:
        ValueError: if a value is out of range.
        TypeError: if a value is of the wrong type.
    """

    __module__ = "mutagen_rs.id3"

    # status and format bits of a frame's header: ID3v2.3.0, section 3.3.1
    FLAG23_GROUP = 1 << 5
    FLAG23_ENCRYPT = 1 << 6
    FLAG23_COMPRESS = 1 << 7
    FLAG23_READONLY = 1 << 13
    FLAG23_ALTERFILE = 1 << 14
    FLAG23_ALTERTAG = 1 << 15
    # the same of ID3v2.4.0 structure, section 4.1
    FLAG24_DATALEN = 1 << 0
    FLAG24_UNSYNCH = 1 << 1
    FLAG24_ENCRYPT = 1 << 2
    FLAG24_COMPRESS = 1 << 3
    FLAG24_GROUPID = 1 << 6
    FLAG24_READONLY = 1 << 12
    FLAG24_ALTERFILE = 1 << 13
    FLAG24_ALTERTAG = 1 << 14

    _framespec: Sequence[Spec] = []
    _optionalspec: Sequence[Spec] = []

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Fields are attributes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if len(args) == 1 and not kwargs and isinstance(args[0], type(self)):
            args[0]._to_other(self)
            return
        for spec, value in zip(self._framespec, args, strict=False):
            setattr(self, spec.name, value)
        for spec in self._framespec[len(args) :]:
            if spec.name in kwargs:
                value = kwargs[spec.name]
            else:
                # a list belongs to one frame only
                value = spec.default.copy() if isinstance(spec.default, list) else spec.default
            setattr(self, spec.name, value)
        for spec in self._optionalspec:
            if spec.name not in kwargs:
                break
            setattr(self, spec.name, kwargs[spec.name])

    def __setattr__(self, name: str, value: Any) -> None:
        for specs in (self._framespec, self._optionalspec):
            for spec in specs:
                if spec.name == name:
                    self._setattr(name, spec.validate(self, value))
                    return
        super().__setattr__(name, value)

    def _setattr(self, name: str, value: Any) -> None:
        """Set a field without validating the value."""
        self.__dict__[name] = value

    def _present_fields(self) -> Iterator[tuple[Spec, Any]]:
        """Yield each spec with the value of its field; those absent are left out."""
        for specs in (self._framespec, self._optionalspec):
            for spec in specs:
                if hasattr(self, spec.name):
                    yield spec, getattr(self, spec.name)

    def _to_other(self, other: Frame) -> None:
        """Give the values to a frame of a base class.

        Raises:
            ValueError: if the other frame has fields of its own.
        """
        if other._framespec is not self._framespec or other._optionalspec is not self._optionalspec:
            raise ValueError(f"{type(self).__name__} does not convert to {type(other).__name__}")
        for spec, value in self._present_fields():
            other._setattr(spec.name, value)

    def _merge_frame(self, other: Frame) -> Frame:
        """Return the frame to keep where a tag holds this one and `other` with the same key."""
        return other

    def _upgrade_frame(self) -> Frame | None:
        """Return the frame as one of ID3v2.3 or v2.4; None if those have no such frame."""
        if len(type(self).__name__) != 3:
            return self
        base: type[Frame] = type(self).__base__  # type: ignore[assignment]
        return None if base is Frame else base(self)

    def _get_v23_frame(self, **kwargs: Any) -> Self:
        """Return a copy that is fit for ID3v2.3; the arguments go to the specs."""
        values = {
            spec.name: spec._validate23(self, value, **kwargs)
            for spec, value in self._present_fields()
        }
        return type(self)(**values)

    @property
    def HashKey(self) -> str:
        """What tells this frame from others of its tag, the `FrameID` and often some fields."""
        return self.FrameID

    @property
    def FrameID(self) -> str:
        """The name of the frame type, three or four characters."""
        return type(self).__name__

    def __repr__(self) -> str:
        """Return the frame as the expression that makes it; this works on unfinished frames too."""
        fields = ", ".join(f"{spec.name}={value!r}" for spec, value in self._present_fields())
        return f"{type(self).__name__}({fields})"

    def __hash__(self) -> int:
        raise TypeError("Frame objects are unhashable")

    @classmethod
    def _fromData(cls, header: Any, tflags: int, data: bytes) -> Self:
        """Make a frame from its payload as stored in a tag.

        Args:
            header: the header of the tag.
            tflags: the flags of the frame, as in the tag's version.
            data: what follows the frame's header.

        Raises:
            ID3JunkFrameError: if the payload can not be unpacked or does not hold the fields.
            ID3EncryptionUnsupportedError: if it is encrypted.
        """
        unsynch = 0x80 if header.f_unsynch else 0
        frame = cls()
        frame._readData(header, _native.id3_unpack(header.version[1], unsynch, tflags, data))
        return frame

    def _readData(self, id3: Any, data: bytes) -> bytes:
        """Set the fields from an unpacked payload and return what is left of it.

        Raises:
            ID3JunkFrameError: if the payload does not hold the fields.
        """
        for specs, required in ((self._framespec, True), (self._optionalspec, False)):
            for spec in specs:
                if not data and not spec.handle_nodata:
                    if required:
                        raise ID3JunkFrameError(f"no data left for {spec.name}")
                    break
                try:
                    value, data = spec.read(id3, self, data)
                except SpecError as err:
                    raise ID3JunkFrameError(err) from err
                self._setattr(spec.name, value)
        return data

    def _writeData(self, config: ID3SaveConfig | None = None) -> bytes:
        """Return the payload.

        Raises:
            error: if a value can not be stored.
        """
        if config is None:
            config = ID3SaveConfig()
        frame = self
        if config.v2_version == 3:
            frame = self._get_v23_frame(sep=config.v23_separator)

        fields = [(spec, getattr(frame, spec.name)) for spec in frame._framespec]
        for spec in frame._optionalspec:
            if not hasattr(frame, spec.name):
                break
            fields.append((spec, getattr(frame, spec.name)))
        try:
            return b"".join([spec.write(config, frame, value) for spec, value in fields])
        except SpecError as err:
            raise error(err) from err

    def pprint(self) -> str:
        """Return the frame as text for people to read."""
        return f"{type(self).__name__}={self._pprint()}"

    def _pprint(self) -> str:
        return "[unrepresentable data]"
