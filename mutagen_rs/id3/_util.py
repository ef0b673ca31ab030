"""What all ID3 code shares: errors, options of a save, and the way ID3 stores integers."""

from __future__ import annotations

from .. import _native
from .._util import MutagenError


class error(MutagenError):
    """Anything that is wrong with an ID3 tag; base of the other ID3 errors."""


class ID3NoHeaderError(error, ValueError):
    """There is no ID3v2 tag where one was looked for."""


class ID3UnsupportedVersionError(error, NotImplementedError):
    """The tag claims to be something else than ID3v2.2, v2.3 or v2.4."""


class ID3EncryptionUnsupportedError(error, NotImplementedError):
    """The frame is encrypted; such frames are kept as raw bytes."""


class ID3JunkFrameError(error):
    """The payload does not hold what its frame type asks for; such frames are dropped on load."""


class ID3BadUnsynchData(error, ValueError):
    """No longer raised."""


class ID3BadCompressedData(error, ValueError):
    """No longer raised."""


class ID3TagError(error, ValueError):
    """No longer raised."""


class ID3Warning(error, UserWarning):
    """No longer raised."""


class ID3SaveConfig:
    """How a tag is to be written.

    Attributes:
        v2_version: minor version of the ID3v2 tag, 3 or 4.
        v23_separator: what joins the values of a text frame in v2.3; None keeps them apart by
            NUL, as v2.4 does.
    """

    def __init__(self, v2_version: int = 4, v23_separator: str | None = None) -> None:
        assert v2_version in (3, 4)
        self.v2_version = v2_version
        self.v23_separator = v23_separator


def is_valid_frame_id(frame_id: str) -> bool:
    """Tell whether a text could name a frame: capital letters and digits, not digits alone.

    Source: ID3v2.4 structure, section 4.
    """
    return frame_id.isupper() and frame_id.isalnum()


class unsynch:
    """Unsynchronisation: keeps FF Ex, which MPEG decoders take for audio, out of a tag.

    Source: ID3v2.4 structure, section 6.1.
    """

    @staticmethod
    def decode(value: bytes) -> bytes:
        """Take out the padding bytes; ValueError if the bytes were never unsynchronised."""
        return _native.unsynch_decode(value)

    @staticmethod
    def encode(value: bytes) -> bytes:
        """Put a zero byte behind each FF that needs one."""
        return _native.unsynch_encode(value)


class BitPaddedInt(int):
    """A number of which each stored byte carries only some bits: seven in a "synchsafe" integer.

    It is made from the stored form, bytes or an integer of the same bits, and its value is the
    number meant (ID3v2.4 structure, section 6.2).

    Attributes:
        bits: how many low bits of a byte count, 1 to 8.
        bigendian: whether stored bytes begin with the most significant one.

    Raises:
        ValueError: for a negative integer.
        TypeError: for anything else than bytes or an integer.
    """

    bits: int
    bigendian: bool

    def __new__(cls, value: int | bytes, bits: int = 7, bigendian: bool = True) -> BitPaddedInt:
        if isinstance(value, int):
            if value < 0:
                raise ValueError("a bit padded integer can not be negative")
            stored = value.to_bytes((value.bit_length() + 7) // 8, "big")
        elif isinstance(value, bytes):
            stored = value if bigendian else value[::-1]
        else:
            raise TypeError(f"bytes or int expected, not {type(value).__name__}")

        if bits == 8:
            number = int.from_bytes(stored, "big")
        else:
            mask = (1 << bits) - 1
            number = 0
            for byte in stored:
                number = number << bits | byte & mask

        self = super().__new__(cls, number)
        self.bits = bits
        self.bigendian = bigendian
        return self

    def __getnewargs__(self) -> tuple[bytes, int, bool]:  # type: ignore[override]
        """Let copies and pickles be made from the stored form, not from the value."""
        return (self.as_str(-1), self.bits, self.bigendian)

    def as_str(self, width: int = 4, minwidth: int = 4) -> bytes:
        """Return the stored form; see `to_str`."""
        return self.to_str(self, self.bits, self.bigendian, width, minwidth)

    @staticmethod
    def to_str(
        value: int, bits: int = 7, bigendian: bool = True, width: int = 4, minwidth: int = 4
    ) -> bytes:
        """Return the stored form of a number.

        Args:
            value: the number, not negative.
            bits: how many low bits of each byte to use.
            bigendian: whether to begin with the most significant byte.
            width: the exact length in bytes; -1 takes as many as needed.
            minwidth: the least length in bytes where `width` is -1.

        Raises:
            ValueError: if the number is negative or does not fit.
        """
        if value < 0:
            raise ValueError("a bit padded integer can not be negative")
        needed = -(-int(value).bit_length() // bits)
        if width == -1:
            width = max(needed, minwidth)
        elif needed > width:
            raise ValueError(f"{value} takes more than {width} bytes")

        mask = (1 << bits) - 1
        stored = bytes((value >> bits * index) & mask for index in range(width))
        return stored[::-1] if bigendian else stored

    @staticmethod
    def has_valid_padding(value: int | bytes, bits: int = 7) -> bool:
        """Tell whether the bits that do not count are zero in every byte of a stored form.

        Raises:
            TypeError: for anything else than bytes or an integer.
        """
        assert bits <= 8
        if isinstance(value, int):
            stored = value.to_bytes((value.bit_length() + 7) // 8, "big")
        elif isinstance(value, bytes):
            stored = value
        else:
            raise TypeError(f"bytes or int expected, not {type(value).__name__}")
        return not stored or max(stored) < 1 << bits
