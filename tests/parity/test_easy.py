"""EasyID3 and EasyMP3: random edits through the easy keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.bytes_of_tags import TEXTS, file_bytes
from parity.deviations import RENAMED
from parity.effort import examples
from parity.facts import Facts, Raised, easy_facts, file_facts, tags_facts
from parity.libraries import ORIGINAL, Library
from parity.openers import SAMPLES, SampleBytes
from parity.outcome import Workbench, assert_parity
from parity.recipes import WRONG
from parity.saving import OPTIONS, SaveOptions

KEYS = st.one_of(
    st.sampled_from(sorted(ORIGINAL.easyid3.EasyID3.valid_keys)),
    st.sampled_from(["TITLE", "Performer:Piano", "performer:", "performer:vocals", "no such key"]),
    st.sampled_from(["replaygain_track_gain", "replaygain_album_peak", "replaygain_x_gain", ""]),
    st.sampled_from(["title", "artist", "date", "genre", "tracknumber", "website", "language"]),
)
TEXT_VALUES = st.one_of(
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.sampled_from(["+3.5 dB", "-6 dB", "0.5", "1.99", "dB", "http://example.org", "eng", "ger"]),
    WRONG,
)
ACTIONS = ("set", "set", "set", "get", "delete", "in", "pop", "setdefault", "update", "clear")

Step = tuple[str, str, Any]


def _is_fair(step: Step) -> bool:
    """Not one of those cases of deviations.py that depend on the key or on the action."""
    action, key, value = step
    items = value if isinstance(value, list) else [value]
    special = action == "update" or key.lower().startswith("performer")
    return not special or all(isinstance(item, str) for item in items)


STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(st.sampled_from(ACTIONS), KEYS, TEXT_VALUES).filter(_is_fair), max_size=8
)


def take(tags: Any, step: Step) -> Facts:
    """Carry out a step; what it gives, or the exception."""
    action, key, value = step
    try:
        if action == "set":
            tags[key] = value
        elif action == "get":
            return tuple(map(str, tags[key]))
        elif action == "delete":
            del tags[key]
        elif action == "in":
            return key in tags
        elif action == "pop":
            return tuple(map(str, tags.pop(key)))
        elif action == "setdefault":
            return tuple(map(str, tags.setdefault(key, value)))
        elif action == "update":
            tags.update({key: value})
        else:
            tags.clear()
    except Exception as raised:
        name = type(raised).__name__
        return Raised(RENAMED.get(name, name), False)
    return None


@examples(300)
@given(steps=STEPS)
def test_edits(steps: list[Step]) -> None:
    """The easy view and the frames beneath it."""

    def work(library: Library) -> Facts:
        tags = library.easyid3.EasyID3()
        results = tuple(take(tags, step) for step in steps)
        return (results, easy_facts(tags), tags_facts(tags._EasyID3__id3))

    assert_parity(work)


@examples(250)
@given(
    data=st.one_of(file_bytes(), st.sampled_from(SAMPLES).map(SampleBytes.of)),
    steps=STEPS,
    options=OPTIONS,
)
def test_edit_and_save(
    data: bytes, steps: list[Step], options: SaveOptions, bench: Workbench
) -> None:
    def work(library: Library, path: Path) -> Facts:
        try:
            tags = library.easyid3.EasyID3(path)
        except Exception:  # which one is compared elsewhere
            tags = library.easyid3.EasyID3()
        results = tuple(take(tags, step) for step in steps)
        tags.save(path, **options.arguments())
        after = easy_facts(tags)
        return (results, after, easy_facts(library.easyid3.EasyID3(path)))

    bench.assert_parity(data, work, changes=True, by_caller=True)


@examples(100)
@given(sample=st.sampled_from(SAMPLES), steps=STEPS, v2_version=st.sampled_from([3, 4]))
def test_easy_mp3(sample: Path, steps: list[Step], v2_version: int, bench: Workbench) -> None:
    def work(library: Library, path: Path) -> Facts:
        audio = library.mp3.EasyMP3(path)
        results = [take(audio, step) for step in steps]
        audio.save(v2_version=v2_version)
        results.append(file_facts(audio))
        results.append(file_facts(library.mp3.MP3(path)))
        audio.delete()
        return (*results, file_facts(audio))

    bench.assert_parity(sample.read_bytes(), work, sample.name, changes=True, by_caller=True)


@pytest.mark.parametrize("name", ["FooBar", "foo*"])
def test_registered_keys(name: str) -> None:
    """Keys that a program adds, on a class of its own."""

    def work(library: Library) -> Facts:
        easy = library.easyid3.EasyID3

        class Own(easy):  # type: ignore[misc, valid-type]
            Get, Set = dict(easy.Get), dict(easy.Set)
            Delete, List = dict(easy.Delete), dict(easy.List)

        Own.RegisterTextKey(f"{name}.text", "TIT3")
        Own.RegisterTXXXKey(f"{name}.txxx", "Foo Bar")
        Own.RegisterKey(
            f"{name}.own",
            getter=lambda id3, key: [str(frame) for frame in id3.getall("TPUB")],
            setter=lambda id3, key, value: id3.add(library.id3.TPUB(encoding=3, text=value)),
            deleter=lambda id3, key: id3.delall("TPUB"),
            lister=lambda id3, key: ["listed"],
        )
        tags = Own()
        for suffix in ("text", "txxx", "own"):
            tags[f"{name.lower()}.{suffix}"] = [suffix, "second"]
        return (
            tuple(tags.keys()),
            tags_facts(tags._EasyID3__id3),
            sorted(Own.valid_keys) == sorted(Own.Get),
            f"{name}.text".lower() in easy.valid_keys,
        )

    assert_parity(work)


def test_fallbacks() -> None:
    """What a program does with keys that nobody registered."""

    def work(library: Library) -> Facts:
        tags = library.easyid3.EasyID3()
        seen = []
        tags.GetFallback = lambda id3, key: [f"got {key}"]
        tags.SetFallback = lambda id3, key, value: seen.append((key, value))
        tags.DeleteFallback = lambda id3, key: seen.append(("delete", key))
        tags.ListFallback = lambda id3, key: [f"{key}1"]
        got = tags["Nowhere"]
        tags["Nowhere"] = "value"
        del tags["Nowhere"]
        return (tuple(got), repr(seen), tuple(tags.keys()))

    assert_parity(work)
