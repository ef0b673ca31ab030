"""The names of the package against those of mutagen."""

from __future__ import annotations

import inspect
import warnings
from importlib import import_module
from io import BytesIO
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import mutagen
import mutagen.id3
import pytest

import mutagen_rs

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # importing m4a warns
    MODULES = [info.name.partition(".")[2] for info in walk_packages(mutagen.__path__, "mutagen.")]

# Modules of formats that are complete; the others have their names, but not all within.
COMPLETE = ["_constants", "_file", "_tags", "_util", "easyid3", "id3", "mp3"]
COMPLETE += ["asf", "asf._attrs", "asf._objects", "asf._util"]
COMPLETE += ["id3._file", "id3._frames", "id3._id3v1", "id3._specs", "id3._tags", "id3._util"]


def _pair(name: str) -> tuple[ModuleType, ModuleType]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return import_module(f"mutagen.{name}"), import_module(f"mutagen_rs.{name}")


@pytest.mark.parametrize("name", MODULES)
def test_modules(name: str) -> None:
    """Every module is there; the public ones promise the same names."""
    theirs, ours = _pair(name)
    if "_" not in name:
        assert set(getattr(ours, "__all__", ())) == set(getattr(theirs, "__all__", ()))


def _defined(module: ModuleType) -> dict[str, Any]:
    """The classes, functions and constants that a module defines, and not just imports."""
    homes = {module.__name__}
    if module.__name__.startswith("mutagen.id3._"):
        homes.add("mutagen.id3")  # that is where its classes say they are from
    frames = mutagen.id3.Frames if module.__name__ != "mutagen.id3._frames" else {}
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and name not in frames
        and name not in INTERNAL
        and (getattr(value, "__module__", None) in homes or (name.isupper() and len(name) > 1))
    }


# Helpers of mutagen's own making of its easy keys, and what a loop left behind.
INTERNAL = {
    "fallback_getter_helper",
    "fallback_deleter_helper",
    "txxxkey_getter",
    "txxxkey_deleter",
    "i",
}


@pytest.mark.parametrize("name", COMPLETE)
def test_names_of_modules(name: str) -> None:
    theirs, ours = _pair(name)
    missing = [public for public in _defined(theirs) if not hasattr(ours, public)]
    assert not missing


def test_package() -> None:
    assert set(mutagen_rs.__all__) == set(mutagen.__all__)
    assert mutagen_rs.version == mutagen.version
    assert mutagen_rs.version_string == mutagen.version_string


@pytest.mark.parametrize("name", COMPLETE)
def test_classes(name: str) -> None:
    """The same bases, as far as they are mutagen's or Python's; the same public attributes."""
    theirs, ours = _pair(name)
    for title, kind in _defined(theirs).items():
        if not isinstance(kind, type):
            continue
        twin: Any = getattr(ours, title)
        bases = [base.__name__ for base in kind.__mro__ if not base.__name__.startswith("_")]
        assert [base.__name__ for base in twin.__mro__ if base.__name__ in bases] == bases, title
        for attribute, value in inspect.getmembers(kind):
            if (
                not attribute.startswith("_")
                and attribute not in INTERNAL
                and not isinstance(value, ModuleType)
            ):
                assert hasattr(twin, attribute), f"{title}.{attribute}"


@pytest.mark.parametrize("name", MODULES)
def test_exceptions(name: str) -> None:
    """The same exceptions, caught by the same classes, in all modules."""
    theirs, ours = _pair(name)
    for title, kind in _defined(theirs).items():
        if isinstance(kind, type) and issubclass(kind, Exception):
            twin: Any = getattr(ours, title)
            assert [base.__name__ for base in twin.__mro__] == [
                base.__name__ for base in kind.__mro__
            ]


@pytest.mark.parametrize(
    "path",
    [
        "File",
        "PaddingInfo",
        "id3.ID3.getall",
        "id3.ID3.setall",
        "id3.ID3.delall",
        "id3.ID3.add",
        "id3.ID3FileType.add_tags",
        "id3.MakeID3v1",
        "id3.ParseID3v1",
        "id3._tags.save_frame",
        "id3._tags.read_frames",
        "easyid3.EasyID3.RegisterKey",
        "easyid3.EasyID3.RegisterTextKey",
        "easyid3.EasyID3.RegisterTXXXKey",
        "mp3.MPEGInfo",
        "mp3.iter_sync",
        "_util.loadfile",
        "_util.insert_bytes",
        "_util.resize_bytes",
        "_util.move_bytes",
    ],
)
def test_parameters(path: str) -> None:
    """Names, order and defaults of parameters, which callers may give by name."""
    functions = []
    for package in ("mutagen", "mutagen_rs"):
        import_module(f"{package}.easyid3")
        import_module(f"{package}.mp3")
        value: Any = import_module(package)
        for part in path.split("."):
            value = getattr(value, part)
        functions.append(value)
    theirs, ours = (
        [
            (parameter.name, parameter.default)
            for parameter in inspect.signature(function).parameters.values()
            if parameter.kind
            not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        ]
        for function in functions
    )
    assert [name for name, _ in ours] == [name for name, _ in theirs]
    assert repr(ours) == repr(theirs)


def test_docstrings() -> None:
    for name in ("ID3", "Frames", "ID3FileType"):
        assert getattr(mutagen_rs.id3, name).__doc__
    for kind in mutagen_rs.id3.Frames.values():
        assert kind.__doc__


def test_documented_arguments_of_loads_and_saves() -> None:
    """By keyword and by position, as mutagen takes them."""
    for package in (mutagen, mutagen_rs):
        id3: Any = import_module(f"{package.__name__}.id3")
        tags = id3.ID3()
        tags.add(id3.TIT2(encoding=3, text=["t"]))
        by_name, by_position = BytesIO(), BytesIO()
        tags.save(fileobj=by_name, v1=2, v2_version=3, v23_sep="/", padding=None)
        tags.save(by_position, 2, 3, "/", None)
        assert by_name.getvalue() == by_position.getvalue() != b""
        by_name.seek(0)
        loaded = id3.ID3(
            fileobj=by_name, known_frames=None, translate=True, v2_version=4, load_v1=True
        )
        assert loaded["TIT2"] == "t"
        with pytest.raises(TypeError):
            id3.ID3(filething=by_name)
        with pytest.raises(TypeError):
            id3.ID3(by_name, unknown=1)
        with pytest.raises(ValueError, match="v2_version"):
            id3.ID3(by_name, v2_version=2)
        with pytest.raises(TypeError):
            id3.ID3().save()
