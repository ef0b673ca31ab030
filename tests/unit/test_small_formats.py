"""AAC, AC-3, MIDI, True Audio and DSF files: copies, second loads, classes of the caller."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs import FileType, MutagenError
from mutagen_rs.aac import AAC
from mutagen_rs.ac3 import AC3
from mutagen_rs.dsf import DSF
from mutagen_rs.easyid3 import EasyID3
from mutagen_rs.id3 import ID3, TIT2
from mutagen_rs.smf import SMF
from mutagen_rs.trueaudio import EasyTrueAudio, TrueAudio

SAMPLES: dict[type[FileType], str] = {
    AAC: "aac/id3v2.4.aac",
    AC3: "ac3/mono.ac3",
    SMF: "smf/tracks.mid",
    TrueAudio: "trueaudio/id3v2.4.tta",
    EasyTrueAudio: "trueaudio/id3v2.3-picture-v1.tta",
    DSF: "dsf/id3v2.4.dsf",
}

COPIERS: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
}

kinds = pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.__name__)


@kinds
@pytest.mark.parametrize("copier", COPIERS)
def test_copies(kind: type[FileType], copier: str, sample_dir: Path) -> None:
    for use in (lambda file: None, lambda file: file.pprint()):
        file = kind(sample_dir / SAMPLES[kind])
        use(file)
        other = COPIERS[copier](file)
        assert type(other) is kind
        assert other.pprint() == file.pprint()
        assert other.filename == file.filename
        assert type(other.info) is type(file.info)


@kinds
def test_loaded_again(kind: type[FileType], sample_dir: Path, upstream_data: Path) -> None:
    """Nothing is left of the file that was loaded before, and nothing lost by a failure."""
    path = sample_dir / SAMPLES[kind]
    file = kind(path)
    expected = file.pprint()
    with pytest.raises(MutagenError):
        file.load(upstream_data / "empty.ogg")
    file.load(str(path))
    assert file.pprint() == expected
    file.load(BytesIO(path.read_bytes()))
    assert file.pprint() == expected
    assert file.filename is None


@kinds
def test_what_is_opened_does_not_change(kind: type[FileType], sample_copy: Path) -> None:
    path = sample_copy / SAMPLES[kind]
    expected = kind(path).pprint()
    file = kind(path)
    path.unlink()
    assert file.pprint() == expected


def test_tags_of_other_kinds_on_files_without(sample_copy: Path) -> None:
    """As a program may do: ID3 tags as the tags of an AAC file."""
    path = sample_copy / SAMPLES[AAC]
    file = AAC(path)
    file.tags = ID3(path)
    file["TIT2"] = TIT2(encoding=3, text=["Another title"])
    file.save()
    assert ID3(path)["TIT2"] == "Another title"
    assert AAC(path).info.pprint() == file.info.pprint()
    file.delete()
    with pytest.raises(MutagenError):
        ID3(path)
    assert AAC(path).info.pprint() == file.info.pprint()


@pytest.mark.parametrize("kind", [TrueAudio, EasyTrueAudio])
def test_easy_tags(kind: type[TrueAudio], sample_copy: Path) -> None:
    file = kind(sample_copy / "trueaudio" / "sound.tta", ID3=EasyID3)
    assert file.tags is None
    file["title"] = ["A title", "another"]
    file.save()
    assert kind(file.filename, ID3=EasyID3)["title"] == ["A title", "another"]
    assert TrueAudio(file.filename)["TIT2"].text == ["A title", "another"]


def test_plans(sample_copy: Path) -> None:
    """What a save of a DSF file would write."""
    path = sample_copy / SAMPLES[DSF]
    before = path.read_bytes()
    file = DSF(path)
    file.save()
    file["TIT2"] = TIT2(encoding=3, text=["B title"])
    plan = file.plan_save()
    assert plan is not None
    assert plan.bytes_written == 1
    assert plan.bytes_moved == 0
    file["TIT2"] = TIT2(encoding=3, text=["x" * 2000])
    plan = file.plan_save()
    assert plan is not None
    assert [why for _, _, _, why in plan.splices] == ["size and pointer", "ID3 tag"]
    assert plan.old_size == len(before)
    assert path.read_bytes() == before, "nothing was written"
    file.save()
    assert path.stat().st_size == plan.new_size
    assert AAC(sample_copy / SAMPLES[AAC]).plan_save() is None
