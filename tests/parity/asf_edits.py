"""Edits of ASF tags, the same for both libraries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from parity.facts import Facts, Raised

_NAMES = st.sampled_from(
    ["Title", "Author", "Rating", "WM/AlbumTitle", "WM/Track", "WM/Picture", "new", "", "é\0"]
)
_TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(["", "x" * 32766, "x" * 32767, "ü" * 40]))
_BYTES = st.one_of(st.binary(max_size=20), st.sampled_from([b"\xff" * 65535, b"\xff" * 65536]))
_NUMBERS = st.sampled_from([0, 1, 12, 65535, 65536, 2**32 - 1, 2**32, 2**64 - 1, 2**64, -1])
_REFERENCES = st.sampled_from([None, None, None, 0, 1, 7, 65535, 65536, -1])
_PLAIN = st.one_of(_TEXTS, _BYTES, st.booleans(), _NUMBERS, st.sampled_from([None, 1.5]))


class Edit:
    """A change of a file's tags, with a name for failing tests."""

    def __init__(self, what: str, change: Callable[[Any, Any], Facts]) -> None:
        self._what = what
        self._change = change

    def __repr__(self) -> str:
        return f"<{self._what:.200}>"

    def apply(self, asf: Any, file: Any) -> Facts:
        """Change the tags with the module of one library; what came of it."""
        try:
            return self._change(asf, file)
        except Exception as raised:
            return Raised.of(raised)


Made = Callable[[Any], Any]
"""Makes a value with the module of one library."""


@st.composite
def _attributes(draw: st.DrawFn) -> tuple[str, Made]:
    """A value with its type, language and stream."""
    kind = draw(st.integers(0, 7))
    by_kind = {0: _TEXTS, 1: _BYTES, 2: st.booleans(), 6: _BYTES}
    value = draw(by_kind.get(kind, _NUMBERS))
    places = {"language": draw(_REFERENCES), "stream": draw(_REFERENCES)}
    if draw(st.integers(0, 9)) == 0:
        value = draw(_PLAIN)
    return f"{kind} {value!r:.40} {places}", lambda asf: asf.ASFValue(value, kind, **places)


def _plain(value: Any) -> tuple[str, Made]:
    return f"{value!r:.40}", lambda asf: value


_VALUES = st.one_of(_PLAIN.map(_plain), _attributes(), _attributes())


@st.composite
def _edits(draw: st.DrawFn) -> Edit:
    name = draw(_NAMES)
    kind = draw(st.sampled_from(["set", "set", "set", "list", "append", "delete", "other"]))
    if kind == "set":
        what, make = draw(_VALUES)

        def assign(asf: Any, file: Any) -> Facts:
            file[name] = make(asf)
            return len(file[name])

        return Edit(f"{name!r} = {what}", assign)
    if kind in ("list", "append"):
        made = draw(st.lists(_VALUES, max_size=4))

        def extend(asf: Any, file: Any) -> Facts:
            values = [make(asf) for _, make in made]
            if kind == "list":
                file[name] = values
            else:
                wrapped = [v for v in values if isinstance(v, asf.ASFBaseAttribute)]
                file.tags.extend([(name, value) for value in wrapped])
            return len(file.tags)

        return Edit(f"{kind} {name!r}: {[what for what, _ in made]}", extend)
    if kind == "delete":

        def remove(asf: Any, file: Any) -> Facts:
            del file[name]
            return len(file.tags)

        return Edit(f"del {name!r}", remove)
    return draw(st.sampled_from(_OTHERS))


def _sort(asf: Any, file: Any) -> Facts:
    file.tags.sort(key=lambda pair: (pair[0], pair[1].TYPE, repr(pair[1].value)))
    return None


def _halve(asf: Any, file: Any) -> Facts:
    del file.tags[::2]
    return len(file.tags)


def _assign_later(asf: Any, file: Any) -> Facts:
    for _, value in file.tags[:2]:
        value.value = "another type"
    return None


def _update(asf: Any, file: Any) -> Facts:
    file.update({"one": "1", "two": ["2", b"2"]})
    return (repr(file.get("one")), repr(file.pop("two")), file.pop("three", 3))


def _clear(asf: Any, file: Any) -> Facts:
    file.clear()
    return len(file.tags)


_OTHERS = [
    Edit("sort", _sort),
    Edit("halve", _halve),
    Edit("assign", _assign_later),
    Edit("update", _update),
    Edit("clear", _clear),
]

EDITS = st.lists(_edits(), max_size=6)
