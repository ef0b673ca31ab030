"""The entry of an MP4 sample description that describes audio, and the descriptors inside."""

from __future__ import annotations

from .. import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    # data and length of a descriptor -> its attributes, and how many bytes were read
    Reader = Callable[[bytes, int], tuple[dict[str, Any], int]]


class ASEntryError(Exception):
    """The entry cannot be read."""


class DescriptorError(Exception):
    """A descriptor inside the entry cannot be read."""


class AudioSampleEntry:
    """An entry of a sample description, from its atom and the file that has it.

    Attributes:
        channels (int): number of channels.
        sample_size (int): in bits.
        sample_rate (int): in Hz.
        bitrate (int): in bit/s; 0 if unknown.
        codec (str): "mp4a" with what RFC 6381 puts behind it, or the name of the entry.
        codec_description (str): a name to show, such as "AAC LC+SBR".

    Raises `ASEntryError`.
    """

    channels = 0
    sample_size = 0
    sample_rate = 0
    bitrate = 0
    codec: str | None = None
    codec_description: str | None = None

    def __init__(self, atom: Any, fileobj: Any) -> None:
        whole, data = atom.read(fileobj)
        if not whole:
            raise ASEntryError(f"atom {atom.name!r} is cut off")
        vars(self).update(_native.mp4_sample_entry(atom.name, data))


class BaseDescriptor:
    """A descriptor of an elementary stream; its content stands at the position of the file.

    The kinds have the names of their fields in ISO/IEC 14496-1 and 14496-3 as attributes.
    Raises `DescriptorError`.
    """

    TAG: ClassVar[int]
    _reader: ClassVar[Any]
    _inner: ClassVar[tuple[str, type[BaseDescriptor]] | None] = None
    """The attribute that is a descriptor in turn, and its kind."""

    def __init__(self, fileobj: Any, length: int) -> None:
        start = fileobj.tell()
        attributes, size = self._reader(fileobj.read(), length)
        fileobj.seek(start + size)
        self._fill(attributes)

    def _fill(self, attributes: dict[str, Any]) -> None:
        if self._inner is not None and self._inner[0] in attributes:
            name, kind = self._inner
            descriptor = kind.__new__(kind)
            descriptor._fill(attributes[name])
            attributes[name] = descriptor
        vars(self).update(attributes)

    @classmethod
    def _parse_desc_length_file(cls, fileobj: Any) -> int:
        """The length at the position of a file. Raises `ValueError` if it has no end."""
        start = fileobj.tell()
        length, size = _native.mp4_descriptor_len(fileobj.read(4))
        fileobj.seek(start + size)
        return length

    @classmethod
    def parse(cls, fileobj: Any) -> Any:
        """Read a descriptor from its length on, and set the file's position behind it."""
        try:
            length = cls._parse_desc_length_file(fileobj)
        except ValueError as err:
            raise DescriptorError(err) from err
        end = fileobj.tell() + length
        descriptor = cls(fileobj, length)
        # Some writers state less than they write: then the position is right as it is.
        if fileobj.tell() < end:
            fileobj.seek(end)
        return descriptor


class DecoderSpecificInfo(BaseDescriptor):
    """How MPEG-4 audio is to be decoded: an AudioSpecificConfig."""

    TAG = 5
    _reader = staticmethod(_native.mp4_decoder_specific)

    @property
    def description(self) -> str | None:
        """The kind of audio, such as "AAC LC+SBR"; None if it is unknown."""
        return _native.mp4_decoder_facts(vars(self))[0]

    @property
    def sample_rate(self) -> int:
        """In Hz; 0 if it is unknown."""
        return _native.mp4_decoder_facts(vars(self))[1]

    @property
    def channels(self) -> int:
        """Number of channels; 0 if it is unknown."""
        return _native.mp4_decoder_facts(vars(self))[2]


class DecoderConfigDescriptor(BaseDescriptor):
    """What kind of stream it is, and what a decoder must know."""

    TAG = 4
    _reader = staticmethod(_native.mp4_decoder_config)
    _inner = ("decSpecificInfo", DecoderSpecificInfo)

    decSpecificInfo: Any = None
    objectTypeIndication: int

    @property
    def codec_param(self) -> str:
        """What stands behind "mp4a" in the name of the codec."""
        parameter = f".{self.objectTypeIndication:X}"
        info = self.decSpecificInfo
        return parameter if info is None else f"{parameter}.{info.audioObjectType}"

    @property
    def codec_desc(self) -> str | None:
        """The kind of audio, if it is known."""
        return None if self.decSpecificInfo is None else self.decSpecificInfo.description


class ES_Descriptor(BaseDescriptor):
    """The descriptor of an elementary stream."""

    TAG = 3
    _reader = staticmethod(_native.mp4_es_descriptor)
    _inner = ("decConfigDescr", DecoderConfigDescriptor)
