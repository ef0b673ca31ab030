"""File objects that do not stand at their start, as both libraries read them."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "test_files"

# Where mutagen reads on from where the object stands, and so refuses a whole file.
FROM_START = [
    ("ac3", "AC3", "ac3/stereo.ac3"),
    ("asf", "ASF", "asf/cover.wma"),
    ("dsf", "DSF", "dsf/id3v2.4.dsf"),
    ("flac", "FLAC", "flac/tags.flac"),
    ("id3", "ID3", "mp3/id3v2.4-25-frames.mp3"),
    ("oggflac", "OggFLAC", "ogg/flac.oga"),
    ("oggopus", "OggOpus", "ogg/opus.opus"),
    ("oggspeex", "OggSpeex", "ogg/speex.spx"),
    ("oggtheora", "OggTheora", "ogg/theora-and-vorbis.ogv"),
    ("oggvorbis", "OggVorbis", "ogg/vorbis.ogg"),
    ("smf", "SMF", "smf/tracks.mid"),
    ("trueaudio", "TrueAudio", "trueaudio/id3v2.4.tta"),
]

# Where both do.
FROM_POSITION = [
    ("monkeysaudio", "MonkeysAudio", "ape/monkeysaudio-399.ape"),
    ("musepack", "Musepack", "ape/musepack-sv7.mpc"),
    ("optimfrog", "OptimFROG", "ape/optimfrog-5100.ofr"),
    ("tak", "TAK", "ape/tak-usual.tak"),
    ("wavpack", "WavPack", "ape/wavpack-stereo.wv"),
]


def _opened(library: str, module: str, kind: str, sample: str, position: int) -> Any:
    file = BytesIO((SAMPLES / sample).read_bytes())
    file.seek(position)
    return getattr(import_module(f"{library}.{module}"), kind)(file)


@pytest.mark.parametrize(("module", "kind", "sample"), FROM_START)
def test_read_from_the_start(module: str, kind: str, sample: str) -> None:
    expected = _opened("mutagen_rs", module, kind, sample, 0).pprint()
    assert _opened("mutagen", module, kind, sample, 0).pprint() == expected
    with pytest.raises(import_module("mutagen").MutagenError):
        _opened("mutagen", module, kind, sample, 3)
    assert _opened("mutagen_rs", module, kind, sample, 3).pprint() == expected


@pytest.mark.parametrize(("module", "kind", "sample"), FROM_POSITION)
def test_read_from_the_position(module: str, kind: str, sample: str) -> None:
    for library in ("mutagen", "mutagen_rs"):
        with pytest.raises(import_module(library).MutagenError):
            _opened(library, module, kind, sample, 3)
