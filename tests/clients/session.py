"""A session with libraries that stand on mutagen: `session.py LIBRARY FOLDER` with LIBRARY one of
"mutagen" and "mutagen_rs".

Opens, reads, edits, saves and empties every file of a folder through mediafile (which beets uses)
and then through music-tag, and prints what they saw and what became of the bytes, as JSON.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(200))

Step = Callable[[Path], Any]


def _shown(value: Any) -> Any:
    """A value in a form that does not name the library it came from."""
    if isinstance(value, (list, tuple)):
        return [_shown(one) for one in value]
    if type(value).__name__ == "Image":
        return [
            value.mime_type,
            value.desc,
            str(value.type),
            hashlib.sha256(value.data).hexdigest(),
        ]
    return repr(value).replace("mutagen_rs", "mutagen")


def _media_fields(path: Path) -> Any:
    import mediafile

    media = mediafile.MediaFile(str(path))
    names = [*sorted(mediafile.MediaFile.fields()), "length", "samplerate", "bitdepth", "bitrate"]
    names += ["bitrate_mode", "channels", "encoder_info", "encoder_settings", "format", "type"]
    return {name: _shown(getattr(media, name)) for name in names}


def _media_edit(path: Path) -> Any:
    import mediafile

    media = mediafile.MediaFile(str(path))
    media.update(
        {
            "title": "Títle ♫",
            "artist": "Someone",
            "album": "Album of tests",
            "genres": ["Jazz", "Own genre"],
            "date": date(2004, 5, 6),
            "track": 3,
            "tracktotal": 12,
            "disc": 1,
            "lyrics": "la la\nla",
            "comments": "none",
            "bpm": 120,
            "comp": True,
            "rg_track_gain": -3.25,
            "rg_track_peak": 0.75,
            "mb_trackid": "8b882575-08a5-4452-a7a7-cbb8a1531f9e",
        }
    )
    media.images = [mediafile.Image(PICTURE, "cover", mediafile.ImageType.front)]
    media.save()
    return None


def _media_clear(path: Path) -> Any:
    import mediafile

    media = mediafile.MediaFile(str(path))
    del media.title
    media.images = []
    media.save()
    media.delete()
    return None


def _tag_items(path: Path) -> Any:
    import music_tag

    audio = music_tag.load_file(str(path))
    names = [name for name in sorted(audio.tag_map) if not name.startswith("#")]
    names += ["#bitrate", "#codec", "#length", "#channels", "#bitspersample", "#samplerate"]
    return {name: _shown(audio[name].values) for name in names if name != "artwork"}


def _tag_edit(path: Path) -> Any:
    import music_tag

    audio = music_tag.load_file(str(path))
    audio["title"] = "Another title"
    audio["artist"] = ["One", "Two"]
    audio["tracknumber"] = 7
    audio["totaltracks"] = 9
    audio["year"] = 1999
    audio["compilation"] = False
    audio.save()
    return None


STEPS: tuple[Step, ...] = (
    _media_fields,
    _media_edit,
    _media_fields,
    _tag_items,
    _tag_edit,
    _tag_items,
    _media_clear,
    _media_fields,
)


def _outcome(step: Step, path: Path) -> Any:
    try:
        return step(path)
    except Exception as err:  # whatever it is, the other library must give it too
        return ["raised", type(err).__name__]


def _run(folder: Path) -> dict[str, list[Any]]:
    report: dict[str, list[Any]] = {}
    for path in sorted(folder.iterdir()):
        report[path.name] = [
            [step.__name__, _outcome(step, path), hashlib.sha256(path.read_bytes()).hexdigest()]
            for step in STEPS
        ]
    return report


def main(library: str, folder: str) -> None:
    """Run the session and print the report."""
    if library == "mutagen_rs":
        importlib.import_module(library).install_as_mutagen()
    warnings.simplefilter("ignore")
    report = _run(Path(folder))
    loaded = importlib.import_module("mutagen")
    assert loaded.__name__ == library, loaded
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
