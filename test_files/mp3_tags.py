"""Puts tags that no encoder writes around one piece of MPEG audio: `make_files.sh` calls it.

usage: mp3_tags.py AUDIO COVER_JPEG COVER_PNG DIRECTORY

Ordinary tags are written by original mutagen, odd and damaged ones by hand, byte for byte as the
ID3v2.2.0, 2.3.0 and 2.4.0 documents describe them (or forbid them).
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

from mutagen import apev2, id3

LATIN1, UTF16, UTF16BE, UTF8 = b"\x00", b"\x01", b"\x02", b"\x03"


def syncsafe(value: int) -> bytes:
    """Four bytes of seven bits (ID3v2.4 section 6.2)."""
    return bytes(value >> shift & 0x7F for shift in (21, 14, 7, 0))


def unsynchronise(data: bytes) -> bytes:
    """A zero after each 0xFF that a decoder could take for a sync (ID3v2.4 section 6.1)."""
    out = bytearray()
    for index, byte in enumerate(data):
        out.append(byte)
        following = data[index + 1] if index + 1 < len(data) else 0
        if byte == 0xFF and (following >= 0xE0 or following == 0):
            out.append(0)
    return bytes(out)


def frame22(name: str, data: bytes) -> bytes:
    return name.encode() + struct.pack(">I", len(data))[1:] + data


def frame23(name: str, data: bytes, flags: int = 0) -> bytes:
    return name.encode() + struct.pack(">IH", len(data), flags) + data


def frame24(name: str, data: bytes, flags: int = 0) -> bytes:
    return name.encode() + syncsafe(len(data)) + struct.pack(">H", flags) + data


def tag(version: int, body: bytes, flags: int = 0, claimed: int | None = None) -> bytes:
    """A header (with the claimed size instead of the true one, if given) and what follows it."""
    size = len(body) if claimed is None else claimed
    return b"ID3" + bytes([version, 0, flags]) + syncsafe(size) + body


def text(string: str, encoding: bytes = LATIN1) -> bytes:
    codec = {LATIN1: "latin-1", UTF16: "utf-16", UTF16BE: "utf-16-be", UTF8: "utf-8"}[encoding]
    return encoding + string.encode(codec)


def frame_size(audio: bytes) -> int:
    """Length in bytes of the first MPEG frame; all have it, as the bit rate needs no padding."""
    return audio.index(audio[:3], 4)


def hand_made(jpeg: bytes, png: bytes) -> dict[str, bytes]:
    """File name (without suffix) -> tag, all of it well-formed."""
    padding = bytes(200)
    v22 = (
        frame22("TT2", text("Three letters"))
        + frame22("TP1", text("Ärtist", UTF16))
        + frame22("TAL", text("Samples"))
        + frame22("TRK", text("2/8"))
        + frame22("TYE", text("1998"))
        + frame22("TCO", text("(13)"))
        + frame22("COM", LATIN1 + b"eng" + b"\x00" + b"a comment")
        + frame22("TXX", LATIN1 + b"MOOD\x00calm")
        + frame22("PIC", LATIN1 + b"PNG" + b"\x03" + b"front\x00" + png)
        + frame22("ULT", LATIN1 + b"eng" + b"\x00" + b"la la la")
        + frame22("CNT", b"\x00\x00\x00\x2a")
    )
    old = (
        frame23("TIT2", text("Frames that 2.4 replaced"))
        + frame23("TYER", text("2003"))
        + frame23("TDAT", text("2512"))
        + frame23("TIME", text("1830"))
        + frame23("TORY", text("1979"))
        + frame23("TCON", text("(17)Rock"))
        + frame23("IPLS", LATIN1 + b"producer\x00Ann\x00mixer\x00Bob\x00")
        + frame23("TPE1", text("One/Two"))
        + frame23("RVAD", b"\x03\x10\x00\x10\x00\x20\x00\x00\x00\x00")
        + frame23("TSIZ", text("4096"))
    )
    loud = b"\xff\xfe\xff\x00\xff\xe0 private \xff"
    lyrics = ("So long a text is worth compressing. " * 40).encode()
    usl = LATIN1 + b"eng" + b"\x00" + lyrics
    deflated = zlib.compress(usl, 9)
    chapter_titles = [frame24("TIT2", text(name, UTF8)) for name in ("Opening", "Middle", "End")]
    bounds = [(0, 500), (500, 1000), (1000, 1500)]
    chapters = b"".join(
        frame24("CHAP", b"ch%d\x00" % i + struct.pack(">4I", *span, 2**32 - 1, 2**32 - 1) + title)
        for i, (span, title) in enumerate(zip(bounds, chapter_titles, strict=True))
    )
    toc = frame24(
        "CTOC", b"toc\x00\x03\x03ch0\x00ch1\x00ch2\x00" + frame24("TIT2", text("Contents", UTF8))
    )
    basic23 = frame23("TIT2", text("Title")) + frame23("TALB", text("Samples"))
    basic24 = frame24("TIT2", text("Title", UTF8)) + frame24("TALB", text("Samples", UTF8))
    footer = basic24 + frame24("TPE1", text("Footnote", UTF8))
    # Frames above 127 bytes with plain instead of syncsafe sizes, as early iTunes wrote them.
    plain_sizes = (
        b"TIT2" + struct.pack(">IH", 301, 0) + text("t" * 300)
        + b"TALB" + struct.pack(">IH", 201, 0) + text("a" * 200)
        + b"TPE1" + struct.pack(">IH", 7, 0) + text("artist")
    )  # fmt: skip
    return {
        "id3v2.2": tag(2, v22 + padding),
        "id3v2.2-unsynchronised": tag(2, unsynchronise(v22 + padding), 0x80),
        "id3v2.3-old-frames": tag(3, old + padding),
        "id3v2.3-unsynchronised": tag(
            3, unsynchronise(basic23 + frame23("PRIV", b"me@example.org\x00" + loud)), 0x80
        ),
        "id3v2.3-compressed": tag(
            3, basic23 + frame23("USLT", struct.pack(">I", len(usl)) + deflated, 0x0080)
        ),
        "id3v2.3-extended-header": tag(
            3, struct.pack(">IHI", 6, 0, len(padding)) + basic23 + padding, 0x40
        ),
        "id3v2.3-encrypted": tag(3, basic23 + frame23("TPE1", b"\x81" + b"\x13\x37" * 8, 0x0040)),
        "id3v2.3-grouped": tag(
            3, basic23 + frame23("GRID", b"http://example.org\x00\x80")
            + frame23("TPE1", b"\x80" + text("in a group"), 0x0020)
        ),
        "id3v2.3-unknown-frames": tag(
            3, frame23("XYZ1", b"unknown, to be kept") + basic23 + frame23("NCON", bytes(40))
        ),
        "id3v2.3-jpeg": tag(
            3, basic23 + frame23("APIC", LATIN1 + b"image/jpeg\x00\x03front\x00" + jpeg)
        ),
        "id3v2.4-unsynchronised": tag(
            4, basic24 + frame24("PRIV", unsynchronise(b"me@example.org\x00" + loud), 0x0002), 0x80
        ),
        "id3v2.4-compressed": tag(
            4, basic24 + frame24("USLT", syncsafe(len(usl)) + deflated, 0x0009)
        ),
        "id3v2.4-extended-header": tag(4, syncsafe(6) + b"\x01\x00" + basic24 + padding, 0x40),
        "id3v2.4-footer": tag(4, footer, 0x10) + b"3DI\x04\x00\x10" + syncsafe(len(footer)),
        "id3v2.4-chapters": tag(4, toc + chapters + basic24 + padding),
        "id3v2.4-twice": tag(4, basic24) + tag(3, frame23("TPE1", text("not the first tag"))),
        "id3v2.4-plain-sizes": tag(4, plain_sizes + padding),
        "id3v2.4-utf16be": tag(
            4, frame24("TIT2", text("Ωmega", UTF16BE)) + frame24("TPE1", text("a\0b\0c", UTF8))
        ),
    }  # fmt: skip


def damaged(audio: bytes, jpeg: bytes) -> dict[str, bytes]:
    """File name (without suffix) -> whole file, broken in one way."""
    good = frame24("TIT2", text("Title", UTF8))
    cover = frame24("APIC", LATIN1 + b"image/jpeg\x00\x03\x00" + jpeg)
    bomb = zlib.compress(bytes(1_000_000), 9)
    claim = frame24("MCDI", syncsafe(2**28 - 1) + bomb, 0x0009)
    odd_utf16 = UTF16 + "odd".encode("utf-16") + b"\x41"
    nested = frame24("TIT2", text("innermost", UTF8))
    for level in range(60):
        nested = frame24("CHAP", b"%d\x00" % level + bytes(16) + nested)
    middle = frame_size(audio) * 20
    return {
        "damaged-empty": b"",
        "damaged-3-bytes": b"ID3",
        "damaged-only-tag": tag(4, good + bytes(64)),
        "damaged-tag-cut": tag(4, good + cover)[:600],
        "damaged-tag-claims-more": tag(4, good, claimed=2**21) + audio,
        "damaged-tag-size-not-syncsafe": b"ID3\x04\x00\x00\x00\x00\x00\xff" + good + audio,
        "damaged-version-2.9": tag(9, good) + audio,
        "damaged-frame-claims-more": tag(4, good + b"TALB" + syncsafe(5000) + bytes(2) + b"\x00x")
        + audio,
        "damaged-frame-empty": tag(3, frame23("TALB", b"") + frame23("TIT2", text("A"))) + audio,
        "damaged-frame-names": tag(4, good + b"t!?~" + syncsafe(4) + bytes(6) + bytes(30)) + audio,
        "damaged-compressed": tag(
            4, good + frame24("USLT", syncsafe(99) + b"x\x9cnot zlib at all", 0x0009)
        ) + audio,
        "damaged-compressed-bomb": tag(4, good + claim) + audio,
        "damaged-utf16": tag(3, frame23("TIT2", odd_utf16) + frame23("TALB", b"\x01\xff")) + audio,
        "damaged-encoding-byte": tag(3, frame23("TIT2", b"\x09what") + frame23("TALB", b"\x00a"))
        + audio,
        "damaged-picture-cut": tag(3, frame23("APIC", LATIN1 + b"image/jpeg")) + audio,
        "damaged-extended-header": tag(3, struct.pack(">I", 0x7FFFFFF) + good, 0x40) + audio,
        "damaged-chapters-nested": tag(4, nested + good) + audio,
        "damaged-audio-cut": tag(4, good) + audio[: len(audio) // 2 + 11],
        "damaged-audio-junk-first": tag(4, good) + b"\xff\xfbno frame here\xff" * 60 + audio,
        "damaged-audio-two-frames": tag(4, good) + audio[: 2 * frame_size(audio)],
        "damaged-audio-hole": audio[:middle] + bytes(700) + audio[middle:],
        "damaged-no-audio": tag(4, good) + b"just text, no sound. " * 50,
        "damaged-info-cut": audio[:36] + b"Xing\x00\x00\x00\x0f\x00",
    }  # fmt: skip


def rich() -> id3.ID3:
    """25 frames, as a tagger with an online database writes them."""
    tags = id3.ID3()
    texts = {
        "TIT2": "All the Frames", "TPE1": "First\0Second", "TPE2": "Various", "TALB": "Samples",
        "TRCK": "5/17", "TPOS": "1/2", "TDRC": "2019-05-17", "TDOR": "1987", "TCON": "Jazz\0Fusion",
        "TCOM": "A. Composer", "TEXT": "A. Writer", "TBPM": "128", "TKEY": "F#m",
        "TSRC": "GBAYE0000001", "TPUB": "A Label", "TSSE": "an encoder",
        "TSOP": "Second, First", "TLAN": "eng",
    }  # fmt: skip
    for name, value in texts.items():
        tags.add(id3.Frames[name](encoding=3, text=value.split("\0")))
    tags.add(id3.TXXX(encoding=3, desc="MusicBrainz Album Id", text=["0c1a9eb0-5d22-4b0f"]))
    tags.add(id3.TXXX(encoding=3, desc="replaygain_track_gain", text=["-7.03 dB"]))
    tags.add(id3.UFID(owner="http://musicbrainz.org", data=b"6b1f4c7e-0000-4000"))
    tags.add(id3.COMM(encoding=3, lang="eng", desc="", text=["a comment"]))
    tags.add(id3.USLT(encoding=3, lang="eng", desc="", text="words\nand words"))
    tags.add(id3.RVA2(desc="track", channel=1, gain=-7.03, peak=0.98))
    tags.add(id3.WOAR(url="http://example.org/artist"))
    assert len(tags) == 25
    return tags


def every_kind(jpeg: bytes, png: bytes) -> id3.ID3:
    """Frames of the kinds that taggers seldom write."""
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=1, text=["Seldom seen"]))
    tags.add(id3.APIC(encoding=3, mime="image/jpeg", type=3, desc="front", data=jpeg))
    tags.add(id3.APIC(encoding=1, mime="image/png", type=4, desc="bäck", data=png))
    sung = [("la", 0), ("li", 500)]
    tags.add(id3.SYLT(encoding=3, lang="eng", format=2, type=1, desc="", text=sung))
    tags.add(id3.ETCO(format=2, events=[(3, 0), (4, 1400)]))
    tags.add(id3.TIPL(encoding=3, people=[["producer", "Ann"], ["mixer", "Bob"]]))
    tags.add(id3.TMCL(encoding=3, people=[["piano", "Cat"]]))
    tags.add(id3.POPM(email="me@example.org", rating=196, count=12))
    tags.add(id3.PCNT(count=123456))
    tags.add(id3.GEOB(encoding=3, mime="text/plain", filename="a.txt", desc="", data=b"\xff\x00"))
    tags.add(id3.PRIV(owner="owner", data=bytes(range(256))))
    tags.add(id3.MCDI(data=bytes(64)))
    tags.add(id3.WXXX(encoding=3, desc="shop", url="http://example.org/shop"))
    tags.add(id3.USER(encoding=3, lang="eng", text="terms"))
    tags.add(id3.OWNE(encoding=3, price="EUR9.99", date="20200101", seller="shop"))
    tags.add(id3.EQU2(method=1, desc="eq", adjustments=[(100.0, -3.5), (1000.0, 2.0)]))
    tags.add(id3.COMM(encoding=3, lang="deu", desc="", text=["eins", "zwei"]))
    tags.add(id3.COMM(encoding=3, lang="eng", desc="iTunNORM", text=[" 00000A1B"]))
    tags.add(id3.ASPI(S=0, L=1500, N=4, b=8, Fi=[0, 64, 128, 192]))
    tags.add(id3.RBUF(size=4096, info=1, offset=10))
    return tags


def main(audio_path: str, jpeg_path: str, png_path: str, directory: str) -> None:
    audio, jpeg, png = (Path(p).read_bytes() for p in (audio_path, jpeg_path, png_path))
    out = Path(directory)

    def write(name: str, data: bytes) -> Path:
        path = out / f"{name}.mp3"
        path.write_bytes(data)
        return path

    write("no-tag", audio)
    for name, head in hand_made(jpeg, png).items():
        write(name, head + audio)
    for name, data in damaged(audio, jpeg).items():
        write(name, data)
    rich().save(write("id3v2.4-25-frames", audio))
    rich().save(write("id3v2.3-25-frames-v1", audio), v2_version=3, v1=2)
    rich().save(write("id3v2.4-no-padding", audio), padding=lambda info: 0)
    rich().save(write("id3v2.4-large-padding", audio), padding=lambda info: 20_000)
    every_kind(jpeg, png).save(write("id3v2.4-every-kind", audio))
    triple = write("id3v2.4-apev2-v1", audio)
    ape = apev2.APEv2()
    ape.update({"Title": "From APE", "Artist": ["One", "Two"], "Replaygain_Track_Gain": "-6.5 dB"})
    ape.save(triple)
    rich().save(triple, v1=2)
    lone = write("apev2", audio)
    ape.save(lone)
    # A seek table by the Fraunhofer encoder: 32 bytes after the header of a frame of its own.
    size = frame_size(audio)
    frames = len(audio) // size
    vbri = struct.pack(">4sHHHIIHHHH", b"VBRI", 1, 0, 75, len(audio), frames, 8, 1, 2, frames // 8)
    vbri += struct.pack(">8H", *[len(audio) // 8] * 8)
    write("vbri", audio[:4] + (bytes(32) + vbri).ljust(size - 4, b"\0") + audio)


if __name__ == "__main__":
    main(*sys.argv[1:])
