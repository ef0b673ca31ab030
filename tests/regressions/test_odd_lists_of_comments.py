"""Lists of comments, or of ASF attributes, that callers have filled with anything.

A pair without an end took all memory; comments that were no pairs forbade every assignment; what a
key's own `lower` appended was not seen; a `str` of the old C interface was passed over.
"""

from __future__ import annotations

import ctypes
import itertools
import sys
from pathlib import Path
from typing import Any

import mutagen._vorbis
import mutagen.asf
import pytest

import mutagen_rs.asf
from mutagen_rs import _vorbis

LIBRARIES = [mutagen._vorbis.VCommentDict, _vorbis.VCommentDict]


@pytest.mark.parametrize("kind", LIBRARIES)
def test_pair_without_end(kind: Any) -> None:
    tags = kind()
    list.append(tags, itertools.repeat("x"))
    with pytest.raises(ValueError, match=r"unpack|pair"):
        tags["title"]


@pytest.mark.parametrize("library", [mutagen.asf, mutagen_rs.asf])
def test_attribute_without_end(library: Any, sample_copy: Path) -> None:
    path = sample_copy / "asf" / "no-tags.wma"
    before = path.read_bytes()
    file = library.ASF(path)
    list.append(file.tags, itertools.repeat("x"))
    with pytest.raises(ValueError, match=r"unpack|pair"):
        file.save()
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", LIBRARIES)
@pytest.mark.parametrize("odd", [("a", "b", "c"), ("a",)])
def test_assignment_beside_what_is_no_pair(kind: Any, odd: tuple[str, ...]) -> None:
    tags = kind()
    list.append(tags, odd)
    tags["title"] = "new"
    assert list(tags) == [odd, ("title", "new")]


@pytest.mark.parametrize("kind", LIBRARIES)
def test_list_that_grows_meanwhile(kind: Any) -> None:
    tags = kind()

    class Key(str):
        def lower(self) -> str:
            if len(tags) < 3:
                list.append(tags, ("title", f"added {len(tags)}"))
            return "other"

    list.append(tags, (Key("x"), "value"))
    assert tags["title"] == ["added 1"]


@pytest.mark.parametrize("kind", LIBRARIES)
def test_list_that_shrinks_meanwhile(kind: Any) -> None:
    tags = kind()

    class Key(str):
        def lower(self) -> str:
            list.clear(tags)
            return "title"

    tags.extend([("other", "first"), (Key("x"), "value"), ("title", "never seen")])
    assert tags["title"] == ["value"]


class Text(str):
    """Text of a class of its own."""


class Pair(tuple[str, str]):
    """A pair of a class of its own."""

    __slots__ = ()


@pytest.mark.parametrize("kind", LIBRARIES)
def test_keys_of_all_kinds(kind: Any) -> None:
    """What is no tuple of exactly two str with the key is looked at as Python would."""
    tags = kind()
    odd = [
        ("titl\xc9", "Latin-1"),
        ("tit\u013ae", "two bytes a character"),
        ("titl\U0001f3b5", "four"),
        ("", "empty"),
        ("tIt\u212ae", "Kelvin, whose lower case is k"),
        (Text("TITKE"), "str"),
        Pair(("TitKe", "tuple")),
        ["titke", "list"],
        ("TITKE", "as usual"),
    ]
    for pair in odd:
        list.append(tags, pair)
    assert tags["titke"] == ["Kelvin, whose lower case is k", "str", "tuple", "list", "as usual"]
    assert "titke" in tags
    assert "title" not in tags


@pytest.mark.parametrize("library", [mutagen.asf, mutagen_rs.asf])
def test_names_of_all_kinds(library: Any) -> None:
    tags = library.ASFTags()
    for pair in [
        ("Nam\xe9", "Latin-1"),
        (Text("Name"), "str"),
        Pair(("Name", "tuple")),
        ["Name", "list"],
        ("name", "another case"),
        ("Name", "as usual"),
    ]:
        list.append(tags, pair)
    assert tags["Name"] == ["str", "tuple", "list", "as usual"]
    assert tags["Nam\xe9"] == ["Latin-1"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there is no such str any more")
@pytest.mark.parametrize("kind", LIBRARIES)
def test_str_that_does_not_know_its_length(kind: Any) -> None:
    make = ctypes.pythonapi.PyUnicode_FromUnicode
    make.restype = ctypes.py_object
    make.argtypes = [ctypes.c_void_p, ctypes.c_ssize_t]
    key = make(None, 5)
    get = ctypes.pythonapi.PyUnicode_AsUnicode
    get.restype = ctypes.POINTER(ctypes.c_wchar)
    get.argtypes = [ctypes.c_void_p]
    characters = get(id(key))
    for place, character in enumerate("title"):
        characters[place] = character
    tags = kind()
    list.append(tags, (key, "value"))
    assert tags["title"] == ["value"]
