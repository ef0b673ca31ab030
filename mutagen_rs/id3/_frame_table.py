"""The native table of frames, made into classes.

It has one row for each class: name, base, docstring, fields, optional fields, and the fields that
make up the `HashKey`. Classes with methods of their own are stated in `_frame_classes`; the others
are made here.
"""

from __future__ import annotations

from operator import attrgetter

from .. import _native
from . import _frame_classes
from ._frame_base import Frame, Frames, Frames_2_2
from ._specs import spec_from_field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


# The fields a frame goes by in comparisons.
_COMPARED = {
    "UrlFrame": ("url",),
    "PairedTextFrame": ("people",),
    "BinaryFrame": ("data",),
    "ETCO": ("events",),
    "MLLT": ("data",),
    "SYTC": ("data",),
    "USLT": ("text",),
    "EQU2": ("adjustments",),
    "RVRB": ("left", "right"),
    "APIC": ("data",),
    "PCNT": ("count",),
    "PCST": ("value",),
    "POPM": ("rating",),
    "GEOB": ("data",),
    "RBUF": ("size",),
    "AENC": ("owner",),
    "LINK": ("frameid", "url", "data"),
    "POSS": ("position",),
    "USER": ("text",),
    "OWNE": ("seller",),
    "ENCR": ("data",),
    "PRIV": ("data",),
    "SIGN": ("sig",),
    "SEEK": ("offset",),
    "ASPI": ("Fi",),
    "CRM": ("data",),
}

# The field that unary plus returns.
_NUMBER = {
    "PCNT": "count",
    "PCST": "value",
    "POPM": "rating",
    "RBUF": "size",
    "POSS": "position",
    "GRID": "group",
    "SEEK": "offset",
}

# The field that str() returns, and bytes() in UTF-8.
_TEXT = {
    "UrlFrame": "url",
    "USLT": "text",
    "AENC": "owner",
    "USER": "text",
    "OWNE": "seller",
    "GRID": "owner",
}

# The field that bytes() returns.
_BYTES = {"ENCR": "data", "PRIV": "data", "SIGN": "sig"}


def _hash_key(fields: tuple[str, ...]) -> property:
    """Make the property that joins FrameID and fields by colons; bytes count as ISO 8859-1."""

    def HashKey(self: Frame) -> str:
        key = self.FrameID
        for name in fields:
            value = getattr(self, name)
            key += ":" + (value.decode("latin-1") if isinstance(value, bytes) else str(value))
        return key

    return property(HashKey, doc="The `FrameID` and " + ", ".join(fields) + ", joined by colons.")


def _value_methods(name: str) -> dict[str, Any]:
    """Make the methods of a frame that goes by one of its fields."""
    methods: dict[str, Any] = {}
    if name in _COMPARED:
        compared = attrgetter(*_COMPARED[name])
        methods["__eq__"] = lambda self, other: compared(self) == other
        methods["__hash__"] = Frame.__hash__
    if name in _NUMBER:
        number = attrgetter(_NUMBER[name])
        methods["__pos__"] = lambda self: number(self)
    if name in _TEXT:
        text = attrgetter(_TEXT[name])
        methods["__str__"] = lambda self: text(self)
        methods["__bytes__"] = lambda self: text(self).encode("utf-8")
    if name in _BYTES:
        data = attrgetter(_BYTES[name])
        methods["__bytes__"] = lambda self: data(self)
    return methods


def frame_classes() -> dict[str, type[Frame]]:
    """Make or complete the class of each row, and sort the frames by the length of their names."""
    classes = {
        name: cls
        for name, cls in vars(_frame_classes).items()
        if isinstance(cls, type) and issubclass(cls, Frame)
    }
    keys: dict[str, tuple[str, ...]] = {}
    for name, base, doc, fields, optional, key in _native.id3_table():
        namespace = {"__module__": Frame.__module__, "__doc__": doc, **_value_methods(name)}
        if fields is not None:
            namespace["_framespec"] = [spec_from_field(field) for field in fields]
        if optional:
            namespace["_optionalspec"] = [spec_from_field(field) for field in optional]
        stated = classes.get(name)
        keys[name] = key
        if key and key != keys.get(base) and not (stated and "HashKey" in vars(stated)):
            namespace["HashKey"] = _hash_key(key)

        if stated is None:
            classes[name] = type(name, (classes[base],), namespace)
        else:
            assert stated.__base__ is classes[base]
            for attribute, value in namespace.items():
                setattr(stated, attribute, value)

        if len(name) == 4:
            Frames[name] = classes[name]
        elif len(name) == 3:
            Frames_2_2[name] = classes[name]
    return classes
