"""APEv2 of mutagen and mutagen_rs side by side, on fixtures, made tags and damaged ones."""

from __future__ import annotations

import struct
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.effort import examples
from parity.facts import Facts
from parity.libraries import Library
from parity.outcome import Workbench

MAGIC = b"APETAGEX"
ID3V1 = b"TAG" + bytes(125)

Work = Callable[[Any, Path], Facts]


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """Where both libraries work on files of the same name and content."""
    return Workbench(tmp_path_factory.mktemp("apev2"))


def value_facts(value: Any) -> Facts:
    """What can be seen of a value."""
    facts = {
        "class": type(value).__name__,
        "kind": value.kind,
        "value": value.value,
        "repr": repr(value),
        "bytes": bytes(value),
        "pprint": value.pprint(),
        "len": len(value),
        "state": tuple(vars(value)),
    }
    if value.kind != 1:
        facts["str"] = str(value)
    if value.kind == 0:
        facts["strings"] = tuple(value)
    return facts


def tags_facts(tags: Any) -> Facts:
    """What can be seen of a tag."""
    if tags is None:
        return None
    return {
        "class": type(tags).__name__,
        "keys": tuple(tags.keys()),
        "values": tuple(value_facts(value) for value in tags.values()),
        "items": tuple(key for key, _ in tags.items()),
        "repr": repr(tags),
        "pprint": tags.pprint(),
        "length": len(tags),
        "in": tuple(key.swapcase() in tags for key in tags),
    }


def read_name(apev2: Any, path: Path) -> Facts:
    return tags_facts(apev2.APEv2(path))


def read_object(apev2: Any, path: Path) -> Facts:
    with path.open("rb") as file:
        return tags_facts(apev2.APEv2(file))


def read_file(apev2: Any, path: Path) -> Facts:
    file = apev2.APEv2File(path)
    info = (type(file.info).__name__, file.info.length, file.info.bitrate, file.info.pprint())
    return (tags_facts(file.tags), info, file.pprint(), tuple(file.mime), tuple(file.keys()))


ATTRIBUTES = [
    "start",
    "header",
    "data",
    "footer",
    "end",
    "metadata",
    "tag",
    "version",
    "size",
    "items",
    "flags",
    "is_at_start",
]


def read_data(apev2: Any, path: Path) -> Facts:
    with path.open("rb") as file:
        try:
            data = apev2._APEv2Data(file)
        except OSError as failure:
            # mutagen leaves it to the callers to make one of this.
            raise apev2.error(failure) from failure
    return tuple((name, getattr(data, name)) for name in ATTRIBUTES)


READS: list[Work] = [read_name, read_object, read_file, read_data]


def edit(tags: Any) -> None:
    """A few changes of every kind."""
    for number, key in enumerate(tags.keys()):
        if number % 3 == 0:
            tags[key.swapcase()] = ["first", f"number {number}"]
        elif number % 3 == 1:
            del tags[key.lower()]
    tags["Added"] = b"\0binary"


def save_again(apev2: Any, path: Path) -> Facts:
    tags = apev2.APEv2(path)
    tags.save()
    return tags_facts(apev2.APEv2(path))


def save_edited(apev2: Any, path: Path) -> Facts:
    tags = apev2.APEv2(path)
    edit(tags)
    tags.save()
    return tags_facts(apev2.APEv2(path))


def save_file(apev2: Any, path: Path) -> Facts:
    file = apev2.APEv2File(path)
    file["Some key"] = "some text"
    file.save()
    return read_file(apev2, path)


def save_new(apev2: Any, path: Path) -> Facts:
    tags = apev2.APEv2()
    for size in (0, 1, 40, 300, 20_000):
        tags[f"Key {size}"] = "x" * size
        tags[f"Data {size}"] = bytes(size)
    tags["Where"] = apev2.APEValue("http://example.org/", apev2.EXTERNAL)
    tags.save(path)
    return tags_facts(apev2.APEv2(path))


def save_object(apev2: Any, path: Path) -> Facts:
    tags = apev2.APEv2()
    edit(tags)
    with path.open("rb+") as file:
        tags.save(file)
    return tags_facts(tags)


def delete_tags(apev2: Any, path: Path) -> Facts:
    apev2.APEv2().delete(path)
    return None


def delete_file(apev2: Any, path: Path) -> Facts:
    file = apev2.APEv2File(path)
    file.delete()
    return tags_facts(file.tags)


def delete_module(apev2: Any, path: Path) -> Facts:
    apev2.delete(path)
    return None


CHANGES: list[Work] = [
    save_again,
    save_edited,
    save_file,
    save_new,
    save_object,
    delete_tags,
    delete_file,
    delete_module,
]


def check(bench: Workbench, data: bytes, work: Work) -> None:
    """Do the same with both libraries."""

    def run(library: Library, path: Path) -> Facts:
        return work(import_module(f"{library.name}.apev2"), path)

    bench.assert_parity(data, run, "file", changes=work in CHANGES)


@pytest.mark.parametrize("work", READS + CHANGES)
def test_fixtures(work: Work, bench: Workbench, upstream_data: Path) -> None:
    for path in sorted(upstream_data.iterdir()):
        data = path.read_bytes()
        if path.is_file() and (MAGIC in data or len(data) < 2000):
            check(bench, data, work)


def uint32(number: int) -> bytes:
    return struct.pack("<I", number % 2**32)


SMALL = st.binary(max_size=40)
KEYS = st.one_of(
    st.text("abcTG", min_size=2, max_size=3).map(str.encode),
    st.sampled_from([b"Title", b"TITLE", b"Artist", b"~" * 255]),
)
BAD_KEYS = st.sampled_from([b"", b"x", b"TAG", b"K\xf6", b"\x1f\x1f", b"k" * 256])
TEXTS = st.one_of(st.text(max_size=20).map(str.encode), st.just(b"a\0b\0\0c"), st.just(b"y" * 9000))


@st.composite
def items(draw: st.DrawFn, sound: bool) -> bytes:
    """An item; if not `sound`, probably a broken one."""
    kind = draw(st.integers(0, 2))
    key, value = draw(KEYS), draw(SMALL if kind == 1 else TEXTS)
    size = len(value)
    if not sound:
        kind, key = draw(st.integers(0, 3)), draw(st.one_of(KEYS, KEYS, BAD_KEYS))
        value = draw(st.one_of(st.just(value), SMALL))
        size = draw(st.sampled_from([size, size, size, size + 1, size - 1, 2**31]))
    flags = kind << 1 | draw(st.sampled_from([0, 1, 8, 1 << 31]))
    return uint32(size) + uint32(flags) + key + b"\0" + value


@st.composite
def tags(draw: st.DrawFn) -> bytes:
    """A tag; sizes, counts and flags may lie."""
    sound = draw(st.integers(0, 3)) > 0
    content = draw(st.lists(items(sound), max_size=6))
    data = b"".join(content)
    size, count = len(data) + 32, len(content)
    if not draw(st.booleans()):
        # Not 31: mutagen takes the resulting -1 for "to the end of the file".
        lies = [size + 1, size - 1, size + 32, 32, 0, 30, 5000, 2**32 - 1]
        size = draw(st.sampled_from([size, *lies]).filter(lambda size: size != 31))
        count = draw(st.sampled_from([count, count, 0, count + 1, 2**32 - 1]))
    flags = draw(st.sampled_from([0, 1 << 31, 1 << 30]))
    fields = draw(st.sampled_from([uint32(2000), uint32(1000)])) + uint32(size) + uint32(count)
    header = MAGIC + fields + uint32(flags | 1 << 29) + bytes(8)
    footer = MAGIC + fields + uint32(flags) + bytes(8)
    remnants = header[:24] * draw(st.sampled_from([0, 0, 0, 1, 2, 5]))
    return (
        remnants
        + header * draw(st.sampled_from([1, 1, 0]))
        + data
        + footer * draw(st.sampled_from([1, 1, 0]))
    )


@st.composite
def endings(draw: st.DrawFn) -> bytes:
    """What stands behind a tag."""
    kind = draw(st.sampled_from(["", "", "", "junk", "v1", "v1", "lyrics"]))
    if kind == "junk":
        return draw(SMALL)
    if kind == "lyrics":
        lyrics = b"LYRICSBEGIN" + draw(SMALL)
        lie = draw(st.sampled_from([0, 0, 0, 1, -1]))
        size = b"%06d" % (len(lyrics) + lie)
        # The digits as other programs might write them.
        size = draw(
            st.sampled_from([size, size, b" " + size[1:], b"-" + size[1:], b"0_" + size[2:]])
        )
        return lyrics + size + b"LYRICS200" + ID3V1
    return ID3V1 if kind else b""


AUDIO = st.one_of(st.just(b""), SMALL, st.integers(0, 9000).map(lambda size: b"\xaa" * size))
FILES = st.builds(lambda *parts: b"".join(parts), AUDIO, tags(), endings())


@pytest.mark.parametrize("work", READS + CHANGES)
@examples(80)
@given(data=FILES)
def test_made(data: bytes, work: Work, bench: Workbench) -> None:
    check(bench, data, work)


@pytest.mark.parametrize("work", READS + CHANGES)
@examples(50)
@given(st.data())
def test_damaged_fixtures(
    work: Work, bench: Workbench, upstream_data: Path, data: st.DataObject
) -> None:
    names = ["oldtag.apev2", "brokentag.apev2", "145-invalid-item-count.apev2"]
    names += ["apev2-lyricsv2.mp3", "audacious-trailing-id32-apev2.mp3", "mac-399.ape"]
    whole = (upstream_data / data.draw(st.sampled_from(names))).read_bytes()
    # Most of the audio is cut away, so that damage hits the tag.
    content = bytearray(whole[-data.draw(st.integers(1, 3000)) :])
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(content)))
        kind = data.draw(st.sampled_from(["flip", "flip", "cut", "insert"]))
        if kind == "flip":
            content[position : position + 1] = data.draw(st.binary(min_size=1, max_size=1))
        elif kind == "cut":
            del content[position : position + data.draw(st.integers(1, 40))]
        else:
            content[position:position] = data.draw(st.one_of(st.just(MAGIC), SMALL))
    check(bench, bytes(content), work)
