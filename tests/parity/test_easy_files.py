"""EasyMP4 and EasyTrueAudio: random edits through the easy keys, saved with padding functions."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.effort import examples
from parity.everything import everything, file_facts
from parity.facts import Facts, Raised
from parity.libraries import ORIGINAL, Library
from parity.outcome import Workbench
from parity.saving import PADDINGS

KINDS = {"EasyMP4": "easymp4", "EasyTrueAudio": "trueaudio"}
SUFFIXES = {"EasyMP4": (".m4a", ".m4b", ".mp4", ".3g2"), "EasyTrueAudio": (".tta",)}

# "several fragments": mutagen does not follow the index of fragments.
UNFIT = {"ac3-fragments.mp4"}


def _kind(library: Library, name: str) -> Any:
    return getattr(import_module(f"{library.name}.{KINDS[name]}"), name)


# Keys of performers come in random order with mutagen.
KEYS = {
    "EasyMP4": sorted(import_module("mutagen.easymp4").EasyMP4Tags.Get),
    "EasyTrueAudio": sorted(key for key in ORIGINAL.easyid3.EasyID3.Get if "*" not in key),
}
VALUES = st.one_of(
    st.text(max_size=12),
    st.lists(st.text(max_size=12), max_size=3),
    st.sampled_from(["3/12", "0/0", "70000/1", "-1", "x", "5", "2004-05-06", "x" * 5000]),
    st.sampled_from([["1/2", "3"], ["a", 5], None, 7, b"bytes"]),
)
ACTIONS = "set set set set get delete in pop setdefault clear".split()


def _take(file: Any, action: str, key: str, value: Any) -> Any:
    match action:
        case "set":
            file[key] = value
        case "get":
            return file[key]
        case "delete":
            del file[key]
        case "in":
            return key in file
        case "pop":
            return file.tags.pop(key)
        case "setdefault":
            return file.tags.setdefault(key, value)
        case "clear":
            file.tags.clear()
    return None


def _attempt(file: Any, step: tuple[str, str, Any]) -> Facts:
    try:
        return everything(_take(file, *step))
    except Exception as raised:
        return Raised.of(raised)


@pytest.mark.parametrize("name", KINDS)
@examples(150)
@given(data=st.data(), padding=st.sampled_from(sorted(PADDINGS)))
def test_edit_and_save(
    name: str,
    data: st.DataObject,
    padding: str,
    sample_dir: Path,
    upstream_data: Path,
    bench: Workbench,
) -> None:
    paths = [path for folder in (sample_dir, upstream_data) for path in sorted(folder.rglob("*.*"))]
    fitting = [path for path in paths if path.suffix in SUFFIXES[name] and path.name not in UNFIT]
    path = data.draw(st.sampled_from(fitting))
    keys = st.sampled_from([*KEYS[name], "no such key", "TITLE"])
    steps = data.draw(st.lists(st.tuples(st.sampled_from(ACTIONS), keys, VALUES), max_size=8))

    def work(library: Library, copy: Path) -> Facts:
        file = _kind(library, name)(copy)
        if file.tags is None:
            file.add_tags()
        outcomes = tuple(_attempt(file, step) for step in steps)
        before = file_facts(file)
        file.save(padding=PADDINGS[padding])
        after = file_facts(_kind(library, name)(copy))
        file.delete()
        return (outcomes, before, after)

    bench.assert_parity(path.read_bytes(), work, path.name, changes=True, by_caller=True)
