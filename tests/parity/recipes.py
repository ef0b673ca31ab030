"""Strategies for frames and edits that can be made with either library.

A recipe is data; a library makes a frame of it. Values are mostly valid and now and then not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from .bytes_of_tags import FRAMES, FRAMES_2_2, TEXTS
from .facts import Facts, Raised
from .libraries import Library

Values = st.SearchStrategy[Any]


@dataclass(frozen=True)
class Recipe:
    """A frame yet to be made: the name of its class and its arguments."""

    name: str
    arguments: Mapping[str, Any]

    def make(self, library: Library) -> Any:
        """The frame. Raises what the library raises for its arguments."""
        return getattr(library.id3, self.name)(
            **{name: made(library, value) for name, value in self.arguments.items()}
        )


def made(library: Library, value: Any) -> Any:
    """The value, with frames in place of recipes."""
    if isinstance(value, Recipe):
        return value.make(library)
    if isinstance(value, list):
        return [made(library, item) for item in value]
    return value


WRONG: Values = st.sampled_from([None, 1 << 70, "x" * 5, b"x", ["a"], [["a", "b"]], 1.5])
"""Values that hardly any field takes. Not -1: as a counter mutagen never ends writing it."""

_WRONG_NUMBER: Values = st.sampled_from([None, 1 << 70, 1.5])

_SHORT = st.sampled_from(["eng", "XXX", "deu", "20040101", "JPG", "TIT2", "AAA", "ab", "äöü"])
_BINARY = st.one_of(st.binary(max_size=10), st.binary(min_size=300, max_size=300))
_FLOAT = st.one_of(
    st.sampled_from([0, 0.0, 1, -1.5, 63.99, -64, 64, 1e300, 0.99, 2.5]),
    st.floats(-70, 70, allow_nan=False),
)
_WORD = st.integers(0, 0xFFFF)


def _lists(item: Values, most: int = 3) -> Values:
    return st.lists(item, max_size=most)


def _signed(adjustments: list[int]) -> list[int]:
    """Without a sign where RVAD has no bit for one: there mutagen never ends, as above."""
    return [
        value if index in (0, 1, 4, 5, 8, 10) else abs(value)
        for index, value in enumerate(adjustments)
    ]


def _multi(spec: Any) -> Values:
    columns = [values_of(sub) for sub in spec.specs]
    if len(columns) == 1:
        # A text stands for a list of one.
        return st.one_of(_lists(columns[0]), columns[0])
    return _lists(st.tuples(*columns).map(list))


_VALUES: dict[str, Callable[[Any], Values]] = {
    "ByteSpec": lambda _: st.one_of(st.integers(0, 255), st.integers(-1, 300)),
    "PictureTypeSpec": lambda _: st.integers(0, 22),
    "CTOCFlagsSpec": lambda _: st.integers(0, 5),
    "ChannelSpec": lambda _: st.integers(0, 8),
    "EncodingSpec": lambda _: st.integers(0, 3),
    "IntegerSpec": lambda _: st.integers(0, 1 << 40),
    "SizedIntegerSpec": lambda _: st.one_of(st.integers(0, 255), st.integers(-1, 1 << 33)),
    "StringSpec": lambda spec: st.one_of(
        _SHORT, st.text("aZ9", min_size=spec.len, max_size=spec.len)
    ),
    "FrameIDSpec": lambda spec: st.text("AZ9", min_size=spec.len, max_size=spec.len),
    "BinaryDataSpec": lambda _: _BINARY,
    "EncodedTextSpec": lambda _: TEXTS,
    "EncodedNumericTextSpec": lambda _: st.one_of(st.integers(0, 3000).map(str), TEXTS),
    "EncodedNumericPartTextSpec": lambda _: st.one_of(st.sampled_from(["1", "2/3"]), TEXTS),
    "TimeStampSpec": lambda _: st.one_of(st.sampled_from(["2004", "2004-10-12 12:30:59"]), TEXTS),
    "MultiSpec": _multi,
    "Latin1TextSpec": lambda _: TEXTS,
    "Latin1TextListSpec": lambda _: _lists(TEXTS),
    "ID3FramesSpec": lambda _: _lists(st.deferred(lambda: RECIPES), 2),
    "VolumeAdjustmentSpec": lambda _: _FLOAT,
    "VolumePeakSpec": lambda _: _FLOAT,
    "VolumeAdjustmentsSpec": lambda _: _lists(st.tuples(_WORD, st.integers(-200, 200)).map(list)),
    "KeyEventSpec": lambda _: _lists(st.tuples(st.integers(-128, 127), _WORD).map(list)),
    "SynchronizedTextSpec": lambda _: _lists(st.tuples(TEXTS, _WORD)),
    "ASPIIndexSpec": lambda _: _lists(st.integers(0, 255), 4),
    "RVASpec": lambda _: st.lists(st.integers(-70_000, 70_000), min_size=1, max_size=13).map(
        _signed
    ),
}


def values_of(spec: Any) -> Values:
    """Values for a field."""
    return _VALUES[type(spec).__name__](spec)


@st.composite
def recipe(draw: st.DrawFn, name: str) -> Recipe:
    """A frame of that class."""
    kind = {**FRAMES, **FRAMES_2_2}[name]
    arguments = {}
    for spec in [*kind._framespec, *kind._optionalspec]:
        wish = draw(st.integers(0, 24))
        if wish == 0:
            number = type(spec).__name__ in ("SizedIntegerSpec", "IntegerSpec")
            arguments[spec.name] = draw(_WRONG_NUMBER if number else WRONG)
        elif wish < 22:
            arguments[spec.name] = draw(values_of(spec))
    return Recipe(name, arguments)


_USUAL = (
    "TIT2 TPE1 TALB TCON TDRC TRCK TXXX COMM APIC UFID PRIV POPM USLT TIPL TMCL CHAP CTOC".split()
)
_OLD = "TYER TDAT TIME TORY IPLS RVAD TSIZ".split()

RECIPES: st.SearchStrategy[Recipe] = st.one_of(
    st.sampled_from(_USUAL), st.sampled_from(_USUAL + _OLD), st.sampled_from([*FRAMES, *FRAMES_2_2])
).flatmap(recipe)


@dataclass(frozen=True)
class Edit:
    """A change to a tag: what is done, and with what."""

    action: str
    index: int
    value: Any

    def apply(self, library: Library, tags: Any) -> Facts:
        """Carry out the edit; the exception if it raises one."""
        try:
            # A copy: the two libraries must not meet in one list.
            _ACTIONS[self.action](library, tags, self.index, deepcopy(self.value))
        except Exception as raised:
            return Raised.of(raised)
        return None


def _frame(tags: Any, index: int) -> Any:
    frames = tags.values()
    return frames[index % len(frames)] if frames else None


def _key(tags: Any, index: int) -> str:
    keys = list(tags.keys())
    return keys[index % len(keys)] if keys else "TIT2"


def _set_text(library: Library, tags: Any, index: int, value: Any) -> None:
    _frame(tags, index).text = value


def _texts(library: Library, tags: Any, index: int) -> Any:
    """The list of texts of a frame; not one of time stamps, which a text has no place among."""
    frame = _frame(tags, index)
    if isinstance(frame, library.id3.TimeStampTextFrame):
        raise LookupError("no list of texts")
    return frame.text


def _append_text(library: Library, tags: Any, index: int, value: Any) -> None:
    _texts(library, tags, index).append(value)


def _replace_item(library: Library, tags: Any, index: int, value: Any) -> None:
    _texts(library, tags, index)[0] = value


def _set_any(library: Library, tags: Any, index: int, value: Any) -> None:
    frame = _frame(tags, index)
    names = list(vars(frame))
    name = names[index // 7 % len(names)]
    if not value and isinstance(getattr(frame, name), int):
        raise LookupError("mutagen writes whatever is false as 0")
    setattr(frame, name, made(library, value))


def _add(library: Library, tags: Any, index: int, value: Recipe) -> None:
    tags.add(value.make(library))


def _set_item(library: Library, tags: Any, index: int, value: Recipe) -> None:
    key = _key(tags, index)
    if key in ("TDRC", "TDOR") and value.name != key:
        raise LookupError("mutagen cannot translate what is no time stamp")
    tags[key] = value.make(library)


def _set_all(library: Library, tags: Any, index: int, value: Recipe) -> None:
    tags.setall(_key(tags, index).partition(":")[0], [value.make(library)])


def _delete_all(library: Library, tags: Any, index: int, value: Any) -> None:
    tags.delall(_key(tags, index).partition(":")[0])


def _delete(library: Library, tags: Any, index: int, value: Any) -> None:
    del tags[_key(tags, index)]


def _pop(library: Library, tags: Any, index: int, value: Any) -> None:
    tags.pop(_key(tags, index))


def _clear(library: Library, tags: Any, index: int, value: Any) -> None:
    tags.clear()


def _convert(library: Library, tags: Any, index: int, value: Any) -> None:
    tags.update_to_v23() if index % 2 else tags.update_to_v24()


def _set_genres(library: Library, tags: Any, index: int, value: Any) -> None:
    tags["TCON"].genres = value


_ACTIONS: dict[str, Callable[[Library, Any, int, Any], None]] = {
    "add": _add,
    "set item": _set_item,
    "set all": _set_all,
    "delete all": _delete_all,
    "delete": _delete,
    "pop": _pop,
    "clear": _clear,
    "convert": _convert,
    "set text": _set_text,
    "append text": _append_text,
    "replace item": _replace_item,
    "set any": _set_any,
    "genres": _set_genres,
}

_TEXT_VALUES = st.one_of(TEXTS, st.lists(TEXTS, max_size=3), WRONG)


def _value(action: str) -> Values:
    if action in ("add", "set item", "set all"):
        return RECIPES
    if action in ("append text", "replace item"):
        return TEXTS
    if action in ("set text", "set any", "genres"):
        return _TEXT_VALUES
    return st.none()


# Adding is what makes the other edits worth while.
_CHOICES = st.sampled_from([*_ACTIONS, "add", "add", "add", "set text", "append text"])

EDITS: st.SearchStrategy[list[Edit]] = st.lists(
    _CHOICES.flatmap(
        lambda action: st.builds(Edit, st.just(action), st.integers(0, 500), _value(action))
    ),
    max_size=8,
)

USUAL_EDITS: st.SearchStrategy[list[Edit]] = EDITS.filter(lambda edits: "people" not in repr(edits))
"""Edits without lists of people: impossible ones are refused earlier than by mutagen."""
