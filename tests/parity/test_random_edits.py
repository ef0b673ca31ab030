"""Random edits of tags, saved: the same bytes on disk, and the same tags when read again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import given, strategies as st

from parity.bytes_of_tags import file_bytes
from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, tags_facts
from parity.libraries import Library
from parity.openers import SAMPLES, SampleBytes, fixtures
from parity.outcome import Workbench, assert_parity
from parity.recipes import EDITS, Edit
from parity.saving import OPTIONS, SaveOptions

SOURCES = st.deferred(lambda: st.sampled_from([*SAMPLES, *fixtures(".mp3", ".id3")]))
FILES = st.one_of(file_bytes(), SOURCES.map(SampleBytes.of), st.just(b""), st.just(b"no tag"))


def _opened(library: Library, target: Any, translate: bool = True) -> Any:
    """The tag of a file, or a new one if it has none that can be read."""
    try:
        return library.id3.ID3(target, translate=translate)
    except Exception:
        # Which one is compared elsewhere; mutagen leaks all kinds here.
        return library.id3.ID3()


def _edited(library: Library, tags: Any, edits: list[Edit]) -> Facts:
    return tuple(edit.apply(library, tags) for edit in edits)


def _save(options: SaveOptions, tags: Any, target: Any) -> None:
    """Save; of two reasons to refuse, a bad value and a bad file, the value comes first in both."""
    options.save(tags, BytesIO())
    options.save(tags, target)


@examples(300)
@given(edits=EDITS)
def test_edits(edits: list[Edit]) -> None:
    """Edits of a new tag: the same objects, the same exceptions."""

    def work(library: Library) -> Facts:
        tags = library.id3.ID3()
        return (_edited(library, tags, edits), tags_facts(tags))

    assert_parity(work, by_caller=True)


@examples(400)
@given(data=FILES, edits=EDITS, options=OPTIONS, translate=st.booleans())
def test_edit_and_save(
    data: bytes, edits: list[Edit], options: SaveOptions, translate: bool, bench: Workbench
) -> None:
    def work(library: Library, path: Path) -> Facts:
        tags = _opened(library, path, translate)
        outcomes = _edited(library, tags, edits)
        _save(options, tags, path)
        return (outcomes, tags_facts(tags), tags_facts(library.id3.ID3(path)))

    bench.assert_parity(data, work, changes=True, by_caller=True)


@examples(300)
@given(data=FILES, damage=DAMAGES, edits=EDITS, options=OPTIONS)
def test_save_over_damage(
    data: bytes, damage: Damage, edits: list[Edit], options: SaveOptions, bench: Workbench
) -> None:
    """A tag saved to another file than its own, which may hold anything."""

    def work(library: Library, path: Path) -> Facts:
        tags = _opened(library, BytesIO(data))
        outcomes = _edited(library, tags, edits)
        _save(options, tags, path)
        return outcomes

    bench.assert_parity(damage(data), work, changes=True, by_caller=True)


@examples(150)
@given(data=FILES, edits=EDITS, options=OPTIONS)
def test_save_to_file_object(data: bytes, edits: list[Edit], options: SaveOptions) -> None:
    def work(library: Library) -> Facts:
        file = BytesIO(data)
        tags = _opened(library, file)
        outcomes = _edited(library, tags, edits)
        file.seek(0)
        _save(options, tags, file)
        return (outcomes, file.getvalue())

    assert_parity(work, by_caller=True)


@examples(150)
@given(sample=SOURCES, edits=EDITS, scripts=st.lists(OPTIONS, max_size=4))
def test_saves_in_a_row(
    sample: Path, edits: list[Edit], scripts: list[SaveOptions], bench: Workbench
) -> None:
    """Through `MP3`, which saves to the name it was opened by; each save meets the one before."""

    def work(library: Library, path: Path) -> Facts:
        audio = library.mp3.MP3(path)
        if audio.tags is None:
            audio.add_tags()
        outcomes = [_edited(library, audio.tags, edits)]
        for options in scripts:
            audio.save(**options.arguments())
            outcomes.append(library.mp3.MP3(path).pprint())
        return tuple(outcomes)

    bench.assert_parity(sample.read_bytes(), work, sample.name, changes=True, by_caller=True)


@examples(150)
@given(data=FILES, damage=DAMAGES, v1=st.booleans(), v2=st.booleans())
def test_delete(data: bytes, damage: Damage, v1: bool, v2: bool, bench: Workbench) -> None:
    def method(library: Library, path: Path) -> Facts:
        tags = _opened(library, path)
        tags.delete(path, delete_v1=v1, delete_v2=v2)
        return tags_facts(tags)

    def function(library: Library, path: Path) -> Facts:
        library.id3.delete(path, v1, v2)
        return None

    for content in (data, damage(data)):
        for work in (method, function):
            bench.assert_parity(content, work, changes=True, by_caller=True)
