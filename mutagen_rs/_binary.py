"""Numbers, bits and text out of bytes."""

from __future__ import annotations

import codecs
import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar, TypeAlias

    Bytes: TypeAlias = bytes  # inside BitReader `bytes` is a method

# The struct code and the C name of each integer size.
_INTEGERS = (("b", "char"), ("h", "short"), ("i", "int"), ("q", "longlong"))


def _bit_reversal() -> bytes:
    table = [0]
    for bit in range(8):
        table += [value | 0x80 >> bit for value in table]
    return bytes(table)


class cdata:
    """Integers of fixed size from and to bytes.

    For every C name and size, e.g. `uint` alias `uint32`, and byte order `le` or `be` (no suffix
    where there is one byte only): `uint_le(data) -> int`, `uint_le_from(data, offset=0) -> (int,
    offset after it)`, `to_uint_le(value) -> bytes`; and the limits `uint_min`, `uint_max`.
    `cdata.error` is raised for data of another length and values out of range.
    """

    __module__ = "mutagen_rs._util"

    error = struct.error

    bitswap: ClassVar[bytes] = _bit_reversal()
    """Table for `bytes.translate` that reverses the bits of every byte."""

    @staticmethod
    def test_bit(value: int, n: int) -> bool:
        """Whether bit `n` of `value` is set, counting from the lowest."""
        return bool(value >> n & 1)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


def _readers(packer: struct.Struct) -> tuple[Callable[..., int], Callable[..., tuple[int, int]]]:
    def read(data: bytes) -> int:
        value: int = packer.unpack(data)[0]
        return value

    def read_from(data: bytes, offset: int = 0) -> tuple[int, int]:
        return packer.unpack_from(data, offset)[0], offset + packer.size

    return read, read_from


def _fill_cdata() -> None:
    for code, c_name in _INTEGERS:
        for signed in (True, False):
            bits = struct.calcsize("<" + code) * 8
            low, high = (-1 << bits - 1, (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
            names = [f"{'' if signed else 'u'}{name}" for name in (c_name, f"int{bits}")]
            for name in names:
                setattr(cdata, f"{name}_min", low)
                setattr(cdata, f"{name}_max", high)
            for order, suffix in (("<", "_le"), (">", "_be")) if bits > 8 else (("<", ""),):
                packer = struct.Struct(order + (code if signed else code.upper()))
                read, read_from = _readers(packer)
                pack = packer.pack
                for name in names:
                    setattr(cdata, name + suffix, staticmethod(read))
                    setattr(cdata, f"{name}{suffix}_from", staticmethod(read_from))
                    setattr(cdata, f"to_{name}{suffix}", staticmethod(pack))


_fill_cdata()


class BitReaderError(Exception):
    """There were fewer bits left than asked for."""

    __module__ = "mutagen_rs._util"


class BitReader:
    """Reads single bits from the current position of a file object, highest bit first."""

    __module__ = "mutagen_rs._util"

    def __init__(self, fileobj: Any) -> None:
        self._fileobj = fileobj
        self._start = fileobj.tell()
        # The low `_count` bits of `_held` have been read from the file, but not handed out.
        self._held = 0
        self._count = 0

    def _read(self, size: int) -> Bytes:
        data: Bytes = self._fileobj.read(size)
        if len(data) != size:
            raise BitReaderError("not enough data")
        return data

    def bits(self, count: int) -> int:
        """The next `count` bits as an unsigned number.

        Raises `BitReaderError` if the file ends before, `ValueError` for a negative count.
        """
        if count < 0:
            raise ValueError
        missing = count - self._count
        if missing > 0:
            size = (missing + 7) // 8
            self._held = self._held << 8 * size | int.from_bytes(self._read(size), "big")
            self._count += 8 * size
        self._count -= count
        value = self._held >> self._count
        self._held &= (1 << self._count) - 1
        return value

    def bytes(self, count: int) -> Bytes:
        """The next `count` times 8 bits as bytes, aligned or not. Raises as `bits` does."""
        if count < 0:
            raise ValueError
        if self._count == 0:
            return self._read(count)
        return self.bits(8 * count).to_bytes(count, "big")

    def skip(self, count: int) -> None:
        """Pass over `count` bits.

        Whole bytes are skipped by seeking, so the end of the file may be noticed only by the
        next read. Raises as `bits` does.
        """
        if count < 0:
            raise ValueError
        if count > self._count:
            count -= self.align()
            self._fileobj.seek(count // 8, 1)
            count %= 8
        self.bits(count)

    def get_position(self) -> int:
        """How many bits have been read or skipped since the start."""
        read: int = self._fileobj.tell() - self._start
        return read * 8 - self._count

    def align(self) -> int:
        """Go on to the next whole byte; returns how many bits that skipped."""
        skipped = self._count
        self._held = self._count = 0
        return skipped

    def is_aligned(self) -> bool:
        """Whether the next bit is the first one of a byte."""
        return self._count == 0


_WITH_MARK = {
    ("utf-16", True): codecs.BOM_UTF16_LE,
    ("utf-16", False): codecs.BOM_UTF16_BE,
    ("utf-32", True): codecs.BOM_UTF32_LE,
    ("utf-32", False): codecs.BOM_UTF32_BE,
}


def encode_endian(text: str, encoding: str, errors: str = "strict", le: bool = True) -> bytes:
    """Encode text; UTF-16 and UTF-32 get a byte order mark for `le`, whatever the machine's order.

    Raises `UnicodeEncodeError`, or `LookupError` for an unknown encoding.
    """
    encoding = codecs.lookup(encoding).name
    mark = _WITH_MARK.get((encoding, le), b"")
    if mark:
        encoding += "-le" if le else "-be"
    return mark + text.encode(encoding, errors)


def decode_terminated(data: bytes, encoding: str, strict: bool = True) -> tuple[str, bytes]:
    """Decode up to the first NUL character: returns the text and the bytes after that NUL.

    Raises `UnicodeError` if what precedes the NUL is invalid, `LookupError` for an unknown encoding
    and, if `strict`, `ValueError` if valid text has no NUL; otherwise all of it is returned.
    """
    codec = codecs.lookup(encoding)
    if codec.name in ("utf-8", "iso8859-1"):
        raw, nul, rest = data.partition(b"\0")
        text = raw.decode(codec.name)
        ended = bool(nul)
    else:
        text, rest, ended = _decode_stepwise(data, codec)
    if strict and not ended:
        raise ValueError("not null terminated")
    return text, rest


def _decode_stepwise(data: bytes, codec: codecs.CodecInfo) -> tuple[str, bytes, bool]:
    """Byte by byte, since NUL bytes occur inside other characters of the wide encodings."""
    assert codec.incrementaldecoder is not None
    decoder = codec.incrementaldecoder()
    characters: list[str] = []
    for position in range(len(data)):
        character = decoder.decode(data[position : position + 1])
        if character == "\0":
            return "".join(characters), data[position + 1 :], True
        characters.append(character)
    characters.append(decoder.decode(b"", True))
    return "".join(characters), b"", False
