"""What patches and hooks see of mutagen, and not of native loads."""

from __future__ import annotations

import builtins
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from parity.libraries import BOTH, OURS, Library

SAMPLES = Path(__file__).parents[2] / "test_files"
MP3 = str(SAMPLES / "mp3" / "id3v2.4-25-frames.mp3")


def test_patched_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Named files are not opened with it; file objects are what they are."""
    opened: list[Any] = []
    real = builtins.open

    def spy(name: Any, *args: Any, **kwargs: Any) -> Any:
        opened.append(name)
        return real(name, *args, **kwargs)

    seen = {}
    for library in BOTH:
        library.package.File(MP3)  # modules are imported now
        opened.clear()
        with monkeypatch.context() as patch:
            patch.setattr(builtins, "open", spy)
            library.id3.ID3(MP3)
        seen[library.name] = list(opened)
    assert seen == {"mutagen": [MP3], "mutagen_rs": []}


def test_patched_built_in_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """A load does not call it. Of a subclass it does."""
    for library in BOTH:
        frame = library.id3.Frame
        read: list[type] = []
        original = vars(frame)["_fromData"].__func__

        def spy(cls: Any, *args: Any, read: Any = read, original: Any = original) -> Any:
            read.append(cls)
            return original(cls, *args)

        with monkeypatch.context() as patch:
            patch.setattr(frame, "_fromData", classmethod(spy))
            library.id3.ID3(MP3).values()
        assert bool(read) is (library is not OURS)
        own = type("TIT2", (library.id3.TIT2,), {"_fromData": classmethod(spy)})
        read.clear()
        library.id3.ID3(MP3, known_frames={"TIT2": own})
        assert read == [own]


def _set_item(keys: list[str], base: Any) -> Any:
    def set_item(self: Any, key: str, frame: Any) -> None:
        keys.append(key)
        base.__setitem__(self, key, frame)

    return set_item


def _hooked(library: Library, late: bool) -> list[str]:
    """The keys that a subclass with a hook sees while it is loaded."""
    keys: list[str] = []
    base = library.id3.ID3
    hook = _set_item(keys, base)
    kind: Any = type("Tags", (base,), {} if late else {"__setitem__": hook})
    if late:
        kind.__setitem__ = hook
    kind(MP3)
    return keys


def test_hooks_of_subclasses() -> None:
    """Those of the class statement are called, those that come later are not."""
    for library in BOTH:
        assert len(_hooked(library, late=False)) > 20
        assert bool(_hooked(library, late=True)) is (library is not OURS)


def test_patched_score(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts among `options`, and not if all kinds are asked for."""
    path = str(SAMPLES / "flac" / "tags.flac")
    for library in BOTH:
        flac = import_module(f"{library.name}.flac").FLAC
        with monkeypatch.context() as patch:
            patch.setattr(flac, "score", staticmethod(lambda *args: -1))
            assert (type(library.package.File(path)) is flac) is (library is OURS)
            assert library.package.File(path, options=[flac]) is None
