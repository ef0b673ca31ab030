"""Makes AAC, AC-3, MIDI, True Audio and DSF files with little or no sound: for `make_files.sh`.

usage: other_files.py DIRECTORY

DIRECTORY has a directory for each format, with streams that an encoder made. All else is put
together byte by byte, but for the ID3 tags, which original mutagen renders.
"""

from __future__ import annotations

import struct
import sys
from io import BytesIO
from pathlib import Path

from mutagen import id3


def tag(
    version: int = 4, padding: int = 64, title: str = "A title", picture: bool = False
) -> bytes:
    """An ID3 tag of a few frames."""
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=3, text=["A title"]))
    tags.add(id3.TPE1(encoding=1, text=["Füße, 音楽"]))
    tags.add(id3.TXXX(encoding=0, desc="key", text=["value", "another"]))
    if picture:
        tags.add(
            id3.APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=bytes(range(256)) * 40)
        )
    file = BytesIO()
    tags.save(file, v2_version=version, v1=0, padding=lambda info: padding)
    return file.getvalue()


V1 = id3.MakeID3v1({"TIT2": id3.TIT2(encoding=0, text=["Version one"])})


def bits(*fields: tuple[int, int]) -> bytes:
    """Numbers of so many bits each, and zeros up to a whole byte."""
    text = "".join(f"{number:0{width}b}" for number, width in fields)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[at : at + 8], 2) for at in range(0, len(text), 8))


def adts_frame(length: int, channels: int = 2, rate: int = 4, checksum: bool = False) -> bytes:
    """A frame without sound."""
    fixed = (0xFFF, 12), (0, 3), (not checksum, 1), (1, 2), (rate, 4), (0, 1), (channels, 3), (0, 2)
    return bits(*fixed, (0, 2), (length, 13), (0x7FF, 11), (0, 2)) + bytes(length - 7)


def adif(programs: int = 1, bitrate: int = 96_000, variable: bool = False, rate: int = 4) -> bytes:
    """A header with a comment in each program."""
    header = [(0, 3), (variable, 1), (bitrate, 23), (programs - 1, 4)]
    if not variable:
        header.append((1234, 20))
    # Two pairs and a channel of low frequency.
    program = [(0, 4), (1, 2), (rate, 4), (1, 4), (0, 4), (1, 4), (1, 2), (0, 3), (0, 4), (0, 3)]
    program += [(1, 1), (0, 4), (1, 1), (1, 4), (2, 4)]
    comment = b"\x05hello"
    others = (bits(*program) + comment) * (programs - 1)
    return b"ADIF" + bits(*header, *program) + comment + others


def aac() -> dict[str, bytes]:
    """Streams of both kinds, some of them hardly recognisable."""
    mono = Path(sys.argv[1], "aac", "mono.aac").read_bytes()
    return {
        "id3v2.4.aac": tag() + mono,
        "id3v2.2-empty.aac": b"ID3\x02\0\0\0\0\0\0" + mono,
        "frames.aac": adts_frame(40) * 5,
        "checksums.aac": adts_frame(40, checksum=True) * 5,
        "eight-channels.aac": adts_frame(40, channels=7) * 5,
        "channels-unknown.aac": adts_frame(40, channels=0) * 5,
        "rate-unknown.aac": adts_frame(40, rate=13) * 5,
        "rubbish-first.aac": b"\xff\xf1rubbish\xff" * 8 + adts_frame(40) * 5,
        "rubbish-between.aac": (adts_frame(40) + b"rubbish") * 5,
        "program.adif": adif() + bytes(3000),
        "variable.adif": adif(variable=True) + bytes(3000),
        "bitrate-unknown.adif": adif(bitrate=0) + bytes(3000),
        "rate-unknown.adif": adif(rate=15) + bytes(3000),
        "programs.adif": adif(programs=3) + bytes(3000),
        "id3v2.4.adif": tag() + adif() + bytes(3000),
        "damaged-cut.adif": adif()[:-7],
        "damaged-cut-in-comment.adif": adif()[:-3],
        "damaged-two-frames.aac": adts_frame(40) * 2,
        "damaged-other-header.aac": (adts_frame(40) + adts_frame(40, rate=5)) * 4,
        "damaged-no-length.aac": bits((0xFFF, 12), (0, 44)) * 9,
        "damaged-tag-claims-more.aac": b"ID3\x04\0\0\0\0\x7f\x7f" + mono[:2000],
    }


def ac3() -> dict[str, bytes]:
    """Headers that encoders do not write."""
    additional = bits((0, 5), (0, 3), (0, 4), (1, 1), (1, 6)) + b"more"
    head = bits((0x0B77, 16), (0, 16), (0, 2), (20, 6), (8, 5), (0, 3), (2, 3), (0, 2), (1, 1))
    dual = bits((0x0B77, 16), (0, 16), (1, 2), (20, 6), (8, 5), (0, 3), (0, 3), (0, 2), (0, 1))
    half = bits((0x0B77, 16), (0, 2), (0, 3), (500, 11), (3, 2), (1, 2), (7, 3), (1, 1), (16, 5))
    return {
        "additional.ac3": head + additional + bytes(500),
        "dual-mono.ac3": dual + bytes(500),
        "slow.ac3": head[:5] + b"\x50" + head[6:] + bytes(500),
        "half-rate.eac3": half + bytes(500),
        "damaged-cut.ac3": head,
        "damaged-rate.ac3": head[:4] + b"\xc0" + head[5:] + bytes(50),
        "damaged-size.ac3": head[:4] + b"\x3f" + head[5:] + bytes(50),
        "damaged-version.ac3": head[:5] + b"\xf8" + head[6:] + bytes(50),
        "damaged-type.eac3": half[:2] + b"\xff" + half[3:] + bytes(50),
    }


def midi(form: int, division: int, *tracks: bytes) -> bytes:
    """A MIDI file."""
    chunks = (b"MTrk" + struct.pack(">I", len(track)) + track for track in tracks)
    head = struct.pack(">4sIHHH", b"MThd", 6, form, len(tracks), division)
    return b"".join([head, *chunks])


def smf() -> dict[str, bytes]:
    """Some tracks."""
    end = b"\0\xff\x2f\0"
    slow, fast = b"\0\xff\x51\3\x10\0\0", b"\x60\xff\x51\3\4\0\0"
    notes = b"\x60\x90\x3c\x40\x60\x3c\0\x81\x40\xc0\x05\x83\x00\x3e\x40" * 20
    words = b"\0\xff\x01\x05words\0\xf0\x03\x7e\x09\xf7"
    usual = midi(1, 96, slow + fast + end, words + notes + end, notes + end)
    return {
        "one-track.mid": midi(0, 480, words + slow + notes + fast + notes + end),
        "tracks.mid": usual,
        "tempo-later.mid": midi(1, 96, notes + end, fast + notes + end, slow + notes + end),
        "two-tempos-at-once.mid": midi(0, 96, slow + b"\0" + fast[1:] + notes + end),
        "other-chunk.mid": midi(1, 96, notes).replace(b"MTrk", b"XFIH") + midi(0, 1, notes)[14:],
        "songs.mid": midi(2, 96, notes, notes),
        "film.mid": midi(0, 0xE728, notes),
        "empty-track.mid": midi(0, 96, b""),
        "damaged-no-track.mid": midi(0, 96),
        "damaged-no-ticks.mid": midi(0, 0, notes),
        "damaged-cut.mid": usual[:-9],
        "damaged-event.mid": midi(0, 96, notes + b"\0\xf4\0"),
        "damaged-tempo.mid": midi(0, 96, b"\0\xff\x51\2\4\0" + notes),
        "damaged-quantity.mid": midi(0, 96, notes + b"\xff" * 9),
    }


def trueaudio() -> dict[str, bytes]:
    """Tags around a stream."""
    sound = Path(sys.argv[1], "trueaudio", "sound.tta").read_bytes()
    return {
        "id3v2.4.tta": tag() + sound,
        "id3v2.3-picture-v1.tta": tag(version=3, picture=True) + sound + V1,
        "id3v1.tta": sound + V1,
        "no-rate.tta": sound[:10] + bytes(4) + sound[14:],
        "damaged-cut.tta": tag() + sound[:17],
        "damaged-no-stream.tta": tag(),
        "damaged-tag.tta": b"ID3\x04\0\0\0\0\0\xff" + sound,
    }


def dsf_file(sound: int, tail: bytes, pointer: int | None = None, **fields: int) -> bytes:
    """A DSF file; `pointer` and the fields of its format chunk in place of the right ones."""
    at = 92 + sound
    right = at if tail else 0
    values = {"version": 1, "id": 0, "type": 2, "channels": 2, "rate": 2822400, "bits": 1}
    values = {**values, "samples": sound * 4, **fields}
    head = struct.pack("<4sQQQ", b"DSD ", 28, at + len(tail), right if pointer is None else pointer)
    form = struct.pack("<4sQ6IQII", b"fmt ", 52, *values.values(), 4096, 0)
    return head + form + struct.pack("<4sQ", b"data", 12 + sound) + b"\x69" * sound + tail


def dsf() -> dict[str, bytes]:
    """Tags behind the sound, and pointers to other places."""
    size = 8192
    whole = dsf_file(size, tag())
    return {
        "plain.dsf": dsf_file(size, b""),
        "id3v2.4.dsf": whole,
        "id3v2.3-picture.dsf": dsf_file(size, tag(version=3, padding=0, picture=True)),
        "id3v2.4-v1.dsf": dsf_file(size, tag() + V1),
        "more-behind-tag.dsf": dsf_file(size, tag() + b"more" * 100),
        "six-channels.dsf": dsf_file(size, tag(), type=7, channels=6, rate=5644800),
        "no-rate.dsf": dsf_file(size, tag(), rate=0),
        "pointer-to-end.dsf": dsf_file(size, b"", 92 + size),
        "pointer-behind-end.dsf": dsf_file(size, b"", 1 << 40),
        "pointer-into-sound.dsf": dsf_file(size, tag(), 1000),
        "pointer-into-header.dsf": dsf_file(size, tag(), 20),
        "damaged-version.dsf": dsf_file(size, tag(), version=2),
        "damaged-coding.dsf": dsf_file(size, tag(), id=1),
        "damaged-sizes.dsf": whole[:4] + b"\x1d" + whole[5:],
        "damaged-data-size.dsf": whole[:84] + bytes(8) + whole[92:],
        "damaged-cut.dsf": whole[: 92 + size + 60],
        "damaged-cut-in-header.dsf": whole[:90],
        "damaged-tag.dsf": whole.replace(b"ID3\4\0\0", b"ID3\4\0\xff"),
        "damaged-tag-version.dsf": whole.replace(b"ID3\4\0", b"ID3\7\0"),
    }


for make in (aac, ac3, smf, trueaudio, dsf):
    for name, content in make().items():
        Path(sys.argv[1], make.__name__, name).write_bytes(content)
