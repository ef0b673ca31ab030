"""The declarations of the frame classes are those that the native table gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mutagen_rs.id3
from stubs import frame_stub


def test_stub_is_fresh() -> None:
    """`make stubs` writes it anew."""
    written = Path(mutagen_rs.id3.__file__).with_name("_frames.pyi").read_text("utf-8")
    assert written == frame_stub.stub()


def test_values_are_of_the_declared_types() -> None:
    """The default of every field is what the stub says of it."""
    allowed: dict[str, Any] = {"str": str, "int": int, "_Bytes": bytes, "list": list}
    allowed |= {"float": (int, float), "_ID3Tags": mutagen_rs.id3.ID3Tags}
    for kind in {**mutagen_rs.id3.Frames, **mutagen_rs.id3.Frames_2_2}.values():
        frame = kind()
        for spec in kind._framespec:
            declared = frame_stub.declared(kind.__name__, spec.name)
            name = declared.rpartition("| ")[2].partition("[")[0]
            value = getattr(frame, spec.name)
            # The one default of another type, as in mutagen: no list, but an empty str.
            if kind.__name__ not in ("SYLT", "SLT") or value != "":
                assert isinstance(value, allowed[name]), (kind, spec.name)
