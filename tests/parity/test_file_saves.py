"""Every sample file and fixture, saved in many ways after the same edits: the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parity.facts import Facts, tags_facts
from parity.libraries import Library
from parity.openers import SAMPLES
from parity.outcome import Workbench, assert_each
from parity.saving import PADDINGS, SaveOptions

Script = Callable[[Library, Path], Facts]

EDITS: dict[str, Callable[[Library, Any], object]] = {
    "nothing": lambda lib, tags: None,
    "title": lambda lib, tags: tags.add(lib.id3.TIT2(encoding=3, text=["Another title", "two"])),
    "cover": lambda lib, tags: tags.add(
        lib.id3.APIC(encoding=1, mime="image/png", type=3, desc="d", data=b"\x89PNG" * 5000)
    ),
    "half": lambda lib, tags: _halve(tags),
    "all": lambda lib, tags: tags.clear(),
    "upper case": lambda lib, tags: _upper(lib, tags),
    "old": lambda lib, tags: tags.update_to_v23(),
}

OPTIONS = {
    "default": SaveOptions(),
    "v1": SaveOptions(v1=2),
    "no-v1": SaveOptions(v1=0),
    "v2.3": SaveOptions(v2_version=3),
    "v2.3-zeros": SaveOptions(v2_version=3, v23_sep=None, v1=2),
    **{f"padding {name}": SaveOptions(padding=name) for name in PADDINGS},
}


def _halve(tags: Any) -> None:
    for key in list(tags.keys())[::2]:
        tags.delall(key)


def _upper(library: Library, tags: Any) -> None:
    for frame in tags.values():
        if type(frame).__mro__[1] is library.id3.TextFrame:
            frame.text[:] = [text.upper() for text in frame.text]


def _script(edit: str, options: SaveOptions) -> Script:
    def work(library: Library, path: Path) -> Facts:
        tags = library.id3.ID3(path)
        EDITS[edit](library, tags)
        options.save(tags, path)
        return (tags_facts(tags), tags_facts(library.id3.ID3(path, translate=False)))

    return work


def _new_tags(library: Library, path: Path) -> Facts:
    """Through `MP3`, with tags made anew where there are none."""
    audio = library.mp3.MP3(path)
    if audio.tags is None:
        audio.add_tags()
    audio["TALB"] = library.id3.TALB(encoding=0, text=["An album"])
    audio.save()
    first = audio.pprint()
    audio = library.mp3.MP3(path)
    audio.tags.delall("TALB")
    audio.save(padding=PADDINGS["none"])
    return (first, library.mp3.MP3(path).pprint())


def _save_over(library: Library, path: Path) -> Facts:
    """A tag written over whatever the file begins with."""
    tags = library.id3.ID3()
    tags.add(library.id3.TIT2(encoding=3, text=["A title"]))
    tags.save(path, v1=2)
    return None


def _delete(library: Library, path: Path) -> Facts:
    library.id3.ID3().delete(path)
    return None


SCRIPTS: dict[str, Script] = {
    **{f"{edit}, default": _script(edit, OPTIONS["default"]) for edit in EDITS},
    **{f"title, {name}": _script("title", options) for name, options in OPTIONS.items()},
    "MP3": _new_tags,
    "save over": _save_over,
    "delete": _delete,
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_samples(script: str, bench: Workbench) -> None:
    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), SCRIPTS[script], path.name, changes=True)

    assert_each(SAMPLES, check)


@pytest.mark.parametrize("script", SCRIPTS)
def test_upstream_fixtures(script: str, upstream_data: Path, bench: Workbench) -> None:
    """Of all formats: a program may write an ID3 tag to anything."""

    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), SCRIPTS[script], path.name, changes=True)

    assert_each(sorted(upstream_data.iterdir()), check)
