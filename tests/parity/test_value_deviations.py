"""Where saves of ID3 tags, values and helpers differ from mutagen on purpose: both behaviours."""

from __future__ import annotations

import copy
import pickle
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from faults.bombs import frame, tag
from parity.libraries import BOTH, ORIGINAL, OURS, Library

SAMPLES = Path(__file__).parents[2] / "test_files"


def _util(library: Library) -> Any:
    return import_module(f"{library.name}._util")


def _title(library: Library, text: str) -> Any:
    tags = library.id3.ID3()
    tags.add(library.id3.TIT2(encoding=3, text=[text]))
    return tags


def test_tag_that_claims_more_than_the_file() -> None:
    """It would have to grow; mutagen raises a `ValueError` without text."""
    data = tag(frame(b"TIT2", b"\3a"), size=100_000)
    for library, kind in ((ORIGINAL, ValueError), (OURS, OURS.id3.error)):
        file = BytesIO(data)
        with pytest.raises(kind):
            _title(library, "x" * 200_000).save(file)
        assert file.getvalue() == data


def test_end_of_a_tag_that_reads_as_id3v1() -> None:
    """mutagen writes an ID3v1 tag over the end of the new tag."""
    content = b"TAG" + b"a" * 125

    def saved(library: Library) -> bytes:
        tags = library.id3.ID3()
        tags.add(library.id3.PRIV(owner="o", data=content))
        file = BytesIO()
        tags.save(file, padding=lambda info: 0)
        return file.getvalue()

    assert not saved(ORIGINAL).endswith(content)
    with pytest.raises(OURS.id3.error, match="ID3v1"):
        saved(OURS)


class NoLongWrites(BytesIO):
    """Takes a few bytes at a time, and of more it takes nothing, and says so."""

    def write(self, data: Any, /) -> int:
        return super().write(data) if len(data) < 6 else 0


def test_writes_of_nothing() -> None:
    """mutagen does not notice."""
    data = tag(frame(b"TIT2", b"\3a"), size=1000).ljust(1010, b"\0")
    file = NoLongWrites(data)
    _title(ORIGINAL, "x" * 50).save(file)
    assert b"x" * 50 not in file.getvalue()
    with pytest.raises(OURS.id3.error, match="short write"):
        _title(OURS, "x" * 50).save(NoLongWrites(data))


def test_copies_of_rvad() -> None:
    data = tag(frame(b"RVAD", b"\3\x10\x12\x34\0\6"))
    for library, same in ((ORIGINAL, False), (OURS, True)):
        read = library.id3.ID3(BytesIO(data), translate=False)["RVAD"].adjustments
        assert (copy.deepcopy(read) == read) is same


def test_default_of_rvad() -> None:
    """mutagen hands its default out to be changed."""
    for library in BOTH:
        default = library.id3.RVAD().adjustments
        default.append(5)
        try:
            assert (library.id3.RVAD().adjustments == [0, 0, 5]) is (library is ORIGINAL)
        finally:
            default.pop()


def test_negative_numbers_of_any_width() -> None:
    """Not shown of mutagen: it would take for ever."""
    with pytest.raises(ValueError, match="negative"):
        OURS.id3.BitPaddedInt.to_str(-1, width=-1)


def test_frames_of_the_caller_for_id3v1() -> None:
    record = b"TAG" + b"title".ljust(30, b"\0") + bytes(92) + b"\0\7\x11"
    for library, own in ((ORIGINAL, {"TIT2"}), (OURS, {"TIT2", "TRCK", "TCON"})):
        kinds = {
            name: type(name, (getattr(library.id3, name),), {}) for name in ("TIT2", "TRCK", "TCON")
        }
        frames = library.id3.ParseID3v1(record, known_frames=kinds)
        assert set(frames) == {"TIT2", "TRCK", "TCON"}
        assert {name for name, found in frames.items() if type(found) is kinds[name]} == own


def test_path_by_keyword() -> None:
    path = SAMPLES / "flac" / "tags.flac"
    with pytest.raises(AttributeError):
        ORIGINAL.package.File(filename=path)
    assert type(OURS.package.File(filename=path)).__name__ == "FLAC"


def test_order_of_performers() -> None:
    roles = list("zebra")
    tags = OURS.easyid3.EasyID3()
    for role in roles:
        tags[f"performer:{role}"] = [role]
    assert tags.keys() == [f"performer:{role}" for role in roles]


class Unreadable(BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError("broken")


def test_frame_that_cannot_be_read() -> None:
    for library, kind in ((ORIGINAL, OSError), (OURS, OURS.mp3.error)):
        with pytest.raises(kind):
            library.mp3.MPEGFrame(Unreadable(bytes(100)))


class Sparing(BytesIO):
    """Gives at most two bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size)[:2]


def test_moves_of_what_cannot_be_read() -> None:
    for library in BOTH:
        file = Sparing(b"0123456789")
        if library is ORIGINAL:
            _util(library).move_bytes(file, 0, 4, 6)
            assert file.getvalue() == b"4523456789"
        else:
            with pytest.raises(OSError):  # noqa: PT011 - it has no text
                _util(library).move_bytes(file, 0, 4, 6)
            assert file.getvalue() == b"0123456789"


def test_signals_after_a_block_that_raised() -> None:
    for library in BOTH:
        handler = import_module(f"{library.name}._tools._util").SignalHandler()
        with pytest.raises(KeyError), handler.block():
            raise KeyError
        if library is ORIGINAL:
            handler._handler(2, None)  # is put off for ever
        else:
            with pytest.raises(SystemExit):
                handler._handler(2, None)


def test_names() -> None:
    assert ORIGINAL.id3.TIT2.__module__ == "mutagen.id3"
    assert OURS.id3.TIT2.__module__ == "mutagen_rs.id3"
    for library in BOTH:
        pickled = pickle.dumps(library.id3.TIT2(encoding=3, text=["a"]), protocol=0)
        assert f"c{library.name}.id3\nTIT2\n".encode() in pickled
    assert hasattr(_util(ORIGINAL).FileThing, "_field_defaults")
    assert not hasattr(_util(OURS).FileThing, "_field_defaults")
