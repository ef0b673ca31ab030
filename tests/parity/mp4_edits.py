"""Edits of MP4 tags, the same for both libraries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st

from .facts import Facts, Raised

Made = Callable[[Any], Any]
"""Makes a value with the module of one library."""


class Value(NamedTuple):
    """A value, and how a failing test shows it."""

    shown: str
    make: Made

    def __repr__(self) -> str:
        return self.shown


def _plain(value: Any) -> Value:
    return Value(f"{value!r:.60}", lambda mp4: list(value) if isinstance(value, list) else value)


def _cover(data: bytes, kind: int) -> Value:
    return Value(f"covers {len(data)} {kind}", lambda mp4: [mp4.MP4Cover(data, kind), data])


def _freeform(data: bytes, kind: int, version: int) -> Value:
    return Value(
        f"freeform {len(data)} {kind} {version}",
        lambda mp4: [mp4.MP4FreeForm(data, kind, version), data[:3]],
    )


_TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(["", "long " * 2000, "\ud800", "é\0"]))
_NUMBERS = st.sampled_from(
    [0, 1, -1, 127, 128, 255, 256, 65535, 65536, 2**31, 2**32, 2**63, -(2**63)]
)
_DATA = st.one_of(st.binary(max_size=12), st.sampled_from([bytes(300), b"\x89PNG" * 4000]))
_PAIRS = st.tuples(*[st.sampled_from([0, 1, 12, 65535, 65536, -1])] * 2)
_WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, 1.5, {}, [None], [[]], object, [(1,)], [(1, 2, 3)], ["a", 1]]
)

_OF_KIND: dict[str, st.SearchStrategy[Value]] = {
    "text": st.one_of(_TEXTS.map(_plain), st.lists(_TEXTS, max_size=3).map(_plain)),
    "number": st.lists(_NUMBERS, max_size=2).map(_plain),
    "bool": st.one_of(st.booleans(), st.sampled_from([0, 5, "", "x"])).map(_plain),
    "pair": st.lists(_PAIRS, max_size=2).map(_plain),
    "cover": st.builds(_cover, _DATA, st.sampled_from([0, 12, 13, 14, 27, 2**24])),
    "freeform": st.one_of(
        st.builds(
            _freeform,
            _DATA,
            st.sampled_from([0, 1, 13, 21, 2**24 - 1]),
            st.sampled_from([0, 1, 255]),
        ),
        _DATA.map(_plain),
    ),
    "wrong": _WRONG.map(_plain),
}

_KEYS = {
    "text": "\xa9nam \xa9ART \xa9alb aART \xa9lyr \xa9gen desc soal purl egid".split(),
    "number": "tmpo plID cnID geID rtng stik akID sfID \xa9mvi \xa9mvc shwm hdvd".split(),
    "bool": "cpil pgap pcst".split(),
    "pair": "trkn disk".split(),
    "cover": ["covr"],
    "freeform": ["----:com.apple.iTunes:ONE", "----:a:\xe9", "----:a:b:c", "----:a", "----"],
    "wrong": ["XYZ1", "toolong", "", "gnre", "\u4e00abc"],
}

KEYS = st.sampled_from(sorted(key for keys in _KEYS.values() for key in keys))


class Edit(NamedTuple):
    """A change of tags."""

    action: str
    key: str
    value: Value

    def apply(self, mp4: Any, tags: Any) -> Facts:
        """Change the tags with the module of one library; what came of it."""
        try:
            return _ACTIONS[self.action](tags, self.key, self.value.make(mp4))
        except Exception as raised:
            return Raised.of(raised)


def _set(tags: Any, key: str, value: Any) -> Facts:
    tags[key] = value
    return len(tags)


def _delete(tags: Any, key: str, value: Any) -> Facts:
    del tags[key]
    return len(tags)


def _update(tags: Any, key: str, value: Any) -> Facts:
    tags.update({key: value})
    return len(tags)


def _append(tags: Any, key: str, value: Any) -> Facts:
    """To a list that was read or set before: nobody looks at it before the save."""
    tags[key].append(value[0])
    return len(tags[key])


def _forget(tags: Any, key: str, value: Any) -> Facts:
    for name in list(tags.keys())[::2]:
        del tags[name]
    return len(tags)


_ACTIONS: dict[str, Callable[[Any, str, Any], Facts]] = {
    "set": _set,
    "update": _update,
    "append": _append,
    "delete": _delete,
    "forget": _forget,
}


@st.composite
def _edits(draw: st.DrawFn) -> Edit:
    kind = draw(st.sampled_from(sorted(_KEYS)))
    key = draw(st.sampled_from(_KEYS[kind]))
    of_value = kind if draw(st.integers(0, 5)) else draw(st.sampled_from(sorted(_OF_KIND)))
    action = draw(st.sampled_from(["set", "set", "set", "update", "append", "delete", "forget"]))
    return Edit(action, key, draw(_OF_KIND[of_value]))


EDITS = st.lists(_edits(), max_size=6)
