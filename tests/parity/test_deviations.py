"""Each deliberate deviation, as it is in both libraries."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from faults.bombs import frame, inflating, nested, tag
from parity.deviations import DEVIATIONS, is_refused
from parity.libraries import ORIGINAL, OURS, Library


def plain_int_in_rvad() -> None:
    def values(library: Library) -> list[Any]:
        tags = library.id3.ID3(
            BytesIO(tag(frame(b"RVAD", b"\x03\x10\x00\x05\x00\x06"))), translate=False
        )
        adjustments: list[Any] = tags["RVAD"].adjustments
        return adjustments

    theirs, ours = values(ORIGINAL), values(OURS)
    assert theirs == ours == [5, 6]
    assert {type(value).__name__ for value in theirs} == {"BitPaddedInt"}
    assert {type(value) for value in ours} == {int}


def _save_with_v1(library: Library, name: str, **arguments: Any) -> bytes:
    tags = library.id3.ID3()
    tags.add(getattr(library.id3, name)(encoding=3, **arguments))
    file = BytesIO()
    tags.save(file, v1=2)
    return file.getvalue()


def id3v1_of_text_without_values() -> None:
    for name in ("TIT2", "TPE1", "TALB"):
        with pytest.raises(IndexError):
            _save_with_v1(ORIGINAL, name, text=[])
        record = _save_with_v1(OURS, name, text=[])[-128:]
        assert record == b"TAG" + bytes(124) + b"\xff"
    with pytest.raises(UnicodeEncodeError):
        _save_with_v1(ORIGINAL, "TYER", text=["20\xe44"])
    assert _save_with_v1(OURS, "TYER", text=["20\xe44"])[-128:][93:97] == b"20\xe44"


def name_of_unknown_channel() -> None:
    frames = [library.id3.RVA2(desc="a", channel=9, gain=1, peak=1) for library in (ORIGINAL, OURS)]
    with pytest.raises(IndexError):
        str(frames[0])
    assert str(frames[1]) == "Channel 9: +1.0000 dB/1.0000"


def failed_assignment_changes_nothing() -> None:
    theirs, ours = ORIGINAL.easyid3.EasyID3(), OURS.easyid3.EasyID3()
    for tags in (theirs, ours):
        with pytest.raises(TypeError):
            tags["performer:piano"] = None
    assert list(theirs._EasyID3__id3.keys()) == ["TMCL"]
    assert list(ours._EasyID3__id3.keys()) == []


def value_error_for_blank_gain() -> None:
    with pytest.raises(IndexError):
        ORIGINAL.easyid3.EasyID3()["replaygain_track_gain"] = ""
    with pytest.raises(ValueError, match="could not convert"):
        OURS.easyid3.EasyID3()["replaygain_track_gain"] = ""


def comr_beside_other_things() -> None:
    with pytest.raises(AttributeError):
        assert ORIGINAL.id3.COMR() == "text"
    assert OURS.id3.COMR() != "text"
    assert OURS.id3.COMR() != 5
    assert OURS.id3.COMR() == OURS.id3.COMR()


def chapters_with_several_frames() -> None:
    def chapter(library: Library, name: str, titles: list[str]) -> Any:
        frames = [library.id3.TXXX(encoding=3, desc=title, text=[title]) for title in titles]
        return getattr(library.id3, name)(element_id="c", sub_frames=frames)

    for name in ("CHAP", "CTOC"):
        with pytest.raises(TypeError):
            assert chapter(ORIGINAL, name, ["a", "b"]) == chapter(ORIGINAL, name, ["a", "b"])
        assert chapter(OURS, name, ["a", "b"]) == chapter(OURS, name, ["a", "b"])
        assert chapter(OURS, name, ["a", "b"]) == chapter(OURS, name, ["b", "a"])
        assert chapter(OURS, name, ["a", "b"]) != chapter(OURS, name, ["a", "c"])
        assert chapter(OURS, name, ["a", "b"]) != chapter(OURS, name, ["a", "b", "c"])


def error_within_update() -> None:
    for library in (ORIGINAL, OURS):
        with pytest.raises(AttributeError):
            library.easyid3.EasyID3()["musicbrainz_trackid"] = b"x"
    with pytest.raises(ValueError, match="unpack"):
        ORIGINAL.easyid3.EasyID3().update({"musicbrainz_trackid": b"x"})
    with pytest.raises(AttributeError):
        OURS.easyid3.EasyID3().update({"musicbrainz_trackid": b"x"})


def negative_numbers_end() -> None:
    # Not shown of mutagen: it would take for ever.
    for name, arguments in (
        ("PCNT", {"count": -1}),
        ("POPM", {"email": "a", "rating": 1, "count": -1}),
        ("RVAD", {"adjustments": [1, 2, -3]}),
    ):
        tags = OURS.id3.ID3()
        tags.add(getattr(OURS.id3, name)(**arguments))
        file = BytesIO()
        with pytest.raises(ValueError, match="negative"):
            tags.save(file)
        assert file.getvalue() == b""


def v23_save_of_values_from_files() -> None:
    data = tag(frame(b"LINK", b"eng url\0", version=3), version=3)

    def save(library: Library) -> bytes:
        file = BytesIO(data)
        tags = library.id3.ID3(file)
        file.seek(0)
        tags.save(file, v2_version=3, padding=lambda info: 0)
        return file.getvalue()

    with pytest.raises(ValueError, match="Invalid frame ID"):
        save(ORIGINAL)
    assert save(OURS) == data


def long_counters() -> None:
    def read(library: Library, length: int) -> Any:
        return library.id3.ID3(BytesIO(tag(frame(b"PCNT", b"\1" * length))))

    assert list(read(ORIGINAL, 2000).keys()) == ["PCNT"]
    with pytest.raises(ValueError, match="4300 digits"):
        read(ORIGINAL, 2000).pprint()
    assert list(read(OURS, 1025).keys()) == []
    assert read(OURS, 1024).pprint() == read(ORIGINAL, 1024).pprint()


def inflation_is_bounded() -> None:
    def read(library: Library, mebibytes: int) -> Any:
        return library.id3.ID3(BytesIO(tag(inflating(b"PRIV", b"o\0", mebibytes))))

    assert len(read(ORIGINAL, 15)) == len(read(OURS, 15)) == 1
    assert len(read(ORIGINAL, 17)) == 1
    with pytest.raises(OURS.error, match="inflate"):
        read(OURS, 17)


def equal_pictures_are_bounded() -> None:
    def read(library: Library, count: int) -> Any:
        return library.id3.ID3(BytesIO(tag(frame(b"APIC", b"\0\0\3\0") * count)))

    # Not shown of mutagen: it takes half a minute.
    assert list(read(OURS, 50).keys()) == list(read(ORIGINAL, 50).keys())
    assert len(read(OURS, 4096)) == 4096
    with pytest.raises(OURS.error, match="pictures"):
        read(OURS, 4098)


def tag_that_ends_like_id3v1() -> None:
    # The tag claims one byte of the ID3v1 tag behind it, as a frame that nobody knows.
    unknown = frame(b"XYZ1", b"\x02T")
    old = tag(unknown)
    data = old + b"AG" + bytes(124) + b"\x07"
    for library in (ORIGINAL, OURS):
        file = BytesIO(data)
        tags = library.id3.ID3(file, translate=False)
        tags.add(library.id3.TIT2(encoding=0, text=["A title"]))
        arguments = {"v1": 0, "v2_version": old[3], "padding": lambda info: 0}
        if library is ORIGINAL:
            tags.save(file, **arguments)
            assert file.getvalue().endswith(b"\x02")
            continue
        with pytest.raises(library.error, match="reads like an ID3v1 tag") as refusal:
            tags.save(file, **arguments)
        assert is_refused(refusal.value)
        assert file.getvalue() == data


def deep_chapters() -> None:
    def read(library: Library, depth: int) -> Any:
        return library.id3.ID3(BytesIO(tag(nested(depth))))

    with pytest.raises(RecursionError):
        read(ORIGINAL, 190)
    assert list(read(OURS, 190).keys()) == ["CHAP:c"]
    with pytest.raises(OURS.error, match="nested"):
        read(OURS, 210)


@pytest.mark.parametrize("name", DEVIATIONS)
def test_deviation(name: str) -> None:
    """Every entry of the table has a function here that shows it."""
    globals()[name]()
