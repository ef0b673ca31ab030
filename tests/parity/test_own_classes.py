"""Programs with frame, spec and tag classes of their own."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.bytes_of_tags import file_bytes
from parity.effort import examples
from parity.facts import Facts, tags_facts
from parity.libraries import Library
from parity.openers import SAMPLES, SampleBytes
from parity.outcome import assert_parity

FILES = st.one_of(file_bytes(), st.sampled_from(SAMPLES).map(SampleBytes.of))


def _own_frames(library: Library) -> dict[str, Any]:
    """Known names with own classes, and a name that no standard has."""
    id3 = library.id3

    class TIT2(id3.TIT2):  # type: ignore[misc, name-defined]
        @property
        def HashKey(self) -> str:
            return f"TIT2:{self.text[0][:1] if self.text else ''}"

    class COMM(id3.COMM):  # type: ignore[misc, name-defined]
        @property
        def FrameID(self) -> str:
            return "COMMENT"

    class XYZ1(id3.Frame):  # type: ignore[misc, name-defined]
        _framespec = [
            id3._specs.ByteSpec("flag", 1),
            id3._specs.Latin1TextSpec("owner"),
            id3._specs.BinaryDataSpec("data"),
        ]

    class XSOP(id3.TextFrame):  # type: ignore[misc, name-defined]
        """A text frame that MusicBrainz once used."""

    own = (TIT2, COMM, XYZ1, XSOP, id3.TPE1, id3.CHAP, id3.APIC)
    return {kind.__name__: kind for kind in own}


def _tags_class(library: Library, hook: str) -> Any:
    """An ID3 class that overrides one method; what it was called with is in `seen`."""
    base: Any = library.id3.ID3

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        self.seen = []
        base.__init__(self, *args, **kwargs)

    def add(self: Any, frame: Any) -> None:
        self.seen.append(frame.HashKey)
        base.add(self, frame)

    def loaded_frame(self: Any, tag: Any) -> None:
        self.seen.append(tag.HashKey)
        base.loaded_frame(self, tag)

    def set_item(self: Any, key: str, tag: Any) -> None:
        self.seen.append(key)
        if not key.startswith("APIC"):
            base.__setitem__(self, key, tag)

    def update_to_v24(self: Any) -> None:
        self.seen.append("update")

    def get_all(self: Any, key: str) -> Any:
        self.seen.append(key)
        return base.getall(self, key)

    methods: dict[str, Callable[..., Any]] = {
        "add": add,
        "loaded_frame": loaded_frame,
        "__setitem__": set_item,
        "update_to_v24": update_to_v24,
        "getall": get_all,
    }
    return type("Tags", (base,), {"__init__": init, hook: methods[hook]})


@examples(150)
@given(data=FILES, translate=st.booleans())
def test_own_frames(data: bytes, translate: bool) -> None:
    def work(library: Library) -> Facts:
        file = BytesIO(data)
        tags = library.id3.ID3(file, known_frames=_own_frames(library), translate=translate)
        before = tags_facts(tags)
        file.seek(0)
        tags.save(file)
        return (before, file.getvalue())

    assert_parity(work)


@pytest.mark.parametrize("hook", ["add", "loaded_frame", "__setitem__", "update_to_v24", "getall"])
@examples(40)
@given(data=FILES)
def test_hooks(hook: str, data: bytes) -> None:
    """Methods that a subclass overrides are called, with the same frames in the same order."""

    def work(library: Library) -> Facts:
        kind = _tags_class(library, hook)
        tags = kind(BytesIO(data))
        seen = tuple(tags.seen)
        file = BytesIO(b"")
        tags.save(file)
        return (seen, tags_facts(tags), file.getvalue())

    assert_parity(work)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_own_classes_in_a_file(sample: Path) -> None:
    """`MP3(file, ID3=Own)`, and a subclass of `MP3` with tags and a `load` of its own."""

    def work(library: Library) -> Facts:
        kind = _tags_class(library, "add")

        class Audio(library.mp3.MP3):  # type: ignore[misc, name-defined]
            ID3 = kind

            def load(self, *args: Any, **kwargs: Any) -> None:
                super().load(*args, **kwargs)
                self.loaded = True

        first = library.mp3.MP3(BytesIO(sample.read_bytes()), ID3=kind)
        second = Audio(BytesIO(sample.read_bytes()))
        return (
            type(first.tags).__name__,
            type(second.tags).__name__,
            second.loaded,
            first.pprint(),
            second.pprint(),
            first.tags is None or tuple(first.tags.seen),
            first.ID3 is kind,
        )

    assert_parity(work)


def test_frames_added_to_a_subclass() -> None:
    """A class of a name that no table has is written and, if it is known, read."""

    def work(library: Library) -> Facts:
        own = _own_frames(library)
        tags = library.id3.ID3()
        tags.add(own["XSOP"](encoding=3, text=["sort", "order"]))
        tags.add(own["XYZ1"](flag=7, owner="me", data=b"\1\2"))
        tags.add(own["COMM"](encoding=0, lang="eng", desc="d", text=["t"]))
        file = BytesIO()
        tags.save(file)
        known = library.id3.ID3(BytesIO(file.getvalue()), known_frames=own)
        unknown = library.id3.ID3(BytesIO(file.getvalue()))
        return (file.getvalue(), tags_facts(tags), tags_facts(known), tags_facts(unknown))

    assert_parity(work)
