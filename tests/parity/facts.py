"""What can be seen of an object, as plain data that is equal for equal behaviour.

Types appear by the names of their classes, floats with all their digits. Containers stay
containers, so that `differences` can say where two objects differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

INFO_ATTRIBUTES = (
    "length channels bitrate sample_rate version layer mode protected padding frame_offset sketchy "
    "encoder_info encoder_settings bitrate_mode track_gain track_peak album_gain album_peak"
).split()

Facts = Any
"""None, bool, int, str, bytes, or tuples and dicts of them."""


def facts_of(value: Any) -> Facts:
    """The facts of a value from a tag or a stream info."""
    if value is None or type(value) in (bool, int, str, bytes):
        return value
    if isinstance(value, float):
        return ("float", value.hex())
    if isinstance(value, int):
        if type(value).__name__ == "BitPaddedInt":  # see deviations.py
            return int(value)
        return (type(value).__name__, int(value), repr(value), str(value))
    if isinstance(value, (str, bytes)):
        return (type(value).__name__, value)
    if hasattr(value, "_framespec"):
        return frame_facts(value)
    if hasattr(value, "unknown_frames"):
        return tags_facts(value)
    if isinstance(value, Mapping):
        return {key: facts_of(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return (type(value).__name__, tuple(map(facts_of, value)))
    if type(value).__name__ == "ID3TimeStamp":
        return ("ID3TimeStamp", repr(value), str(value), facts_of(vars(value)))
    raise TypeError(f"no facts known of {value!r}")


class Raised(NamedTuple):
    """An exception of a small step within larger work."""

    name: str
    is_ours: bool
    """Whether it is a `MutagenError` of the library that raised it."""

    @classmethod
    def of(cls, raised: Exception) -> Raised:
        """The facts of an exception."""
        bases = {base.__name__ for base in type(raised).__mro__}
        return cls(type(raised).__name__, "MutagenError" in bases)

    def allows(self, other: Facts) -> bool:
        """Whether ours may do that where this is what mutagen does: the rule of outcome.py."""
        if self.name == "IndexError":  # looks of a frame; see deviations.py
            return True
        return isinstance(other, Raised) and (
            self.name == other.name or (not self.is_ours and other.is_ours)
        )


def _result(view: Callable[[Any], Any], value: Any) -> Facts:
    """What a view of an object gives, or the exception it raises."""
    try:
        return facts_of(view(value))
    except Exception as raised:
        return Raised.of(raised)


_VIEWS: dict[str, Callable[[Any], Any]] = {
    "HashKey": lambda frame: frame.HashKey,
    "pprint": lambda frame: frame.pprint(),
    "str": str,
    "bytes": bytes,
    "bool": bool,
    "int": int,
    "+": lambda frame: +frame,
    "list": list,
    "genres": lambda frame: frame.genres,
}
"""Ways to look at a frame; most kinds of frame have only some of them."""


def frame_facts(frame: Any) -> Facts:
    """The facts of an ID3 frame: its attributes and the ways it shows itself."""
    return {
        "class": type(frame).__name__,
        "FrameID": frame.FrameID,
        "attributes": tuple((name, facts_of(value)) for name, value in vars(frame).items()),
        "repr": repr(frame),
    } | {name: _result(view, frame) for name, view in _VIEWS.items()}


def tags_facts(tags: Any) -> Facts:
    """The facts of an `ID3` or `ID3Tags` object."""
    facts = {
        "class": type(tags).__name__,
        "keys": tuple(tags.keys()),
        "frames": {key: facts_of(frame) for key, frame in tags.items()},
        "values": len(tags.values()),
        "unknown_frames": facts_of(tags.unknown_frames),
        "repr": repr(tags),
        "pprint": tags.pprint(),
        "length": len(tags),
    }
    for name in ("version", "size", "f_unsynch", "f_extended"):
        facts[name] = facts_of(getattr(tags, name, "no such attribute"))
    facts["_padding"] = getattr(tags, "_padding", 0)  # mutagen sets it when loading
    return facts


def easy_facts(tags: Any) -> Facts:
    """The facts of an `EasyID3` object."""
    assert isinstance(tags.keys(), list)
    return {
        "class": type(tags).__name__,
        "items": {key: _result(lambda key: tags[key], key) for key in easy_keys(tags)},
        "pprint": tags.pprint(),
        "size": tags.size,
    }


def easy_keys(tags: Any) -> tuple[str, ...]:
    """The keys in their order, but those of performers sorted: mutagen takes them from a set."""
    keys = list(tags.keys())
    performers = iter(sorted(key for key in keys if key.startswith("performer:")))
    return tuple(next(performers) if key.startswith("performer:") else key for key in keys)


def info_facts(info: Any) -> Facts:
    """The facts of a stream info: `vars(info)`, what its class adds, and its line of text."""
    return {
        "class": type(info).__name__,
        "vars": {name: facts_of(value) for name, value in sorted(vars(info).items())},
        "attributes": {
            name: facts_of(getattr(info, name, "no such attribute")) for name in INFO_ATTRIBUTES
        },
        "pprint": info.pprint(),
    }


def file_facts(file: Any) -> Facts:
    """The facts of a file type: its tags, info and the dict interface."""
    if file is None:
        return None
    if file.tags is None:
        tags: Facts = None
    elif hasattr(file.tags, "unknown_frames"):
        tags = tags_facts(file.tags)
    elif type(file.tags).__name__ == "EasyID3":
        tags = easy_facts(file.tags)
    else:
        tags = {key: str(value) for key, value in file.tags.items()}
    return {
        "class": type(file).__name__,
        "mime": facts_of(file.mime),
        "keys": easy_keys(file),
        "tags": tags,
        "info": info_facts(file.info),
        "pprint": file.pprint(),
    }


def differences(theirs: Facts, ours: Facts, where: str = "") -> Iterator[str]:
    """One line for each place where two facts differ."""
    if isinstance(theirs, Raised):
        if not theirs.allows(ours):
            yield f"{where}: {theirs} expected, got {ours!r:.400}"
    elif isinstance(theirs, dict) and isinstance(ours, dict):
        if list(theirs) != list(ours):
            yield f"{where}: keys {list(theirs)!r} expected, got {list(ours)!r}"
        for key in theirs.keys() & ours.keys():
            yield from differences(theirs[key], ours[key], f"{where}[{key!r}]")
    elif isinstance(theirs, tuple) and isinstance(ours, tuple) and len(theirs) == len(ours):
        for index, (expected, found) in enumerate(zip(theirs, ours, strict=True)):
            yield from differences(expected, found, f"{where}[{index}]")
    elif type(theirs) is not type(ours) or theirs != ours:
        yield f"{where}: {theirs!r:.400} expected, got {ours!r:.400}"
