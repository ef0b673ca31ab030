"""Writes `mutagen_rs/id3/_frames.pyi`, the frame classes as type checkers see them.

usage: frame_stub.py > mutagen_rs/id3/_frames.pyi (or `make stubs`)

The classes are made at run time of the native table; this makes their declarations of it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

from mutagen_rs import _native
from mutagen_rs.id3 import _frame_classes, _frame_table

HEAD = '''\
"""The frame classes, for type checkers; written by tests/stubs/frame_stub.py, not by hand."""

from typing import TypeAlias as _TypeAlias

from . import _frame_classes as _stated
from ._frame_base import Frame as Frame, Frames as Frames, Frames_2_2 as Frames_2_2
from ._tags import ID3Tags as _ID3Tags
from ._values import (
    CTOCFlags as _CTOCFlags,
    ID3TimeStamp as _ID3TimeStamp,
    PictureType as _PictureType,
)

_Bytes: _TypeAlias = bytes  # a field of MLLT is named `bytes`
'''

# What a field of each kind holds, of the native names of kinds. Encodings are declared as the int
# that they are, so that `frame.encoding = 3` is right, as it is at run time.
TYPES = {
    "aspi_index": "list[int]",
    "binary": "_Bytes",
    "byte": "int",
    "channel": "int",
    "ctoc_flags": "_CTOCFlags | int",
    "encoding": "int",
    "frame_id": "str",
    "frames": "_ID3Tags",
    "integer": "int",
    "key_events": "list[tuple[int, int]]",
    "latin1": "str",
    "latin1_list": "list[str]",
    "numeric_part_text": "str",
    "numeric_text": "str",
    "picture_type": "_PictureType | int",
    "rva": "list[int]",
    "sized_integer": "int",
    "string": "str",
    "synced_text": "list[tuple[str, int]]",
    "text": "str",
    "timestamp": "_ID3TimeStamp",
    "volume_adjustment": "float",
    "volume_adjustments": "list[tuple[float, float]]",
    "volume_peak": "float",
}

# The results of methods that `_frame_table` gives to classes.
METHODS = {"__pos__": "int", "__str__": "str", "__bytes__": "_Bytes"}


def _type_of(kind: str, parts: tuple[Any, ...] | None) -> str:
    if kind != "multi":
        return TYPES[kind]
    assert parts is not None
    values = [TYPES[part[1]] for part in parts]
    return f"list[{values[0]}]" if len(values) == 1 else "list[list[str]]"


def _body(name: str, fields: Iterable[Any], inherited: dict[str, str]) -> list[str]:
    lines = []
    for field, kind, _, _, parts, _ in fields:
        type_ = _type_of(kind, parts)
        if inherited.get(field) != type_:
            excuse = "  # type: ignore[assignment] # not text" if field in inherited else ""
            lines.append(f"    {field}: {type_}{excuse}\n")
            inherited[field] = type_
    for method in sorted(_frame_table._value_methods(name).keys() & METHODS.keys()):
        lines.append(f"    def {method}(self) -> {METHODS[method]}: ...\n")
    return lines


def stub() -> str:
    """The text of the stub."""
    known: dict[str, dict[str, str]] = {"Frame": {}}
    classes: list[str] = []
    for name, base, _, fields, optional, _ in _native.id3_table():
        known[name] = dict(known[base])
        body = _body(name, [*(fields or ()), *(optional or ())], known[name])
        bases = base
        if inspect.isclass(vars(_frame_classes).get(name)):
            bases = f"_stated.{name}" if base == "Frame" else f"_stated.{name}, {base}"
        head = f"class {name}({bases}):"
        # blank lines as the formatter sets them
        if body or (classes and not classes[-1].startswith("class")):
            classes.append("\n")
        classes += [f"{head}\n", *body] if body else [f"{head} ...\n"]
    names = sorted([*known, "Frames", "Frames_2_2"], key=lambda name: (not name.isupper(), name))
    listed = "".join(f'    "{name}",\n' for name in names)
    return f"{HEAD}\n__all__ = [\n{listed}]\n{''.join(classes)}"


def declared(name: str, field: str) -> str:
    """The type that a field of a class has in the stub."""
    for row in _native.id3_table():
        if row[0] == name:
            for found, kind, _, _, parts, _ in (*(row[3] or ()), *(row[4] or ())):
                if found == field:
                    return _type_of(kind, parts)
            return declared(row[1], field)
    raise KeyError(name)


if __name__ == "__main__":
    print(stub(), end="")
