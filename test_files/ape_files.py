"""Makes the files with APEv2 tags that no free encoder makes: `make_files.sh` calls it.

usage: ape_files.py WAVPACK_MONO WAVPACK_STEREO DIRECTORY

The WavPack files are real. Of the other formats only headers are, written by hand; what stands for
their audio is noise. Tags are written by original mutagen, odd and damaged ones by hand.
"""

from __future__ import annotations

import random
import struct
import sys
from pathlib import Path

from mutagen import apev2, id3

NOISE = random.Random("audio").randbytes(3000)


def musepack_old(version: int, frames: int) -> bytes:
    """The header of stream versions 4 to 6."""
    count = frames << 16 if version == 4 else frames
    return struct.pack("<2I24x", version << 11 | 45 << 23, count)


def musepack_7(frames: int, rate: int = 0) -> bytes:
    """The header of stream version 7, with title and album gain."""
    loudness = struct.pack("<HhHh", 21_000, -432, 30_000, 127)
    return b"MP+\x17" + struct.pack("<2I", frames, rate << 16) + loudness.ljust(20, b"\0")


def number(value: int) -> bytes:
    """A number of Musepack's version 8: seven bits a byte."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))


def packet(key: bytes, data: bytes, size: int | None = None) -> bytes:
    """A packet with a size of one byte (that given instead of the true one, if there is one)."""
    return key + number(len(data) + 3 if size is None else size) + data


def stream_header(samples: int, skipped: int = 0, rate: int = 0, padding: int = 0) -> bytes:
    """The SH packet."""
    counts = number(samples) + number(skipped)
    tail = bytes([rate << 5 | 3, 1 << 4 | 2])
    return packet(b"SH", b"crc!\x08" + counts + tail + bytes(padding))


def replay_gain(*fields: int) -> bytes:
    """The RG packet: gain and peak of the title, then of the album."""
    return packet(b"RG", struct.pack(">B4h", 1, *fields))


AUDIO_PACKET = b"AP\x81\x00" + NOISE[:124]


def wavpack_block(total: int, index: int, samples: int, flags: int, content: int) -> bytes:
    """A block with nothing in it that a decoder could use."""
    fields = (24 + content, 0x410, 0, 0, total, index, samples, flags, 0)
    return b"wvpk" + struct.pack("<IHBBIIIII", *fields) + NOISE[:content]


def without_length(wavpack: bytes) -> bytes:
    """A real file, as if its encoder could not go back to write the number of samples."""
    out, at = bytearray(wavpack), 0
    while out[at : at + 4] == b"wvpk":
        out[at + 12 : at + 16] = b"\xff" * 4
        at += 8 + int.from_bytes(out[at + 4 : at + 8], "little")
    return bytes(out)


def monkeys_audio(version: int, level: int, bits: int = 0) -> bytes:
    """The header of a version before 3.98, with that of a WAVE file if `bits` are given."""
    head = b"MAC " + struct.pack("<HHHHIIIII", version, level, 0, 2, 44_100, 44, 0, 4, 1234)
    wave = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\2\0" + struct.pack(
        "<IIHH", 44_100, 176_400, 4, bits
    )
    return head.ljust(40, b"\0") + (wave if bits else bytes(36))


def monkeys_audio_new(version: int, rate: int = 48_000, frames: int = 3) -> bytes:
    """The descriptor and the header since version 3.98."""
    header = struct.pack("<HHIIIHHI", 3000, 0, 73_728, 4321, frames, 24, 2, rate)
    return (b"MAC " + struct.pack("<H", version)).ljust(52, b"\0") + header


def optimfrog(size: int, kind: int, channels: int, rate: int = 96_000) -> bytes:
    """The header; `size` decides whether it tells the version of the encoder."""
    head = b"OFR " + struct.pack("<IIHBBI", size, 400_000, 0, kind, channels - 1, rate)
    return head + struct.pack("<H", (5100 - 4500) << 4) + NOISE[:60]


def tak_object(kind: int, data: bytes) -> bytes:
    """A metadata object with three bytes for its checksum."""
    return struct.pack("<I", len(data) + 3 << 8 | kind) + data + b"crc"


def tak_stream_info(samples: int, rate: int = 44_100, extra: int = 0) -> bytes:
    bits = samples << 14 | rate - 6000 << 52 | 16 - 8 << 70 | 2 - 1 << 75
    return tak_object(1, bits.to_bytes(10, "little") + bytes(extra))


def tak(*objects: bytes) -> bytes:
    return b"tBaK" + b"".join(objects) + tak_object(0, b"")[:4]


TAK_ENCODER = tak_object(4, b"\x01\x03\x02")


def streams(mono: bytes, stereo: bytes) -> dict[str, bytes]:
    """Sound files without tags."""
    gains = replay_gain(17_500, 12_000, 16_000, 15_000)
    head = stream_header(88_200)
    return {
        "wavpack-mono.wv": mono,
        "wavpack-stereo.wv": stereo,
        "wavpack-no-length.wv": without_length(stereo),
        "wavpack-part.wv": b"".join(
            wavpack_block(999_999, index, 22_050, 1 | 9 << 23, 300)
            for index in range(22_050, 90_000, 22_050)
        ),
        "wavpack-dsd.wv": wavpack_block(352_800, 0, 900, 1 << 31 | 12 << 23, 500),
        "wavpack-rate-elsewhere.wv": wavpack_block(44_100, 0, 44_100, 1 | 15 << 23, 200),
        "musepack-sv4.mpc": musepack_old(4, 200) + NOISE,
        "musepack-sv5.mpc": musepack_old(5, 70_000) + NOISE,
        "musepack-sv6.mpc": musepack_old(6, 300) + NOISE,
        "musepack-sv7.mpc": musepack_7(77) + NOISE,
        "musepack-sv7-32000.mpc": musepack_7(500, rate=3) + NOISE,
        "musepack-sv8.mpc": b"MPCK" + head + gains + packet(b"EI", b"\1\1\1\1") + AUDIO_PACKET,
        "musepack-sv8-gain-first.mpc": b"MPCK" + gains + packet(b"ST", NOISE[:40]) + head + b"SE\3",
        "musepack-sv8-no-gain.mpc": b"MPCK"
        + stream_header(200_000, 481, 1, padding=9)
        + replay_gain(0, 0, 0, 0)
        + AUDIO_PACKET,
        "monkeysaudio-399.ape": monkeys_audio_new(3990) + NOISE,
        "monkeysaudio-397.ape": monkeys_audio(3970, 2000, bits=16) + NOISE,
        "monkeysaudio-392.ape": monkeys_audio(3920, 3000, bits=8) + NOISE,
        "monkeysaudio-380-extra-high.ape": monkeys_audio(3800, 4) + NOISE,
        "monkeysaudio-370.ape": monkeys_audio(3700, 1000) + NOISE,
        "optimfrog-5100.ofr": optimfrog(15, 5, 2),
        "optimfrog-old.ofs": optimfrog(12, 3, 1),
        "optimfrog-unknown-samples.ofr": optimfrog(16, 8, 6),
        "tak-usual.tak": tak(tak_stream_info(88_200), TAK_ENCODER, tak_object(6, bytes(16)))
        + NOISE,
        "tak-many-objects.tak": tak(
            tak_object(3, NOISE[:1500]),
            TAK_ENCODER,
            tak_object(5, bytes(600)),
            tak_stream_info(1 << 34, 192_000, extra=8),
        )
        + NOISE,
        "tak-no-encoder.tak": tak(tak_stream_info(5000)),
    }


def tagged() -> apev2.APEv2:
    """A tag with a value of each kind."""
    tags = apev2.APEv2()
    tags.update({"Title": "Füße", "Artist": ["One", "Two"], "Album": "Samples", "Track": "3/12"})
    tags.update({"Year": "2020", "REPLAYGAIN_TRACK_GAIN": "-6.50 dB", "Genre": "Jazz"})
    tags["Cover Art (Front)"] = b"cover.jpg\0\xff\xd8" + NOISE[:800]
    tags["Homepage"] = apev2.APEValue("http://example.org/", apev2.EXTERNAL)
    return tags


def ape_tag(items: bytes, count: int, size: int | None = None) -> bytes:
    """A footer behind items, with a size that may lie."""
    claimed = len(items) + 32 if size is None else size
    return items + b"APETAGEX" + struct.pack("<4I8x", 2000, claimed, count, 0)


def ape_item(key: bytes, value: bytes, flags: int = 0) -> bytes:
    return struct.pack("<2I", len(value), flags) + key + b"\0" + value


def damaged(good: dict[str, bytes]) -> dict[str, bytes]:
    """Broken in one way each."""
    item = ape_item(b"Title", b"A title")
    wavpack = good["wavpack-no-length.wv"]
    sv8 = good["musepack-sv8.mpc"]
    tak_head = b"tBaK" + TAK_ENCODER
    return {
        "damaged-wavpack-header-cut.wv": wavpack[:31],
        "damaged-wavpack-block-cut.wv": wavpack[: len(wavpack) * 2 // 3],
        "damaged-wavpack-empty-blocks.wv": wavpack[:4] + bytes(4) + wavpack[8:32] * 2,
        "damaged-musepack-sv6-of-7.mpc": b"MP+\x06" + NOISE,
        "damaged-musepack-version-3.mpc": musepack_old(3, 9) + NOISE,
        "damaged-musepack-sv7-cut.mpc": musepack_7(77)[:31],
        "damaged-musepack-sv8-cut.mpc": sv8[:20],
        "damaged-musepack-sv8-no-gain.mpc": b"MPCK" + stream_header(9) + AUDIO_PACKET,
        "damaged-musepack-sv8-twice.mpc": b"MPCK" + stream_header(9) * 2 + AUDIO_PACKET,
        "damaged-musepack-sv8-rate.mpc": sv8.replace(b"\x03\x12RG", b"\xe3\x12RG"),
        "damaged-musepack-sv8-size.mpc": b"MPCKXX" + b"\xff" * 8 + b"\x7f" + NOISE,
        "damaged-musepack-id3v2-only.mpc": b"ID3\x04\0\0\0\0\x07\x00" + bytes(900),
        "damaged-monkeysaudio-cut.ape": good["monkeysaudio-399.ape"][:75],
        "damaged-monkeysaudio-rate-0.ape": monkeys_audio_new(3990, rate=0) + NOISE,
        "damaged-monkeysaudio-no-frames.ape": monkeys_audio_new(3990, frames=0) + NOISE,
        "damaged-optimfrog-size-14.ofr": optimfrog(14, 3, 2),
        "damaged-optimfrog-rate-0.ofr": optimfrog(15, 3, 2, rate=0),
        "damaged-tak-only-end.tak": tak(),
        "damaged-tak-no-end.tak": tak_head + tak_stream_info(9),
        "damaged-tak-stream-info-size.tak": tak_head + tak_stream_info(9, extra=11) + bytes(40),
        "damaged-tak-cut.tak": tak_head + tak_stream_info(9)[:9],
        "damaged-tag-count.wv": wavpack + ape_tag(item, 1_000_000),
        "damaged-tag-size.wv": wavpack + ape_tag(item, 1, size=1 << 31),
        "damaged-tag-key.wv": wavpack + ape_tag(ape_item(b"x", b"one letter"), 1),
        "damaged-tag-text.wv": wavpack + ape_tag(ape_item(b"Title", b"\xff\xfe"), 1),
        "damaged-tag-item-cut.mpc": good["musepack-sv7.mpc"] + ape_tag(item[:-4], 1),
        "damaged-stream-good-tag.ape": b"MAC" + NOISE + ape_tag(item, 1),
    }


UNTAGGED = ("tak-no-encoder.tak", "wavpack-rate-elsewhere.wv", "wavpack-part.wv")


def main(mono: str, stereo: str, directory: str) -> None:
    out = Path(directory)
    good = streams(Path(mono).read_bytes(), Path(stereo).read_bytes())
    for name, data in (good | damaged(good)).items():
        (out / name).write_bytes(data)
    for name in good.keys() - set(UNTAGGED):
        tagged().save(out / name)
    with (out / "monkeysaudio-370.ape").open("ab") as file:
        file.write(b"TAG" + b"An ID3v1 tag".ljust(125, b"\0"))
    at_start = out / "optimfrog-tag-behind-id3v2.ofr"
    at_start.write_bytes(good["optimfrog-5100.ofr"])
    behind = out / "musepack-behind-id3v2.mpc"
    behind.write_bytes(good["musepack-sv7.mpc"])
    for path in (at_start, behind):
        tagged().save(path)
        tags = id3.ID3()
        tags.add(id3.TIT2(encoding=3, text=["In ID3v2"]))
        tags.save(path)
    remnants = out / "wavpack-remnants.wv"
    remnants.write_bytes(good["wavpack-mono.wv"] + ape_tag(b"", 0)[:24] * 3)
    tagged().save(remnants)


if __name__ == "__main__":
    main(*sys.argv[1:])
