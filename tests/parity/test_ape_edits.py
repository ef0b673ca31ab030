"""Random edits of APEv2 tags, alone and in the files that have them, saved and deleted."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, strategies as st

from faults.objects import SixMethods
from parity.effort import examples
from parity.everything import everything, file_facts
from parity.facts import Facts, Raised
from parity.libraries import Library
from parity.outcome import Workbench, assert_parity

SUFFIXES = {
    ".mpc": "musepack.Musepack",
    ".wv": "wavpack.WavPack",
    ".ape": "monkeysaudio.MonkeysAudio",
    ".ofr": "optimfrog.OptimFROG",
    ".ofs": "optimfrog.OptimFROG",
    ".tak": "tak.TAK",
    ".apev2": "apev2.APEv2File",
}
"""The class of files, by extension."""

_TEXTS = st.one_of(st.text(max_size=10), st.sampled_from(["", "a\0b", "long " * 3000, "\ud800"]))
_DATA = st.one_of(st.binary(max_size=10), st.sampled_from([bytes(20_000)]))


class Value(NamedTuple):
    """A value, and how a failing test shows it."""

    shown: str
    make: Callable[[Any], Any]

    def __repr__(self) -> str:
        return self.shown


def _plain(value: Any) -> Value:
    return Value(f"{value!r:.60}", lambda apev2: value)


def _made(content: Any, kind: int) -> Value:
    return Value(f"APEValue({content!r:.40}, {kind})", lambda apev2: apev2.APEValue(content, kind))


VALUES = st.one_of(
    _TEXTS.map(_plain),
    st.lists(_TEXTS, max_size=3).map(_plain),
    _DATA.map(_plain),
    st.builds(_made, st.one_of(_TEXTS, _DATA), st.integers(0, 3)),
    st.sampled_from([None, 5, 1.5, [b"bytes"], ["a", 1], {}]).map(_plain),
)
KEYS = st.one_of(
    st.sampled_from(["Title", "TITLE", "Artist", "Cover Art (Front)", "Year", "new"]),
    st.sampled_from(["", "x", "TAG", "ID3", "OggS", "MP+", "é", "k" * 255, "k" * 256, 5, b"key"]),
    st.text(st.characters(codec="ascii"), min_size=2, max_size=5),
)
ACTIONS = "set set set update setdefault get in delete pop append forget".split()


class Edit(NamedTuple):
    """A change of tags."""

    action: str
    key: Any
    value: Value

    def apply(self, library: Library, tags: Any) -> Facts:
        """Change the tags; what came of it."""
        try:
            value = self.value.make(import_module(f"{library.name}.apev2"))
            return everything(_apply(tags, self.action, self.key, value))
        except Exception as raised:
            return Raised.of(raised)


def _apply(tags: Any, action: str, key: Any, value: Any) -> Any:
    match action:
        case "set":
            tags[key] = value
        case "update":
            tags.update([(key, value)])
        case "setdefault":
            return tags.setdefault(key, value)
        case "get":
            return tags[key]
        case "in":
            return key in tags
        case "delete":
            del tags[key]
        case "pop":
            return tags.pop(key)
        case "append":
            tags[key].append("appended")
        case "forget":
            for name in list(tags.keys())[::2]:
                del tags[name]
    return None


EDITS = st.lists(st.builds(Edit, st.sampled_from(ACTIONS), KEYS, VALUES), max_size=6)


@pytest.fixture(scope="module")
def files(upstream_data: Path, sample_dir: Path) -> list[Path]:
    """All files with APEv2 tags, and others of these formats."""
    paths = [*(sample_dir / "ape").iterdir(), *upstream_data.iterdir()]
    # mutagen reads the packets of some damaged files for ever.
    unfit = ("damaged-musepack-sv8", "musepack-sv8-no")
    found = [path for path in sorted(paths) if path.suffix in SUFFIXES]
    return [path for path in found if not path.name.startswith(unfit)]


def _kind(library: Library, suffix: str) -> Any:
    module, name = SUFFIXES[suffix].split(".")
    return getattr(import_module(f"{library.name}.{module}"), name)


@examples(300)
@given(data=st.data(), edits=EDITS)
def test_files(data: st.DataObject, edits: list[Edit], files: list[Path], bench: Workbench) -> None:
    path = data.draw(st.sampled_from(files))
    deletes = data.draw(st.booleans())

    def work(library: Library, copy: Path) -> Facts:
        kind = _kind(library, path.suffix)
        file = kind(copy)
        if file.tags is None:
            file.add_tags()
        outcomes = tuple(edit.apply(library, file) for edit in edits)
        before = file_facts(file)
        file.save()
        after = file_facts(kind(copy))
        if deletes:
            file.delete()
        return (outcomes, before, after)

    bench.assert_parity(path.read_bytes(), work, path.name, changes=True, by_caller=True)


@examples(200)
@given(data=st.data(), edits=EDITS, more=EDITS)
def test_tags_alone(
    data: st.DataObject, edits: list[Edit], more: list[Edit], files: list[Path]
) -> None:
    """Of any file, in an object with all methods or with six, saved twice and deleted."""
    content = data.draw(st.one_of(st.sampled_from(files).map(Path.read_bytes), st.just(b"")))
    small = data.draw(st.booleans())

    def work(library: Library) -> Facts:
        apev2 = import_module(f"{library.name}.apev2")
        target: Any = SixMethods(content) if small else BytesIO(content)

        def held() -> bytes:
            return bytes(target.contents if small else target.getvalue())

        try:
            tags = apev2.APEv2(target)
        except library.error:
            tags = apev2.APEv2()
        facts: list[Facts] = []
        for part in (edits, more):
            facts.append(tuple(edit.apply(library, tags) for edit in part))
            target.seek(0)
            tags.save(target)
            facts.append((everything(tags), held()))
        target.seek(0)
        tags.delete(target)
        return (*facts, held())

    assert_parity(work, by_caller=True)
