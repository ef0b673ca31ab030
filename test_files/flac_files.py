"""Makes the FLAC files: `make_files.sh` calls it.

usage: flac_files.py SOUND_WAV JPEG PNG DIRECTORY

The reference encoder writes what it can (Debian's `flac`, which has `metaflac`); shapes that no
encoder writes are put together by hand around its blocks and audio.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TITLES = {
    "TITLE": "A title",
    "ARTIST": "The Encoders",
    "ALBUM": "Samples",
    "DATE": "2024-02-29",
    "TRACKNUMBER": "3",
    "GENRE": "Electronic",
    "COMMENT": "Füße, 音楽, музыка",
}

Block = tuple[int, bytes]

INFO, PADDING, APPLICATION, SEEK_TABLE, COMMENT, CUE_SHEET, PICTURE = range(7)


def run(*command: str | Path) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


def split(data: bytes) -> tuple[list[Block], bytes]:
    """The blocks of a file, and its audio."""
    assert data.startswith(b"fLaC")
    blocks, place, last = [], 4, False
    while not last:
        head = data[place]
        last = head > 127
        end = place + 4 + int.from_bytes(data[place + 1 : place + 4], "big")
        blocks.append((head & 127, data[place + 4 : end]))
        place = end
    return blocks, data[place:]


def join(blocks: list[Block], audio: bytes, sizes: dict[int, int] | None = None) -> bytes:
    """A file of blocks; `sizes` are what the headers of some kinds claim instead of the truth."""
    data = b"fLaC"
    for number, (code, content) in enumerate(blocks):
        size = (sizes or {}).get(code, len(content))
        mark = 128 if number == len(blocks) - 1 else 0
        data += bytes([code | mark]) + size.to_bytes(3, "big") + content
    return data + audio


def comment(vendor: bytes, *comments: bytes) -> bytes:
    texts = [len(text).to_bytes(4, "little") + text for text in (vendor, *comments)]
    return b"".join([texts[0], len(comments).to_bytes(4, "little"), *texts[1:]])


def picture(kind: int, mime: bytes, description: bytes, data: bytes) -> bytes:
    def number(value: int) -> bytes:
        return value.to_bytes(4, "big")

    texts = number(len(mime)) + mime + number(len(description)) + description
    return number(kind) + texts + b"".join(map(number, (48, 48, 24, 0, len(data)))) + data


def encoded(sound: Path, jpeg: Path, png: Path, home: Path) -> None:
    """Files that the encoder writes as they are."""

    def flac(name: str, *options: str, source: Path = sound) -> None:
        run("flac", "--silent", "--force", *options, "-o", home / name, source)

    tags = [f"--tag={key}={value}" for key, value in TITLES.items()]
    sheet = home / "sheet.cue"
    sheet.write_text(
        'CATALOG 1234567890123\nFILE "sound.wav" WAVE\n'
        "  TRACK 01 AUDIO\n    FLAGS PRE\n    ISRC DEABC2400001\n    INDEX 01 00:00:00\n"
        "  TRACK 02 AUDIO\n    INDEX 00 00:00:30\n    INDEX 01 00:00:45\n"
    )
    flac("plain.flac", "--no-padding", "--no-seektable")
    flac("tags.flac", *tags)
    flac("no-padding.flac", "--no-padding", *tags)
    flac("seek-table.flac", "--seekpoint=0.1s", "--seekpoint=X", *tags)
    flac("cue-sheet.flac", f"--cuesheet={sheet}", *tags)
    flac("cover.flac", f"--picture=3||front||{jpeg}", "--padding=300", *tags)
    flac("covers.flac", f"--picture=4||back||{png}", f"--picture=3||front||{jpeg}", *tags)
    flac("8-bit-mono.flac", "--channel-map=none", *tags, source=_raw(home))
    sheet.unlink()
    (home / "sound.raw.wav").unlink()
    run("metaflac", "--add-replay-gain", home / "no-padding.flac")
    bare = home / "no-comment.flac"
    bare.write_bytes((home / "plain.flac").read_bytes())
    run("metaflac", "--remove", "--block-type=VORBIS_COMMENT", "--dont-use-padding", bare)


def _raw(home: Path) -> Path:
    """A short sound of another kind: 8 bits, one channel, 8 kHz."""
    import wave

    path = home / "sound.raw.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(64, 192)) * 20)
    return path


def by_hand(png: Path, home: Path) -> None:
    """Shapes that the encoder does not write."""
    blocks, audio = split((home / "tags.flac").read_bytes())
    content = dict(blocks)
    info, tags = (INFO, content[INFO]), (COMMENT, content[COMMENT])
    room, table = (PADDING, bytes(40)), (SEEK_TABLE, content[SEEK_TABLE])
    cover = (PICTURE, picture(3, b"image/png", b"front", png.read_bytes()))
    second = (COMMENT, comment(b"another", b"TITLE=Another title", b"MOOD=odd"))
    odd = comment(
        b"\xff\xfe no UTF-8", b"no key", b"=no key", b"til~de=1", b"title=a", b"TITLE=b=c", b"",
        b"B\xc3\x84R=3", b"broken=\xe2\x82", b"title=a", b"empty=", b" =blank",
    )  # fmt: skip
    bad_picture = (PICTURE, picture(99, b"\xff", b"\xe2", b""))
    sheet = (CUE_SHEET, bytes([7]) * 395 + b"\1" + bytes([9]) * 35 + b"\1" + bytes([5]) * 12)
    unknown = info[1][:13] + bytes([info[1][13] & 0xF0]) + bytes(4) + info[1][18:]
    silent = info[1][:10] + bytes(2) + bytes([info[1][12] & 0x0F]) + info[1][13:]
    id3 = b"ID3\4\0\0\0\0\0\x15TIT2\0\0\0\x0b\0\0\3ID3 title\0"
    id3v1 = b"TAG" + b"Old title".ljust(124, b"\0") + b"\xff"
    files = {
        "application.flac": join([info, (APPLICATION, b"test" + bytes(range(60))), tags], audio),
        "unknown-blocks.flac": join([info, (100, b"a"), tags, (126, b""), room], audio),
        "padding-between.flac": join([info, room, tags, (PADDING, b""), cover, room], audio),
        "two-comments.flac": join([info, tags, second, room], audio),
        "comment-before-info.flac": join([tags, info, room], audio),
        "odd-comments.flac": join([info, (COMMENT, odd), room], audio),
        "odd-picture.flac": join([info, bad_picture, room], audio),
        "odd-cue-sheet.flac": join([info, sheet, room], audio),
        "odd-seek-table.flac": join([info, (SEEK_TABLE, table[1] + b"rest"), tags], audio),
        "unknown-length.flac": join([(INFO, unknown), tags, room], audio),
        "comment-claims-less.flac": join([info, tags, cover, room], audio, {COMMENT: 9}),
        "comment-claims-more.flac": join([info, tags, cover, room], audio, {COMMENT: 0xFFFFFF}),
        "picture-claims-less.flac": join([info, cover, tags, room], audio, {PICTURE: 0}),
        "picture-claims-more.flac": join([info, cover, tags, room], audio, {PICTURE: 90_000}),
        "id3.flac": id3 + join([info, tags, room], audio) + id3v1,
        "no-audio.flac": join([info, tags, room], b""),
        "damaged-no-stream-info.flac": join([tags, room], audio),
        "damaged-no-sample-rate.flac": join([(INFO, silent), tags], audio),
        "damaged-two-seek-tables.flac": join([info, table, tags, table], audio),
        "damaged-two-cue-sheets.flac": join([info, sheet, sheet], audio),
        "damaged-padding-claims-more.flac": join([info, tags, room], audio, {PADDING: 90_000}),
        "damaged-cue-sheet-cut.flac": join([info, (CUE_SHEET, sheet[1][:-1]), tags], audio),
        "damaged-comment-cut.flac": join([info, tags], b"")[:-30],
        "damaged-only-marker.flac": b"fLaC",
    }  # fmt: skip
    for name, data in files.items():
        (home / name).write_bytes(data)


def main(sound: str, jpeg: str, png: str, directory: str) -> None:
    home = Path(directory)
    encoded(Path(sound), Path(jpeg), Path(png), home)
    by_hand(Path(png), home)


if __name__ == "__main__":
    main(*sys.argv[1:])
