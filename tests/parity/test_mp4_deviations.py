"""Saves of MP4 files that mutagen spoils, and what is done here."""

from __future__ import annotations

import struct
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from parity import bytes_of_mp4 as made


def saved(library: str, path: Path) -> Any:
    """Save a longer title, and read it again."""
    mp4 = import_module(f"{library}.mp4")
    audio = mp4.MP4(path)
    audio["\xa9nam"] = ["A title " * 30]
    audio.save(padding=lambda info: 50)
    return mp4.MP4(path)["\xa9nam"]


def test_deviation_padding_elsewhere(tmp_path: Path) -> None:
    """mutagen takes the last atom for padding if the items come first, whatever is between."""
    path = tmp_path / "file.m4a"
    precious = made.atom(b"xtra", b"precious")
    meta = made.full(
        b"meta", made.atom(b"ilst", made.TITLE), precious, made.atom(b"free", bytes(99))
    )
    data = made.FTYP + made.atom(b"moov", made.MVHD, made.atom(b"udta", meta))
    path.write_bytes(data)
    with pytest.raises(import_module("mutagen").MutagenError):
        saved("mutagen", path)
    path.write_bytes(data)
    assert saved("mutagen_rs", path) == ["A title " * 30]
    assert precious in path.read_bytes()


def test_deviation_moov_without_a_size(tmp_path: Path) -> None:
    """A size of zero means "to the end of the file"; mutagen adds to the zero."""
    path = tmp_path / "file.m4a"
    moov = made.atom(b"moov", made.MVHD, made.tags(made.TITLE))
    data = made.FTYP + made.atom(b"mdat", bytes(99)) + bytes(4) + moov[4:]
    at = len(made.FTYP) + 8 + 99
    for library, spoils in (("mutagen", True), ("mutagen_rs", False)):
        path.write_bytes(data)
        saved(library, path)
        left = path.read_bytes()
        size = int.from_bytes(left[at : at + 4], "big")
        assert left[at + 4 : at + 8] == b"moov"
        assert (size not in (0, len(left) - at)) == spoils


def test_deviation_all_fragments_are_followed(tmp_path: Path) -> None:
    """mutagen follows the offsets in the first fragment only."""
    path = tmp_path / "file.m4a"
    moov = made.atom(b"moov", made.MVHD, made.track(), made.tags(made.TITLE))
    start = len(made.FTYP) + len(moov)

    def fragment(at: int) -> bytes:
        base = made.full(b"tfhd", b"\0\0\0\1", struct.pack(">Q", at), flags=1)
        return made.atom(b"moof", made.atom(b"traf", base)) + made.atom(b"mdat", bytes(99))

    length = len(fragment(0))
    data = made.FTYP + moov + fragment(start) + fragment(start + length)
    for library, right in (("mutagen", [True, False]), ("mutagen_rs", [True, True])):
        path.write_bytes(data)
        saved(library, path)
        left = path.read_bytes()
        found = list(made.walk(left))
        moofs = [one.offset for one in found if one.path == (b"moof",)]
        bases = [
            struct.unpack_from(">Q", left, one.start + 8)[0]
            for one in found
            if one.path[-1] == b"tfhd"
        ]
        assert [base == at for base, at in zip(bases, moofs, strict=True)] == right


def test_deviation_index_of_fragments_is_followed(tmp_path: Path, sample_dir: Path) -> None:
    """mutagen leaves the places of fragments in the index at the end as they were."""
    path = tmp_path / "file.m4a"
    for library, right in (("mutagen", False), ("mutagen_rs", True)):
        path.write_bytes((sample_dir / "mp4" / "ac3-fragments.mp4").read_bytes())
        saved(library, path)
        left = path.read_bytes()
        index = left.index(b"tfra") + 4
        version, count = left[index], struct.unpack_from(">L", left, index + 12)[0]
        entry = struct.Struct(">QQ3x" if version else ">LL3x")
        end = index + 16 + count * entry.size
        places = [place for _, place in entry.iter_unpack(left[index + 16 : end])]
        moofs = [one.offset for one in made.walk(left) if one.path == (b"moof",)]
        assert places
        assert (places == moofs) == right
