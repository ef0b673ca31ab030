"""Makes files of chunks (AIFF, WAVE, DSDIFF) with little or no sound: `make_files.sh` calls it.

usage: iff_files.py DIRECTORY

Everything is put together byte by byte, but for the ID3 tags, which original mutagen renders.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from mutagen import id3

Chunk = Callable[..., bytes]


def chunks(order: str, size: str) -> Chunk:
    """The maker of chunks with such sizes; `claimed` instead of the true size, if given."""

    def chunk(name: str, *data: bytes, claimed: int | None = None, pad: bool = True) -> bytes:
        body = b"".join(data)
        length = len(body) if claimed is None else claimed
        padding = bytes(len(body) % 2) if pad else b""
        return name.encode() + struct.pack(order + size, length) + body + padding

    return chunk


big, little, long = chunks(">", "I"), chunks("<", "I"), chunks(">", "Q")


def tag(version: int = 4, padding: int = 64, title: str = "A title") -> bytes:
    """An ID3 tag of a few frames."""
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=3, text=[title]))
    tags.add(id3.TPE1(encoding=1, text=["Füße, 音楽"]))
    tags.add(id3.TALB(encoding=0, text=["Samples"]))
    tags.add(id3.TRCK(encoding=0, text=["3/12"]))
    tags.add(id3.TDRC(encoding=0, text=["2021-03-04"]))
    tags.add(id3.TXXX(encoding=3, desc="ASIN", text=["B000000000", "B000000001"]))
    tags.add(id3.COMM(encoding=3, lang="eng", desc="", text=["short"]))
    if version == 3:
        tags.update_to_v23()
    out = BytesIO()
    tags.save(out, v1=0, v2_version=version, padding=lambda info: padding)
    return out.getvalue()


# AIFF


def extended(rate: int) -> bytes:
    """An integer in IEEE 754 extended precision."""
    shift = 64 - rate.bit_length()
    return struct.pack(">HQ", 16383 + 63 - shift, rate << shift) if rate else bytes(10)


def comm(
    rate: bytes, frames: int = 400, channels: int = 1, bits: int = 8, more: bytes = b""
) -> bytes:
    return big("COMM", struct.pack(">hLh", channels, frames, bits), rate, more)


def ssnd(length: int = 400) -> bytes:
    return big("SSND", bytes(8), bytes(length))


def form(*parts: bytes, kind: bytes = b"AIFF", claimed: int | None = None) -> bytes:
    return big("FORM", kind, *parts, claimed=claimed)


RATE = extended(8000)
SOWT = b"sowt\x08reversed\x00"

AIFF = {
    "plain.aif": form(comm(RATE), ssnd()),
    "tag-last.aif": form(comm(RATE), ssnd(), big("ID3 ", tag())),
    "tag-first.aif": form(big("ID3 ", tag(3)), comm(RATE), ssnd()),
    "tag-odd.aif": form(comm(RATE), big("ID3 ", tag(padding=1)), ssnd(401), big("NAME", b"odd")),
    "tag-without-padding-byte.aif": form(
        comm(RATE), ssnd(), big("ID3 ", tag(padding=65), pad=False)
    ),
    "two-tags.aif": form(
        comm(RATE), big("ID3 ", tag()), ssnd(), big("ID3 ", tag(title="Another title"))
    ),
    "tag-empty.aif": form(comm(RATE), ssnd(), big("ID3 ")),
    "tag-without-header.aif": form(comm(RATE), ssnd(), big("ID3 ", b"no tag at all")),
    "compressed.aifc": form(
        big("FVER", struct.pack(">L", 0xA2805140)),
        comm(extended(44100), 200, 2, 16, SOWT),
        ssnd(800),
        big("ANNO", b"a remark"),
        big("ID3 ", tag(3)),
        kind=b"AIFC",
    ),
    "form-in-form.aif": form(comm(RATE), form(comm(RATE)), ssnd(), big("ID3 ", tag())),
    "damaged-cut.aif": form(comm(RATE), ssnd(), big("ID3 ", tag()))[:-90],
    "damaged-cut-in-sound.aif": form(comm(RATE), ssnd())[:-100],
    "damaged-form-claims-more.aif": form(comm(RATE), ssnd(), claimed=1 << 20),
    "damaged-form-claims-less.aif": form(comm(RATE), ssnd(), big("ID3 ", tag()), claimed=460),
    "damaged-no-comm.aif": form(ssnd(), big("ID3 ", tag())),
    "damaged-short-comm.aif": form(big("COMM", bytes(16)), ssnd()),
    "damaged-rate-infinite.aif": form(comm(b"\x7f\xff" + bytes(8)), ssnd()),
    "damaged-rate-huge.aif": form(comm(b"\x43\xfd\xff" + bytes(7)), ssnd()),
    "damaged-rate-tiny.aif": form(comm(b"\x00\x00" + b"\xff" * 8), ssnd()),
    "damaged-rate-zero.aif": form(comm(bytes(10)), ssnd()),
    "damaged-rate-negative.aif": form(comm(b"\xc0\x0b\xfa" + bytes(7)), ssnd()),
    "damaged-names.aif": form(comm(RATE), big("\0\0\0\0"), ssnd(), big("ID3 ", tag())),
    "damaged-form-name.aif": form(comm(RATE), form(kind=b"\xff\xff\xff\xff"), big("ID3 ", tag())),
}


# WAVE


def fmt(
    format: int = 1, channels: int = 1, bits: int = 8, align: int = 1, more: bytes = b""
) -> bytes:
    fields = struct.pack("<HHLLHH", format, channels, 8000, 8000 * align, align, bits)
    return little("fmt ", fields, more)


def data(length: int = 400, claimed: int | None = None) -> bytes:
    return little("data", b"\x80" * length, claimed=claimed)


def riff(*parts: bytes, kind: bytes = b"WAVE", claimed: int | None = None) -> bytes:
    return little("RIFF", kind, *parts, claimed=claimed)


INFO = little("LIST", b"INFO", little("INAM", b"A title\0"), little("IART", b"odd"))
EXTENSIBLE = struct.pack("<HHL", 22, 32, 3) + b"\x03\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71"

WAVE = {
    "plain.wav": riff(fmt(), data()),
    "tag-last.wav": riff(fmt(), data(), INFO, little("id3 ", tag())),
    "tag-upper-case.wav": riff(fmt(), data(), little("ID3 ", tag(3))),
    "tag-first.wav": riff(little("id3 ", tag()), fmt(), data()),
    "tag-odd.wav": riff(fmt(), data(401), little("id3 ", tag(padding=1)), INFO),
    "both-cases.wav": riff(
        fmt(), little("id3 ", tag()), data(), little("ID3 ", tag(title="Another title"))
    ),
    "list-only.wav": riff(little("JUNK", bytes(28)), fmt(), INFO, data()),
    "extensible.wav": riff(fmt(0xFFFE, 2, 32, 8, EXTENSIBLE), little("fact", bytes(4)), data()),
    "streamed.wav": riff(fmt(), data(claimed=0xFFFFFFFF), claimed=0xFFFFFFFF),
    "streamed-zero.wav": riff(fmt(), data(claimed=0), claimed=0),
    "not-wave.avi": riff(INFO, kind=b"AVI "),
    "damaged-cut.wav": riff(fmt(), data(), little("id3 ", tag()))[:-90],
    "damaged-cut-in-sound.wav": riff(fmt(), data())[:-100],
    "damaged-no-fmt.wav": riff(data(), little("id3 ", tag())),
    "damaged-short-fmt.wav": riff(little("fmt ", bytes(14)), data(), little("id3 ", tag())),
    "damaged-no-data.wav": riff(fmt(), little("id3 ", tag())),
    "damaged-zero-align.wav": riff(fmt(align=0), data(), little("id3 ", tag())),
    "damaged-list-name.wav": riff(
        fmt(), data(), little("LIST", b"\xff" * 4), little("id3 ", tag())
    ),
    "damaged-list-short.wav": riff(fmt(), data(), little("LIST", b"IN"), little("id3 ", tag())),
}


# DSDIFF


def prop(compression: bytes, *more: bytes, name: bytes = b"SND ") -> bytes:
    return long(
        "PROP",
        name,
        long("FS  ", struct.pack(">L", 2822400)),
        long("CHNL", struct.pack(">H", 2), b"SLFTSRGT"),
        long("CMPR", compression, b"\x0enot compressed\0"),
        *more,
    )


def dsdiff(*parts: bytes, claimed: int | None = None) -> bytes:
    return long(
        "FRM8", b"DSD ", long("FVER", struct.pack(">L", 0x01050000)), *parts, claimed=claimed
    )


FRTE = long("FRTE", struct.pack(">LH", 150, 75))
SOUND = long("DSD ", b"\x69" * 706)

DSDIFF = {
    "plain.dff": dsdiff(prop(b"DSD "), SOUND),
    "tag-last.dff": dsdiff(prop(b"DSD "), SOUND, long("ID3 ", tag())),
    "tag-odd.dff": dsdiff(prop(b"DSD "), long("ID3 ", tag(3, 1)), SOUND, long("COMT", b"odd")),
    "compressed.dff": dsdiff(
        prop(b"DST ", long("ABSS", bytes(8))),
        long("DST ", FRTE, long("DSTF", bytes(301)), long("DSTF", bytes(200))),
        long("ID3 ", tag()),
    ),
    "compressed-unknown.dff": dsdiff(prop(b"XYZ "), SOUND),
    "damaged-cut.dff": dsdiff(prop(b"DSD "), SOUND, long("ID3 ", tag()))[:-90],
    "damaged-no-prop.dff": dsdiff(SOUND, long("ID3 ", tag())),
    "damaged-no-sound.dff": dsdiff(prop(b"DSD ")),
    "damaged-no-frames.dff": dsdiff(prop(b"DST "), long("DST ", long("DSTF", bytes(300)))),
    "damaged-other-property.dff": dsdiff(prop(b"DSD ", name=b"VID "), SOUND),
    "damaged-compression-name.dff": dsdiff(prop(b"\xff\xff\xff\xff"), SOUND),
    "damaged-size-all-ones.dff": dsdiff(
        prop(b"DSD "), long("DSD ", bytes(64), claimed=(1 << 64) - 1), claimed=(1 << 64) - 1
    ),
    "damaged-size-odd.dff": dsdiff(
        prop(b"DSD "), long("DSD ", bytes(64), claimed=(1 << 40) + 129), claimed=(1 << 41) - 1
    ),
}


def main() -> None:
    """Write all files."""
    target = Path(sys.argv[1])
    for name, content in (AIFF | WAVE | DSDIFF).items():
        (target / name).write_bytes(content)


main()
