"""Helpers shared by all formats.

Meant for internal use, but clients do import from here, so names and behaviour are mutagen's.
What most programs never need (moving bytes by hand, `cdata`, `BitReader`) is loaded on demand.
"""

from __future__ import annotations

from ._errors import MutagenError, convert_error, reraise
from ._filething import (
    FileThing,
    _openfile,
    fileobj_name,
    is_fileobj,
    loadfile,
    resolve_target,
    verify_filename,
    verify_fileobj,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, ClassVar, TypeVar

    from ._binary import BitReader, BitReaderError, cdata, decode_terminated, encode_endian
    from ._fileops import (
        _DEFAULT_BUFFER_SIZE,
        delete_bytes,
        get_size,
        insert_bytes,
        move_bytes,
        read_full,
        resize_bytes,
        resize_file,
        seek_end,
    )

    T = TypeVar("T")

__all__ = [
    "_DEFAULT_BUFFER_SIZE",
    "BitReader",
    "BitReaderError",
    "DictMixin",
    "DictProxy",
    "FileThing",
    "MutagenError",
    "_openfile",
    "bchr",
    "cdata",
    "convert_error",
    "decode_terminated",
    "delete_bytes",
    "dict_match",
    "encode_endian",
    "endswith",
    "enum",
    "fileobj_name",
    "flags",
    "get_size",
    "hashable",
    "insert_bytes",
    "intround",
    "is_fileobj",
    "iterbytes",
    "lazy",
    "loadfile",
    "move_bytes",
    "read_full",
    "reraise",
    "resize_bytes",
    "resize_file",
    "resolve_target",
    "seek_end",
    "settle",
    "total_ordering",
    "verify_filename",
    "verify_fileobj",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import _fileops

    if hasattr(_fileops, name):
        value = getattr(_fileops, name)
    else:
        from . import _binary

        value = getattr(_binary, name)
    globals()[name] = value
    return value


def endswith(text: str | bytes, end: str | bytes) -> bool:
    """`text.endswith(end)` where one may be str and the other bytes; `end` must be ASCII."""
    if isinstance(text, str):
        return text.endswith(end if isinstance(end, str) else end.decode("ascii"))
    return text.endswith(end if isinstance(end, bytes) else end.encode("ascii"))


def bchr(x: int) -> bytes:
    """The byte of value `x`."""
    return bytes((x,))


def iterbytes(b: Iterable[int]) -> Iterator[bytes]:
    """Every byte as a bytes object of length 1."""
    return map(bchr, b)


def intround(value: float) -> int:
    """The nearest integer; halves go to the even one."""
    return round(value)


def dict_match(d: dict[str, Any], key: str, default: Any = None) -> Any:
    """The value of the first dict key that, read as a file name pattern, matches `key`."""
    if "[" not in key and key in d:
        return d[key]
    from fnmatch import fnmatchcase

    return next((value for pattern, value in d.items() if fnmatchcase(key, pattern)), default)


class lazy:
    """An attribute built on first access: `build(instance)`, kept in the instance from then on.

    Not a data descriptor: once built or assigned, the attribute is found in the instance's
    `__dict__` and this object is not asked again. On the class the attribute reads as `default`.
    """

    __slots__ = ("_build", "_default", "_name")

    def __init__(self, build: Callable[[Any], Any], default: Any = None) -> None:
        self._build = build
        self._default = default
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self._default
        # setdefault: whichever of two threads comes second must see the first one's object.
        return instance.__dict__.setdefault(self._name, self._build(instance))


def settle(instance: Any) -> dict[str, Any]:
    """Build every lazy attribute of an object and return its attributes."""
    for kind in type(instance).__mro__:
        for name, attribute in vars(kind).items():
            if isinstance(attribute, lazy):
                getattr(instance, name)
    attributes: dict[str, Any] = instance.__dict__
    return attributes


def total_ordering(cls: type[T]) -> type[T]:
    """Class decorator: the other four comparisons from the class's own `__eq__` and `__lt__`."""
    assert {"__eq__", "__lt__"} <= vars(cls).keys()

    def le(self: Any, other: Any) -> bool:
        return bool(self == other or self < other)

    def gt(self: Any, other: Any) -> bool:
        return not (self == other or self < other)

    def ge(self: Any, other: Any) -> bool:
        return not self < other

    for name, func in (("__le__", le), ("__gt__", gt), ("__ge__", ge), ("__ne__", _not_equal)):
        setattr(cls, name, func)
    return cls


def hashable(cls: type[T]) -> type[T]:
    """Class decorator for a class with its own `__eq__` and `__hash__`: adds `__ne__`."""
    assert "__eq__" in vars(cls)
    assert vars(cls)["__hash__"] is not None
    type.__setattr__(cls, "__ne__", _not_equal)
    return cls


def _not_equal(self: Any, other: Any) -> bool:
    equal = self == other
    return not equal


def enum(cls: type) -> Any:
    """Class decorator: an int subclass whose members are the class's upper-case int attributes.

    A member shows as `Name.MEMBER`, any other number as itself.
    """
    kind, names = _int_class(cls)

    def to_str(self: int) -> str:
        name = names.get(self)
        return f"{int(self)}" if name is None else f"{kind.__name__}.{name}"

    def to_repr(self: int) -> str:
        return f"<{self}: {int(self)}>" if self in names else f"{int(self)}"

    kind.__str__, kind.__repr__ = to_str, to_repr
    return kind


def flags(cls: type) -> Any:
    """Class decorator as `enum`, for bits that combine: shown as `Name.A | Name.B | other bits`."""
    kind, names = _int_class(cls)

    def to_str(self: int) -> str:
        rest, parts = int(self), []
        for bits, name in names.items():
            if rest & bits:
                parts.append(f"{kind.__name__}.{name}")
                rest &= ~bits
        if rest or not parts:
            parts.append(str(rest))
        return " | ".join(parts)

    def to_repr(self: int) -> str:
        return f"<{self}: {int(self)}>"

    kind.__str__, kind.__repr__ = to_str, to_repr
    return kind


def _int_class(cls: type) -> tuple[Any, dict[int, str]]:
    """Remake a plain class on top of int: the class, and the names of its members by value."""
    assert cls.__bases__ == (object,)
    body = {name: v for name, v in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    kind: Any = type(cls.__name__, (int,), body)
    names = {}
    for name, value in body.items():
        if isinstance(value, int) and name == name.upper():
            setattr(kind, name, kind(value))
            names[int(value)] = name
    return kind, names


@total_ordering
class DictMixin:
    """The dict interface for classes that have `keys()` and the three `__*item__` methods.

    `values()` and `items()` are lists. Instances equal any dict that equals `dict(self.items())`,
    and still hash by identity. Operations take time in the number of keys; override what must be
    fast.
    """

    __module__ = "mutagen_rs._util"

    if TYPE_CHECKING:

        def keys(self) -> Any: ...
        def __getitem__(self, key: Any) -> Any: ...
        def __setitem__(self, key: Any, value: Any) -> None: ...
        def __delitem__(self, key: Any) -> None: ...

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.keys())

    def __contains__(self, key: Any) -> bool:
        try:
            self[key]
        except KeyError:
            return False
        return True

    def values(self) -> list[Any]:
        """All values, in the order of the keys."""
        return [self[key] for key in self.keys()]

    def items(self) -> list[tuple[Any, Any]]:
        """All (key, value) pairs, in the order of the keys."""
        return [(key, self[key]) for key in self.keys()]

    def get(self, key: Any, default: Any = None) -> Any:
        """`self[key]`, or `default` if there is no such key."""
        try:
            return self[key]
        except KeyError:
            return default

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """`self[key]`; if there is no such key it is set to `default`, which is returned."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default

    def pop(self, key: Any, *args: Any) -> Any:
        """Remove a key and return its value, or the one default given if there is no such key."""
        if len(args) > 1:
            raise TypeError("pop takes at most two arguments")
        try:
            value = self[key]
        except KeyError:
            if not args:
                raise
            return args[0]
        del self[key]
        return value

    def popitem(self) -> tuple[Any, Any]:
        """Remove and return the first (key, value) pair. Raises `KeyError` if there is none."""
        for key in self.keys():
            return key, self.pop(key)
        raise KeyError("dictionary is empty")

    def clear(self) -> None:
        """Remove every key."""
        for key in list(self.keys()):
            del self[key]

    def update(self, other: Any = None, **kwargs: Any) -> None:
        """Set the items of a mapping or an iterable of pairs; without one, those of `kwargs`."""
        if other is None:
            other = kwargs
        for key, value in other.items() if hasattr(other, "items") else other:
            self[key] = value

    def __repr__(self) -> str:
        return repr(dict(self.items()))

    def __eq__(self, other: object) -> bool:
        return dict(self.items()) == other

    def __lt__(self, other: Any) -> Any:
        return dict(self.items()) < other

    __hash__: ClassVar[Callable[[Any], int]] = object.__hash__


class DictProxy(DictMixin):
    """A `DictMixin` that keeps its items in a dict of its own."""

    __module__ = "mutagen_rs._util"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.__dict: dict[Any, Any] = {}
        super().__init__(*args, **kwargs)

    def __getitem__(self, key: Any) -> Any:
        return self.__dict[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.__dict[key] = value

    def __delitem__(self, key: Any) -> None:
        del self.__dict[key]

    def keys(self) -> Any:
        """A view of the keys, in the order they were first set."""
        return self.__dict.keys()
