"""Items of one rank are written in the order of what `repr` shows of their values, built or not."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import given, strategies as st

from parity.effort import examples
from parity.facts import Facts
from parity.libraries import ORIGINAL, Library
from parity.outcome import Workbench

# Quotes, escapes, and bytes and characters that are shown in several ways.
BYTES = st.lists(st.sampled_from(list(b"ab'\"\\\t\n\r\0\x7f\x80\xff")), max_size=6).map(bytes)
TEXT = st.text(st.sampled_from("ab'\"\\\n\x7f\xe9\u6f22\u200b\U0001f600"), max_size=6)
FREEFORM = st.lists(st.tuples(BYTES, st.sampled_from([0, 1, 13, 21, 99])), min_size=1, max_size=3)
ITEMS = st.tuples(
    st.lists(FREEFORM, min_size=2, max_size=6), st.lists(TEXT, min_size=2, max_size=5)
)
SAMPLE = "mp4/aac-cover-moov-first.m4a"
TEXT_KEYS = ("aART", "cprt", "desc", "soal", "soar")


def _mp4(library: Library) -> Any:
    return import_module(f"{library.name}.mp4")


@examples(80)
@given(items=ITEMS, first=st.booleans())
def test_order(items: Any, first: bool, bench: Workbench, sample_dir: Path) -> None:
    freeforms, texts = items
    original = _mp4(ORIGINAL)

    with bench.files((sample_dir / SAMPLE).read_bytes(), "made.m4a") as paths:
        path = paths[ORIGINAL]
        made = original.MP4(path)
        for number, values in enumerate(freeforms):
            key = f"----:mean:{number}"
            made[key] = [original.MP4FreeForm(data, kind) for data, kind in values]
        for key, text in zip(TEXT_KEYS, texts, strict=False):
            made[key] = [text]
        made.save()
        data = path.read_bytes()

    def work(library: Library, path: Path) -> Facts:
        audio = _mp4(library).MP4(path)
        audio["\xa9nam"] = ["another title"]
        if first:  # one value that is built among those that are not
            audio["----:mean:0"]
        audio["----:mean:new"] = [b"'ab\\"]
        audio.save()
        return tuple(_mp4(library).MP4(path).keys())

    bench.assert_parity(data, work, "file.m4a", changes=True)
