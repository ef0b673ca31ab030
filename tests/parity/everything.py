"""All that a caller sees of a file of any format, as plain data that is equal for equal behaviour.

`facts.py` knows the formats it is made for; this goes by what an object shows of itself.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from .facts import Facts, Raised

PLAIN = (bool, int, str, bytes)

METHOD = "a method"
"""No fact, as a module among the attributes of a class is none."""

NO_FACTS = {"filename", "fileobj", "name"}
"""Attributes that are another for each library: where it works. `MP4Tags` of mutagen has a `name`,
which a loop in its class body has left there."""


def attempt(work: Callable[[], Any]) -> Facts:
    """The facts of a result, or the exception."""
    try:
        value = work()
        return METHOD if callable(value) or isinstance(value, ModuleType) else everything(value)
    except Exception as raised:
        return Raised.of(raised)


def everything(value: Any) -> Facts:
    """All that a caller sees of a value: its class, looks, contents and public attributes."""
    if value is None or type(value) in PLAIN:
        return value
    if isinstance(value, float):
        return (type(value).__name__, value.hex())
    if type(value).__name__ == "BitPaddedInt":  # ours is plain: see `plain_int_in_rvad`
        return int(value)
    facts: dict[str, Facts] = {"class": type(value).__name__, "repr": _looks(value)}
    if isinstance(value, int):
        return {**facts, "plain": int(value), "str": str(value)}
    if isinstance(value, str):
        facts["plain"] = str(value)
    elif isinstance(value, bytes):
        facts["plain"] = bytes(value)
    if isinstance(value, (list, tuple)):
        facts["items"] = tuple(map(everything, value))
    if hasattr(value, "keys"):
        keys = keys_of(value)
        facts["keys"] = keys
        facts["values"] = tuple(attempt(lambda key=key: value[key]) for key in keys)  # type: ignore[misc]
        facts["length"] = attempt(lambda: len(value))
    for name in dir(value):
        if not name.startswith("_") and name not in NO_FACTS:
            shown = attempt(lambda name=name: getattr(value, name))  # type: ignore[misc]
            if shown is not METHOD:
                facts[f".{name}"] = shown
    if callable(getattr(value, "pprint", None)) and not type(value).__name__.endswith("Chunk"):
        facts["pprint"] = attempt(value.pprint)
    return facts


def keys_of(value: Any) -> tuple[str, ...]:
    """The keys; sorted where mutagen takes them from a set, so that their order is by chance."""
    keys = tuple(value.keys())
    by_chance = isinstance(value, list) or isinstance(getattr(value, "tags", None), list)
    if by_chance or any(key.startswith("performer:") for key in keys):
        return tuple(sorted(keys))
    return keys


def _looks(value: Any) -> Facts:
    shown = repr(value)
    return "none" if " at 0x" in shown else shown


def file_facts(file: Any) -> Facts:
    """All that a caller sees of an opened file."""
    if file is None:
        return None
    return {
        "class": type(file).__name__,
        "mime": tuple(file.mime),
        "keys": keys_of(file),
        "tags": everything(file.tags),
        "info": everything(file.info),
        "pprint": attempt(file.pprint),
    }
