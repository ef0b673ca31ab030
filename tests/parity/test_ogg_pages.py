"""`OggPage` and its static methods, on made pages."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.effort import examples
from parity.facts import Facts
from parity.libraries import Library
from parity.ogg_pages import SHUFFLES, TAILS, Shuffle, shuffled
from parity.outcome import assert_parity

PACKETS = st.lists(
    st.one_of(
        st.integers(0, 40),
        st.integers(0, 9000),
        st.sampled_from([0, 254, 255, 256, 4080, 4096, 6128, 255 * 255, 70_000]),
    ).map(lambda size: bytes(index * 7 % 256 for index in range(size))),
    max_size=8,
)


def pages_class(library: Library) -> Any:
    """The class `OggPage`."""
    return import_module(f"{library.name}.ogg").OggPage


def _page(page: Any) -> Facts:
    if page is None:
        return None
    names = "version position serial sequence complete continued first last".split()
    return (*(getattr(page, name) for name in names), tuple(page.packets), page.size)


def _written(page: Any) -> Facts:
    try:
        return page.write()
    except ValueError:
        return "too large"


@examples(150)
@given(
    packets=PACKETS,
    sequence=st.integers(0, 9),
    size=st.one_of(st.just(4096), st.integers(255, 9000)),
    wiggle_room=st.one_of(st.just(2048), st.integers(0, 3000)),
)
def test_from_packets(packets: list[bytes], sequence: int, size: int, wiggle_room: int) -> None:
    def work(library: Library) -> Facts:
        kind = pages_class(library)
        pages = kind.from_packets(packets, sequence, size, wiggle_room)
        other = [packet + b"x" for packet in packets]
        again = [
            kind._from_packets_try_preserve(new, pages)
            for new in ([bytes(len(packet)) for packet in packets], other)
            if pages
        ]
        back = kind.to_packets(pages) if pages else []
        shown = [repr(page) for page in pages]
        return (
            [(_page(page), _written(page)) for page in pages],
            back,
            shown,
            [list(map(_page, made)) for made in again],
        )

    assert_parity(work)


@examples(200)
@given(shuffles=SHUFFLES, tail=TAILS, data=st.data())
def test_walks(
    shuffles: list[Shuffle], tail: bytes, data: st.DataObject, upstream_data: Path
) -> None:
    """Reading, finding the last page, and renumbering."""
    name = data.draw(st.sampled_from(["empty.ogg", "multiplexed.spx", "sample.oggtheora"]))
    content = shuffled((upstream_data / name).read_bytes(), shuffles, tail)
    start = data.draw(st.integers(0, 100))

    def work(library: Library) -> Facts:
        kind = pages_class(library)
        file = BytesIO(content)
        pages: list[Any] = []
        try:
            while len(pages) < 500:
                pages.append(kind(file))
        except (EOFError, library.error) as end:
            pages.append(type(end).__name__)
        seen: list[Facts] = [
            page if isinstance(page, str) else (_page(page), page.offset) for page in pages
        ]
        serials = sorted({page.serial for page in pages if not isinstance(page, str)})
        for serial in serials:
            for finishing in (False, True):
                try:
                    seen.append(_page(kind.find_last(file, serial, finishing)))
                except library.error as refused:
                    seen.append(type(refused).__name__)
            file.seek(0)
            try:
                kind.renumber(file, serial, start)
            except library.error as stopped:
                seen.append(type(stopped).__name__)
            seen.append(file.getvalue())
        return tuple(seen)

    assert_parity(work)


@examples(150)
@given(data=st.data(), packets=PACKETS.filter(bool), tail=st.sampled_from([b"", b"\0\0"]))
def test_replace(
    data: st.DataObject, packets: list[bytes], tail: bytes, upstream_data: Path
) -> None:
    name = data.draw(st.sampled_from(["empty.ogg", "multiplexed.spx", "multipage-setup.ogg"]))
    content = (upstream_data / name).read_bytes() + tail
    first = data.draw(st.integers(0, 2))
    count = data.draw(st.integers(1, 3))

    def work(library: Library) -> Facts:
        kind = pages_class(library)
        file = BytesIO(content)
        pages: list[Any] = []
        while file.tell() < len(content) - len(tail):
            page = kind(file)
            if not pages or page.serial == pages[0].serial:
                pages.append(page)
        new = kind.from_packets(packets)
        kind.replace(file, pages[first : first + count], new)
        return ([_page(page) for page in new], file.getvalue())

    assert_parity(work)


def test_refusals() -> None:
    def work(library: Library) -> Facts:
        kind = pages_class(library)
        outcomes = []
        page = kind()
        page.packets = [b"x" * 255 * 255]
        for action in (
            page.write,
            lambda: kind.replace(BytesIO(), [], [page]),
            lambda: kind.replace(BytesIO(), [page], []),
            lambda: kind.to_packets([]),
            lambda: page == 12,
            lambda: page != kind(),
        ):
            try:
                outcomes.append(action())
            except (ValueError, IndexError) as raised:
                outcomes.append(type(raised).__name__)
        return tuple(outcomes)

    assert_parity(work)


def test_pages_that_hold_nothing() -> None:
    """mutagen never ends here."""
    import mutagen_rs.ogg

    with pytest.raises(ValueError, match="too small"):
        mutagen_rs.ogg.OggPage.from_packets([b"x" * 3000], default_size=254)
