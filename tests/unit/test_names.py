"""The names of the package against those of mutagen."""

from __future__ import annotations

import warnings
from fnmatch import fnmatchcase
from importlib import import_module
from io import BytesIO
from pkgutil import walk_packages
from typing import Any

import mutagen
import pytest

import mutagen_rs
from mutagen_rs import mp3
from unit.names import Difference, differences

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # importing m4a warns
    MODULES = [info.name.partition(".")[2] for info in walk_packages(mutagen.__path__, "mutagen.")]

# What is not as in mutagen, and why; `design/compat.md` has what a user could notice.
DELIBERATE = {
    "*.score()": "the last parameter is `header` in all classes, not `header_data` in some",
    "*.MP4.save()": "mutagen shows `*args`, but takes no more than a file either",
    "easymp4.EasyMP4.save()": "the same",
    "mp4.Open.save()": "the same",
    "_util.cdata.*()": "mutagen's functions hide that they take one argument",
    "id3._specs.*Spec.write()": "`config, frame, value` in all specs",
    "id3._specs.*Spec.validate()": "`frame, value` in all specs",
    "id3._specs.MultiSpec()": "the keywords are named: `default`, `sep`",
    "id3._specs.*Spec()": "a default that is a tuple, and not a list that all frames share",
    "id3*.CTOC._framespec": "the default is a `CTOCFlags`, as the value of a frame is",
    "id3*.ID3TimeStamp.re": "an import within a class",
    "id3*.ID3TimeStamp.set_text()": "the last parameter held a constant",
    "id3._tags.determine_bpi()": "the same",
    "id3*.ID3FileType._Info": "another name of a private class",
    "easyid3.EasyID3FileType._Info": "the same",
    "id3.EncodedTextSpec.__name__": "another name of a class without use",
    "id3.MultiSpec.__name__": "the same",
    "apev2._CIDictProxy()": "is always made empty",
    "apev2._APEValue.__hash__": "cannot be hashed, as the classes derived from it cannot",
    "easyid3.frameid": "what a loop left behind",
    "easyid3.key": "the same",
    "easyid3.desc": "the same",
    "easyid3.extra_source": "the same",
    "easymp4.atomid": "the same",
    "easymp4.key": "the same",
    "easymp4.name": "the same",
    "mp3.MPEGFrame.i": "the same",
    "mp4.MP4Tags.name": "the same",
    "easyid3.fallback_*_helper": "a helper of one key",
    "easyid3.txxxkey_*ter": "the same",
    "mp3.XingHeader*": "in `mp3._util`, as in mutagen; not imported before it is needed",
    "mp3.VBRIHeader*": "the same",
    "mp4.AudioSampleEntry": "in `mp4._as_entry`, likewise",
    "mp4.ASEntryError": "the same",
    "mp4.GENRES": "in `_constants`, likewise",
    "mp4._as_entry.GASpecificConfig": "a step of a parser that is native here",
    "tak.*_BITS*": "sizes of fields, for the same reason",
    "tak.*_SIZE*": "the same",
    "tak.*_MIN": "limits of fields, for the same reason",
    "_tools.mid3v2.verbose": "set by an option, and asked for by the tool alone",
    "_tools.mid3v2.list_*": "what options of the tool do; `main` is the interface",
    "_tools.mid3v2.get_frame_encoding": "the same",
    "_tools.mutagen_pony.Report.error()": "gets the exception instead of asking for it",
}


def _is_deliberate(difference: Difference, pattern: str) -> bool:
    return fnmatchcase(difference.path, pattern)


@pytest.mark.parametrize("name", ["", *MODULES])
def test_names(name: str) -> None:
    """Modules, classes, bases, methods, parameters, constants: all that callers may name."""
    assert [
        difference
        for difference in differences(name)
        if not any(_is_deliberate(difference, pattern) for pattern in DELIBERATE)
    ] == []


def test_deliberate_differences_are_there() -> None:
    found = [difference for name in ["", *MODULES] for difference in differences(name)]
    assert [
        pattern
        for pattern in DELIBERATE
        if not any(_is_deliberate(difference, pattern) for difference in found)
    ] == []


def test_differences_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of each kind, put into a module without any other."""
    before = {difference.path for difference in differences("mp3")}
    monkeypatch.setattr(mp3, "STEREO", 7)
    monkeypatch.setattr(mp3, "iter_sync", lambda fileobj: None)
    monkeypatch.setattr(mp3, "skip_id3", 1)
    monkeypatch.setattr(mp3, "__all__", ["MP3"])
    monkeypatch.delattr(mp3, "InvalidMPEGHeader")
    monkeypatch.setattr(mp3.MPEGInfo, "pprint", lambda self, indent: "")
    monkeypatch.setattr(mp3.MPEGInfo, "encoder_info", None)
    monkeypatch.delattr(mp3.MPEGInfo, "sketchy")
    monkeypatch.setattr(mp3.MP3, "mime", ["audio/mpeg"])
    monkeypatch.setattr(mp3.MP3, "__module__", "mutagen_rs._mp3")
    monkeypatch.setattr(mp3, "HeaderNotFoundError", type("HeaderNotFoundError", (Exception,), {}))
    found = {difference.path for difference in differences("mp3")} - before
    assert found >= {
        "mp3.STEREO",
        "mp3.iter_sync()",
        "mp3.skip_id3",
        "mp3.__all__",
        "mp3.InvalidMPEGHeader",
        "mp3.MPEGInfo.pprint()",
        "mp3.MPEGInfo.encoder_info",
        "mp3.MPEGInfo.sketchy",
        "mp3.MP3.mime",
        "mp3.MP3.__module__",
        "mp3.HeaderNotFoundError.__mro__",
    }


def test_docstrings() -> None:
    for name in ("ID3", "Frames", "ID3FileType"):
        assert getattr(mutagen_rs.id3, name).__doc__
    for kind in mutagen_rs.id3.Frames.values():
        assert kind.__doc__


def test_documented_arguments_of_loads_and_saves() -> None:
    """By keyword and by position, as mutagen takes them."""
    for package in (mutagen, mutagen_rs):
        id3: Any = import_module(f"{package.__name__}.id3")
        tags = id3.ID3()
        tags.add(id3.TIT2(encoding=3, text=["t"]))
        by_name, by_position = BytesIO(), BytesIO()
        tags.save(fileobj=by_name, v1=2, v2_version=3, v23_sep="/", padding=None)
        tags.save(by_position, 2, 3, "/", None)
        assert by_name.getvalue() == by_position.getvalue() != b""
        by_name.seek(0)
        loaded = id3.ID3(
            fileobj=by_name, known_frames=None, translate=True, v2_version=4, load_v1=True
        )
        assert loaded["TIT2"] == "t"
        with pytest.raises(TypeError):
            id3.ID3(filething=by_name)
        with pytest.raises(TypeError):
            id3.ID3(by_name, unknown=1)
        with pytest.raises(ValueError, match="v2_version"):
            id3.ID3(by_name, v2_version=2)
        with pytest.raises(TypeError):
            id3.ID3().save()
