"""Frames made from random arguments: as values, compared with others, and as bytes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.bytes_of_tags import FRAMES, FRAMES_2_2, TEXTS
from parity.effort import examples
from parity.facts import Facts, Raised, facts_of, frame_facts
from parity.libraries import Library
from parity.outcome import assert_parity
from parity.recipes import Recipe, recipe

NAMES = sorted({**FRAMES, **FRAMES_2_2})


def _written(library: Library, frame: Any, version: int, separator: str | None) -> Facts:
    config = library.id3._util.ID3SaveConfig(version, separator)
    try:
        return bytes(library.id3.save_frame(frame, config=config))
    except Exception as raised:
        return Raised.of(raised)


@pytest.mark.parametrize("name", NAMES)
@examples(10)
@given(data=st.data())
def test_constructor_and_bytes(name: str, data: st.DataObject) -> None:
    made = data.draw(recipe(name))

    def work(library: Library) -> Facts:
        try:
            frame = made.make(library)
        except Exception as raised:
            return Raised.of(raised)
        return (
            frame_facts(frame),
            *(_written(library, frame, *config) for config in ((4, "/"), (3, "/"), (3, None))),
            frame_facts(frame),  # writing has not changed it
        )

    assert_parity(work)


@pytest.mark.parametrize("name", NAMES)
@examples(6)
@given(data=st.data())
def test_comparison(name: str, data: st.DataObject) -> None:
    """With another of its class, of its base class, and with plain values on both sides."""
    first, second = data.draw(recipe(name)), data.draw(recipe(name))
    if data.draw(st.booleans()):
        second = first
    plain: Any = data.draw(st.one_of(TEXTS, TEXTS.map(str.encode), st.lists(TEXTS), st.integers()))

    def work(library: Library) -> Facts:
        try:
            frames = [first.make(library), second.make(library)]
            base = getattr(library.id3, type(frames[0]).__mro__[1].__name__)
            others = [*frames, plain, None, base]
        except Exception:
            return None  # compared elsewhere
        if any(hasattr(frame, "sub_frames") and len(frame.sub_frames) > 1 for frame in frames):
            return None  # see deviations.py
        return tuple(
            result
            for other in others
            for result in (frames[0] == other, frames[0] != other, other == frames[0])
        )

    assert_parity(work, by_caller=True)


@pytest.mark.parametrize("name", sorted(FRAMES_2_2))
@examples(6)
@given(data=st.data())
def test_upgrade(name: str, data: st.DataObject) -> None:
    """A frame of v2.2 as what it is in later versions, and a frame made of another."""
    made: Recipe = data.draw(recipe(name))

    def work(library: Library) -> Facts:
        try:
            frame = made.make(library)
        except Exception:
            return None
        upgraded = frame._upgrade_frame()
        base = type(frame).__mro__[1]
        return (
            None if upgraded is None else frame_facts(upgraded),
            None if base is library.id3.Frame else facts_of(base(frame)),
        )

    assert_parity(work, by_caller=True)
