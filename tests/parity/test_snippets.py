"""Facts about behaviour, each a small expression that both libraries must answer alike.

They are in `snippets.txt`, by subject. An expression may name all modules, and `formats`, the list
of the public ones; `path(name)` and `file(name)`, a sample and a file object with its content;
`Faulty`, a file object that fails; `put(mapping, key, value)` and `drop(mapping, key)`, which
return the mapping; `raised(function, *arguments)`, an exception; `twin(object)`, its copies.
"""

from __future__ import annotations

import copy
import pickle
import re
import struct
import warnings
import weakref
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import mutagen
import pytest

from parity.libraries import BOTH, Library


def _cases() -> Iterator[Any]:
    """The expressions of `snippets.txt`: one a line; an indented line belongs to the one before."""
    text = Path(__file__).with_name("snippets.txt").read_text("utf-8").replace("\n    ", " ")
    subject, number = "", 0
    for line in filter(None, text.splitlines()):
        if line.startswith("# "):
            subject, number = line[2:], 0
        else:
            number += 1
            yield pytest.param(line, id=f"{subject}-{number}")


class Faulty(BytesIO):
    """A file object that can do nothing but be asked whether it could."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size == 0:
            return b""
        raise OSError("fail")

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise OSError("fail")


def _put(mapping: Any, key: Any, value: Any) -> Any:
    mapping[key] = value
    return mapping


def _drop(mapping: Any, key: Any) -> Any:
    del mapping[key]
    return mapping


def _raised(function: Callable[..., Any], *args: Any) -> Exception:
    try:
        function(*args)
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def _twin(thing: Any) -> list[Any]:
    """What copies are, and whether they are equal to what was copied."""
    copies = [copy.copy(thing), copy.deepcopy(thing), pickle.loads(pickle.dumps(thing))]
    return [(one, one == thing, type(one) is type(thing)) for one in copies]


def _modules(library: Library) -> dict[str, Any]:
    """All modules by their names; those within packages are attributes of these."""
    names = [info.name.partition(".")[2] for info in walk_packages(mutagen.__path__, "mutagen.")]
    found = {name: import_module(f"{library.name}.{name}") for name in names}
    return {name: module for name, module in found.items() if "." not in name}


def _formats(modules: dict[str, ModuleType]) -> list[ModuleType]:
    return [module for name, module in modules.items() if not name.startswith("_")]


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, dict[str, Any]]]:
    """For each library, what expressions may name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # m4a, and file types without a file
        yield {
            library.name: {
                **(modules := _modules(library)),
                "mutagen": library.package,
                "formats": _formats(modules),
                "BytesIO": BytesIO,
                "StringIO": StringIO,
                "MutableSequence": MutableSequence,
                "Sequence": Sequence,
                "Path": Path,
                "struct": struct,
                "weakref": weakref,
                "Faulty": Faulty,
                "put": _put,
                "drop": _drop,
                "raised": _raised,
                "twin": _twin,
            }
            for library in BOTH
        }


def _shown(value: object) -> str:
    """A value as text: what it looks like, without addresses and the library's own name."""
    if type(value) in (list, tuple):
        return f"{type(value).__name__}({', '.join(map(_shown, value))})"  # type: ignore[call-overload]
    text = re.sub(r" at 0x[0-9a-f]+|mutagen_rs\.|mutagen\.", "", repr(value))
    return f"{type(value).__name__} {text}"


def _answer(expression: str, known: dict[str, Any]) -> str:
    try:
        value = eval(expression, known)
    except NameError:
        raise  # a mistake in the expression
    except Exception as error:
        return " < ".join(base.__name__ for base in type(error).__mro__)
    return _shown(value)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("expression", list(_cases()))
def test_snippet(expression: str, names: dict[str, dict[str, Any]], sample_dir: Path) -> None:
    def file(name: str) -> BytesIO:
        return BytesIO((sample_dir / name).read_bytes())

    theirs, ours = (
        _answer(expression, {**known, "file": file, "path": sample_dir.joinpath})
        for known in names.values()
    )
    assert ours == theirs
