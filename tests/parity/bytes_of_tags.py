"""Strategies for whole ID3 tags, made frame by frame and field by field.

Fields are filled by what their specification says, mostly well and now and then badly, so that
parsers get deep into a tag before something is wrong with it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from .libraries import ORIGINAL

Bytes = st.SearchStrategy[bytes]

FRAMES: dict[str, Any] = ORIGINAL.id3.Frames
FRAMES_2_2: dict[str, Any] = ORIGINAL.id3.Frames_2_2

TEXTS = st.one_of(
    st.sampled_from(
        "|a|A title|Ärger|日本語|\U0001f3b5|17|(17)|(17)Rock|((17)|(RX)(CR)|(4)Eurodisco|255|Rock"
        "|2004|2004-10-12|2004-10-12T12:30:05|2004-10|04-1-1|1012|1230|99999|-5|3/10|/|0|1e3|x:y"
        "|image/png|image/jpeg|PNG|JPG|-->|eng|XXX|20040101|ID3v1 Comment| lead|trail | ".split("|")
    ),
    st.text(max_size=6),
)

CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")

SMALL = st.integers(0, 255)
BLOB = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([b"\xff\xe0\xff\x00\xff", b"\xff", b"\x00" * 5, b"\x89PNG\r\n", b"ID3"]),
)


def rarely(usual: Bytes, seldom: Bytes, chance: int = 8) -> Bytes:
    """The usual bytes, but about once in `chance` times the other ones."""
    return st.integers(1, chance).flatmap(lambda drawn: seldom if drawn == chance else usual)


@st.composite
def text_of(draw: st.DrawFn, encoding: int, terminated: bool = True) -> bytes:
    """A text, most often with the terminator of its encoding."""
    text = draw(TEXTS)
    codec = CODECS[encoding % 4]
    data = text.encode(codec, "replace")
    if encoding == 1:
        # Either byte order, or none told.
        order = draw(st.sampled_from(["utf-16", "utf-16", "be", "none"]))
        if order == "be":
            data = b"\xfe\xff" + text.encode("utf-16-be")
        elif order == "none":
            data = text.encode("utf-16-le")
    end = b"\0\0" if encoding in (1, 2) else b"\0"
    if terminated:
        data += draw(rarely(st.just(end), st.sampled_from([b"", b"\0", end * 2])))
    return data


def _texts(encoding: int, specs: int = 1) -> Bytes:
    return st.lists(text_of(encoding), min_size=1, max_size=3 * specs).map(b"".join)


@st.composite
def _many(draw: st.DrawFn, item: Bytes, most: int = 3) -> bytes:
    return b"".join(draw(st.lists(item, max_size=most)))


def _exactly(length: int) -> Bytes:
    return st.binary(min_size=length, max_size=length)


_FIELDS: dict[str, Callable[[Any, int, int, int], Bytes]] = {
    # specification class -> (spec, encoding, version, depth) -> bytes
    "ByteSpec": lambda *_: _exactly(1),
    "PictureTypeSpec": lambda *_: st.integers(0, 22).map(lambda kind: bytes([kind])),
    "CTOCFlagsSpec": lambda *_: st.integers(0, 7).map(lambda flags: bytes([flags])),
    "ChannelSpec": lambda *_: st.integers(0, 9).map(lambda channel: bytes([channel])),
    "IntegerSpec": lambda *_: st.binary(max_size=9),
    "SizedIntegerSpec": lambda spec, *_: _exactly(len(spec.write(None, None, 0))),
    "StringSpec": lambda spec, *_: rarely(
        st.sampled_from([b"eng", b"XXX", b"20040101", b"JPG", b"PNG", b"TIT2"]).map(
            lambda text: text.ljust(spec.len)[: spec.len]
        ),
        _exactly(spec.len),
    ),
    "BinaryDataSpec": lambda *_: BLOB,
    "EncodedTextSpec": lambda _, encoding, *__: text_of(encoding),
    "MultiSpec": lambda spec, encoding, *_: _texts(encoding, len(spec.specs)),
    "Latin1TextSpec": lambda *_: text_of(0),
    "Latin1TextListSpec": lambda *_: st.tuples(st.integers(0, 4), _many(text_of(0))).map(
        lambda parts: bytes([parts[0]]) + parts[1]
    ),
    "ID3FramesSpec": lambda _, __, version, depth: _many(_nested(version, depth + 1)),
    "VolumeAdjustmentSpec": lambda *_: _exactly(2),
    "VolumePeakSpec": lambda *_: st.tuples(st.integers(0, 40), st.binary(max_size=5)).map(
        lambda parts: bytes([parts[0]]) + parts[1]
    ),
    "VolumeAdjustmentsSpec": lambda *_: _many(_exactly(4)),
    "KeyEventSpec": lambda *_: _many(_exactly(5)),
    "SynchronizedTextSpec": lambda _, encoding, *__: _many(
        st.tuples(text_of(encoding), _exactly(4)).map(b"".join)
    ),
    "ASPIIndexSpec": lambda *_: st.binary(max_size=12),
    "RVASpec": lambda *_: st.tuples(
        _exactly(1),
        rarely(st.sampled_from([b"\x10", b"\x08", b"\x20"]), _exactly(1)),
        st.binary(max_size=26),
    ).map(b"".join),
}
_FIELDS["FrameIDSpec"] = _FIELDS["StringSpec"]


def _nested(version: int, depth: int) -> Bytes:
    return frame(version, depth)


@st.composite
def payload(draw: st.DrawFn, kind: Any, version: int, depth: int) -> bytes:
    """The content of a frame of that class."""
    encoding = draw(st.integers(0, 3))
    fields = []
    for spec in [*kind._framespec, *kind._optionalspec]:
        name = type(spec).__name__
        if name == "EncodingSpec":
            known = st.just(bytes([encoding]))
            fields.append(draw(rarely(known, _exactly(1), 20)))
        else:
            fields.append(draw(_FIELDS[name](spec, encoding, version, depth)))
    data = b"".join(fields)
    harm = draw(st.integers(0, 15))
    if harm == 0:
        return data[: draw(st.integers(0, len(data)))]
    if harm == 1:
        return data + draw(st.binary(max_size=4))
    return data


def syncsafe(number: int) -> bytes:
    """A number as four bytes of seven bits."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def unsynchronised(data: bytes) -> bytes:
    """The data, without anything that looks like an MPEG sync."""
    encoded: bytes = ORIGINAL.id3._util.unsynch.encode(data)
    return encoded


def _names(version: int) -> st.SearchStrategy[str]:
    known = FRAMES_2_2 if version == 2 else FRAMES
    strange = ["XYZ", "X0", "x1Z"] if version == 2 else ["XYZ1", "NCON", "tit2", "TIT\xe9", "T 1 "]
    foreign = [] if version == 2 else [f"{name}\0" for name in [*FRAMES_2_2, "XYZ"]]
    usual = st.sampled_from(sorted(known))
    return st.integers(0, 19).flatmap(
        lambda drawn: st.sampled_from(strange + foreign) if drawn == 0 else usual
    )


def _flagged(data: bytes, version: int, wish: int) -> tuple[bytes, int]:
    """Content that obeys the frame flags a wish (0-15) means, and these flags."""
    length = len(data)
    if version == 3:
        if wish == 0:
            return length.to_bytes(4, "big") + zlib.compress(data), 0x80
        return data, {1: 0x40, 2: 0x20, 3: 0x8000, 4: 0xC0}.get(wish, 0)
    if wish == 0:
        return syncsafe(length) + zlib.compress(data), 0x09
    if wish == 1:
        return zlib.compress(data), 0x08
    if wish == 2:
        return unsynchronised(data), 0x02
    if wish == 3:
        return syncsafe(length) + data, 0x01
    if wish == 4:
        return syncsafe(length) + unsynchronised(zlib.compress(data)), 0x0B
    return data, {5: 0x04, 6: 0x40, 7: 0x4000, 8: 0x08, 9: 0x02, 10: 0x0C}.get(wish, 0)


@st.composite
def frame(draw: st.DrawFn, version: int, depth: int = 0) -> bytes:
    """A frame with its header."""
    name = draw(_names(version))
    known = FRAMES_2_2 if version == 2 or name.endswith("\0") else FRAMES
    kind = known.get(name.rstrip("\0"), FRAMES["TIT2"])
    if depth > 3 and name in ("CHAP", "CTOC"):
        name, kind = "TIT2", FRAMES["TIT2"]
    data = draw(payload(kind, version, depth))
    flags = 0
    if version > 2 and draw(st.integers(0, 2)) == 0:
        data, flags = _flagged(data, version, draw(st.integers(0, 15)))
    size = len(data)
    if draw(st.integers(0, 29)) == 0:
        size = max(0, size + draw(st.integers(-4, 200)))
    title = name.encode("latin-1")
    if version == 2:
        return title + size.to_bytes(3, "big") + data
    plain = version == 3 or draw(st.integers(0, 29)) == 0
    length = size.to_bytes(4, "big") if plain else syncsafe(size)
    return title + length + flags.to_bytes(2, "big") + data


AUDIO = (b"\xff\xfb\x90\x64" + bytes(413)) * 5
"""Five frames of silence: MPEG 1 layer 3, 128 kbit/s, 44.1 kHz."""


@st.composite
def id3v2(draw: st.DrawFn, most: int = 6) -> bytes:
    """A whole ID3v2 tag."""
    version = draw(st.sampled_from([2, 3, 3, 4, 4]))
    frames = draw(st.lists(frame(version), max_size=most))
    if frames and draw(st.integers(0, 5)) == 0:
        frames.append(draw(st.sampled_from(frames)))
    body = b"".join(frames)
    flags = 0
    if draw(st.integers(0, 5)) == 0:
        flags |= 0x80
        if version < 4 and draw(st.integers(0, 5)):
            body = unsynchronised(body)
    if version > 2 and draw(st.integers(0, 11)) == 0:
        flags |= 0x40
        body = _extended_header(draw, version) + body
    if draw(st.integers(0, 39)) == 0:
        flags |= draw(SMALL)
    body += bytes(draw(st.sampled_from([0, 0, 1, 10, 40, 300])))
    size = len(body)
    if draw(st.integers(0, 19)) == 0:
        size = max(0, size + draw(st.integers(-30, 30)))
    return (
        b"ID3" + bytes([version, draw(st.sampled_from([0, 0, 1])), flags]) + syncsafe(size) + body
    )


def _extended_header(draw: st.DrawFn, version: int) -> bytes:
    data = draw(st.binary(max_size=10))
    wrong = draw(st.sampled_from([0, 0, 0, 3]))
    if version == 4:
        return syncsafe(len(data) + 4 + wrong) + data
    return (len(data) + wrong).to_bytes(4, "big") + data


@st.composite
def id3v1(draw: st.DrawFn) -> bytes:
    """An ID3v1 or v1.1 tag, at times with a short year field as old programs wrote it."""
    fields = [draw(text_of(0))[:30].ljust(30, b"\0") for _ in range(3)]
    year = draw(st.sampled_from([b"2004", b"20", b"\0\0\0\0", b"  99", b"204", b"", b"2004"]))
    comment = draw(text_of(0))[:28].ljust(28, b"\0")
    track = draw(st.sampled_from([b"\0\x07", b"\0\0", b"ab", b"\0\xff"]))
    return b"".join([b"TAG", *fields, year, comment, track, bytes([draw(SMALL)])])


@st.composite
def file_bytes(draw: st.DrawFn) -> bytes:
    """A file with tags of all versions, audio and other things, in different orders."""
    parts = [draw(id3v2())]
    shape = draw(st.integers(0, 9))
    if shape == 0:
        parts = []
    elif shape == 1:
        parts.append(draw(id3v2(2)))
    if draw(st.integers(0, 4)):
        parts.append(AUDIO)
    elif draw(st.booleans()):
        parts.append(draw(st.binary(max_size=200)))
    if draw(st.integers(0, 3)) == 0:
        parts.append(draw(id3v1()))
    return b"".join(parts)
