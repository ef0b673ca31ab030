"""Strategies for MP4 files: made ones, and damage to any."""

from __future__ import annotations

import struct

from hypothesis import strategies as st

from parity import bytes_of_mp4 as made

TEXTS = st.one_of(st.text(max_size=12).map(str.encode), st.binary(max_size=12))
KINDS = st.sampled_from([0, 1, 1, 1, 13, 14, 21, 18, 2**24 - 1, 1 << 24])
VALUES = st.builds(
    made.data,
    st.one_of(
        TEXTS,
        st.sampled_from(
            [b"", b"\0", b"\1", b"\0\1", b"\0\0\7", bytes(6), bytes(8), b"\0\0\0\3\0\x0c"]
        ),
        st.binary(min_size=1, max_size=8),
    ),
    KINDS,
)
NAMES = st.sampled_from(
    b"\xa9nam \xa9ART aART \xa9gen gnre trkn disk cpil pgap tmpo plID cnID stik rtng \xa9mvi covr "
    b"purl desc XYZ1 \xa9too \xff\xfe\0a data free".split(b" ")
)
ITEMS = st.one_of(
    st.builds(lambda name, values: made.atom(name, *values), NAMES, st.lists(VALUES, max_size=3)),
    st.builds(
        lambda name, mean, values: made.freeform(name, *values, mean=mean),
        st.sampled_from([b"one", b"two", b"\xc3\xbc", b"\xff", b"", b"a:b"]),
        st.sampled_from([b"com.apple.iTunes", b"m"]),
        st.lists(VALUES, max_size=3),
    ),
    st.builds(made.atom, NAMES, TEXTS),
    st.just(made.TITLE),
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file; the order of its parts, its tracks and its tags differ."""
    items = draw(st.lists(ITEMS, max_size=6))
    tags = draw(
        st.sampled_from(
            [
                made.tags(*items, padding=draw(st.integers(0, 300))),
                made.tags(*items, padding=None),
                made.atom(b"udta"),
                b"",
            ]
        )
    )
    if draw(st.integers(0, 4)) == 0:
        title = draw(TEXTS)[:200]
        start = struct.pack(">Q", draw(st.integers(0, 2**64 - 1)))
        chapter = _full_chapter(start, title)
        tags += made.atom(b"udta", made.full(b"chpl", bytes(4), b"\1", chapter))
    tracks = [_track(draw) for _ in range(draw(st.integers(0, 2)))]
    mvhd = draw(st.sampled_from([made.MVHD, made.MVHD, _header(draw, b"mvhd"), b""]))
    moov = made.atom(b"moov", mvhd, *draw(st.permutations([*tracks, tags])))
    if draw(st.booleans()):
        moov = made.long_atom(b"moov", moov[8:])
    mdat = made.atom(b"mdat", bytes(draw(st.integers(0, 500))))
    return made.FTYP + b"".join(draw(st.permutations([moov, mdat])))


def _full_chapter(start: bytes, title: bytes) -> bytes:
    """A chapter of a list."""
    return start + bytes([len(title)]) + title


def _header(draw: st.DrawFn, name: bytes) -> bytes:
    version = draw(st.sampled_from([0, 0, 1, 1, 2]))
    scale = draw(st.sampled_from([0, 1, 1000, 44100, 2**31, 2**32 - 1]))
    duration = draw(st.one_of(st.integers(0, 2**20), st.integers(0, 2**64 - 1)))
    if version:
        return made.full(name, struct.pack(">QQIQ", 0, 0, scale, duration), version=version)
    return made.full(name, struct.pack(">4I", 0, 0, scale, duration % 2**32))


def _track(draw: st.DrawFn) -> bytes:
    offsets = draw(st.lists(st.integers(0, 2**32 - 1), max_size=6))
    inner = draw(
        st.sampled_from(
            [
                made.ESDS,
                made.full(b"alac", bytes(4), b"\0\x10\x28\x0a\x0e\1\0\xff", bytes(16)),
                made.atom(b"dac3", b"\x10\x3d\xc0"),
                made.atom(b"free"),
                b"",
            ]
        )
    )
    name = draw(st.sampled_from([b"mp4a", b"alac", b"ac-3", b"samr", b"\xe4\xdf\xb5x"]))
    description = draw(
        st.sampled_from([made.entry(name, inner), made.entry(name, inner), b"", None])
    )
    return made.track(
        draw(st.sampled_from([b"soun", b"soun", b"vide"])),
        made.offsets_table(offsets, wide=draw(st.booleans())),
        description,
        draw(st.sampled_from([b"", _header(draw, b"mdhd")])),
    )


SIZES = st.one_of(
    st.sampled_from([0, 1, 2, 7, 8, 9, 12, 15, 16, 2**31, 2**32 - 1]), st.integers(0, 600)
)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with harm at its atoms' headers, and anywhere else."""
    data = bytearray(whole)
    atoms = list(made.walk(whole))
    for _ in range(draw(st.integers(1, 3))):
        found = draw(st.sampled_from(atoms))
        kind = draw(
            st.sampled_from(["size", "size", "by one", "name", "flip", "content", "cut", "drop"])
        )
        if kind == "size":
            data[found.offset : found.offset + 4] = struct.pack(">I", draw(SIZES))
        elif kind == "by one":
            size = found.end - found.offset + draw(st.integers(-9, 9))
            data[found.offset : found.offset + 4] = struct.pack(">I", max(0, size))
        elif kind == "name":
            name = draw(st.sampled_from([*made.CONTAINERS, b"free", b"stco", b"hdlr", b"data"]))
            data[found.offset + 4 : found.offset + 8] = name
        elif kind in ("flip", "content"):
            end = found.end if kind == "content" else found.start + 24
            at = draw(st.integers(found.offset, max(found.offset, end - 1)))
            data[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
        elif kind == "cut":
            del data[draw(st.integers(found.offset, found.end)) :]
        else:
            del data[found.offset : found.end]
    return bytes(data)
