"""Compares the names of two libraries: what modules, classes and functions look like to callers.

Nothing is called and no file is read; see `differences`.
"""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from upstream import source

# What programs use of the private names, beside those that mutagen's own tests name.
USED_BY_PROGRAMS = set(
    "_APEUtf8Value _APEValue _APEv2Data _CIDictProxy _DEFAULT_BUFFER_SIZE _DSFID3 _Error _IFFID3"
    " _Info _Tags _V24 _WaveID3 _key2name _mimes _name2key _openfile _pre_load_header _size"
    " _validate23".split()
)

SPECIAL_METHODS = set(
    "__bool__ __bytes__ __call__ __contains__ __copy__ __deepcopy__ __delitem__ __enter__ __eq__"
    " __exit__ __ge__ __getitem__ __gt__ __index__ __int__ __iter__ __le__ __len__ __lt__ __ne__"
    " __pos__ __repr__ __setitem__ __str__".split()
)


class Difference(NamedTuple):
    """A name, and what the two libraries say of it."""

    path: str
    theirs: object
    ours: object


def modules_of(package: str, name: str) -> tuple[ModuleType, ModuleType]:
    """The module of that name below mutagen, and the one below `package`; "" is the top."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # importing m4a warns
        suffix = f".{name}" if name else ""
        return import_module(f"mutagen{suffix}"), import_module(f"{package}{suffix}")


@cache
def _named_by_tests() -> set[str]:
    """Every word of mutagen's own tests."""
    files = (source.source_tree() / "tests").glob("*.py")
    return {word for file in files for word in re.findall(r"\w+", file.read_text("utf-8"))}


def _is_meant(name: str) -> bool:
    """Whether it is a name that callers use."""
    if name.startswith("__"):
        return name in SPECIAL_METHODS
    return not name.startswith("_") or name in USED_BY_PROGRAMS or name in _named_by_tests()


def differences(name: str) -> list[Difference]:
    """What differs between mutagen and mutagen_rs in the module of that name.

    Compared are the names a module defines, and those that a package takes from its own modules;
    not what a module merely imports for its own use.
    """
    theirs, ours = modules_of("mutagen_rs", name)
    found = []
    if hasattr(theirs, "__all__"):
        promised, given = set(theirs.__all__), set(getattr(ours, "__all__", ()))
        if promised != given:
            found.append(Difference(f"{name}.__all__", sorted(promised), sorted(given)))
    for member, value in vars(theirs).items():
        if not _is_meant(member) or not _is_own(theirs, member, value):
            continue
        path = f"{name}.{member}".lstrip(".")
        if not hasattr(ours, member):
            found.append(Difference(path, _kind(value), "missing"))
        elif isinstance(value, type):
            found += _class_differences(path, value, getattr(ours, member))
        else:
            found += _value_differences(path, value, getattr(ours, member))
    return found


def _is_own(module: ModuleType, name: str, value: Any) -> bool:
    home = getattr(value, "__module__", None)
    if home is None:  # a constant
        return not isinstance(value, ModuleType)
    if hasattr(module, "__path__"):
        return f"{home}.".startswith(f"{module.__name__}.")
    # Some classes say that they are of the package which the module belongs to.
    is_stated = f"\nclass {name}(" in inspect.getsource(module)
    return home == module.__name__ or (home.startswith("mutagen") and is_stated)


def _class_differences(path: str, theirs: type, ours: Any) -> Iterator[Difference]:
    if not isinstance(ours, type):
        yield Difference(path, "class", _kind(ours))
        return
    if theirs.__name__ != ours.__name__:
        yield Difference(f"{path}.__name__", theirs.__name__, ours.__name__)
    home = ours.__module__.replace("mutagen_rs", "mutagen", 1)
    if theirs.__module__ != home:
        yield Difference(f"{path}.__module__", theirs.__module__, home)
    # Helpers of either side may stand between the classes that callers know.
    bases = [base.__name__ for base in theirs.__mro__ if _is_meant(base.__name__)]
    known = [base.__name__ for base in ours.__mro__ if base.__name__ in bases]
    if bases != known:
        yield Difference(f"{path}.__mro__", bases, known)
    if (theirs.__hash__ is None) != (ours.__hash__ is None):
        yield Difference(f"{path}.__hash__", theirs.__hash__, ours.__hash__)
    classes = [base for base in theirs.__mro__ if base.__module__.startswith("mutagen")]
    if any(not vars(base).keys().isdisjoint(("__init__", "__new__")) for base in classes):
        yield from _signature_differences(path, theirs, ours)
    names = {name: None for base in reversed(classes) for name in vars(base)}
    for name in filter(_is_meant, names):
        value = inspect.getattr_static(theirs, name)
        twin = inspect.getattr_static(ours, name, None)
        member = f"{path}.{name}"
        if not hasattr(ours, name):
            yield Difference(member, _kind(value), "missing")
        elif isinstance(value, property) or type(value).__name__ == "_tuplegetter":
            if not isinstance(twin, property):
                yield Difference(member, "property", _kind(twin))
            elif getattr(value, "fset", None) and not twin.fset:
                yield Difference(member, "can be set", "cannot")
        elif name in SPECIAL_METHODS:
            if getattr(object, name, None) is getattr(ours, name):
                yield Difference(member, "method", "missing")
        else:
            is_method = isinstance(value, FunctionType)
            if is_method and isinstance(twin, (staticmethod, classmethod)):
                yield Difference(member, "method", _kind(twin))
            yield from _value_differences(
                member, getattr(theirs, name), getattr(ours, name), is_method=is_method
            )


def _value_differences(
    path: str, theirs: Any, ours: Any, *, is_method: bool = False
) -> Iterator[Difference]:
    if isinstance(theirs, type) or not callable(theirs):
        if _shown(theirs) != _shown(ours):
            yield Difference(path, _shown(theirs), _shown(ours))
    elif not callable(ours):
        yield Difference(path, _kind(theirs), _kind(ours))
    else:
        yield from _signature_differences(path, theirs, ours, is_method=is_method)


def _signature_differences(
    path: str, theirs: Callable[..., Any], ours: Callable[..., Any], *, is_method: bool = False
) -> Iterator[Difference]:
    try:
        expected, given = (_parameters(one, is_method) for one in (theirs, ours))
    except ValueError:
        return  # made in C, and tells nothing
    if expected != given:
        yield Difference(f"{path}()", ", ".join(expected), ", ".join(given))


def _parameters(function: Callable[..., Any], is_method: bool) -> list[str]:
    """Kinds, names and defaults as text.

    The first one of a method has no name that matters. The parameter for a file has none either:
    it cannot be given by that name, only by `filename` and `fileobj`, which mutagen does not show.
    """
    parameters = list(inspect.signature(function).parameters.values())[is_method:]
    shown = []
    for parameter in parameters:
        if parameter.name == "filething":
            shown.append("filething")
        elif parameter.name != "target" or parameter.kind is not parameter.VAR_KEYWORD:
            default = "" if parameter.default is parameter.empty else _shown(parameter.default)
            shown.append(f"{parameter.kind.name} {parameter.name} {default}".rstrip())
    return shown


def _kind(value: object) -> str:
    return type(value).__name__


def _shown(value: object) -> str:
    """A value as text that is the same for equal values of either library."""
    if isinstance(value, type):
        return f"class {value.__name__}"
    if isinstance(value, dict):
        items = (f"{_shown(key)}: {_shown(item)}" for key, item in value.items())
        return "{" + ", ".join(items) + "}"
    if isinstance(value, (list, tuple)):
        return f"{_kind(value)}({', '.join(map(_shown, value))})"
    if callable(value):
        return "callable"
    text = repr(value)
    if " object at 0x" not in text:
        return text
    # Specs: what they are, and what they hold.
    fields = getattr(value, "name", None), getattr(value, "default", None)
    return f"{_kind(value)}({', '.join(map(_shown, fields))})"
