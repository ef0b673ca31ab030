"""AAC, AC-3 and MIDI files: fixtures, made streams and damaged ones, read by both libraries."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, facts_of, file_facts, info_facts
from parity.libraries import ORIGINAL, OURS, Library
from parity.outcome import Workbench, assert_each, assert_parity

KINDS = {"AAC": "aac", "AC3": "ac3", "SMF": "smf"}
SUFFIXES = (".aac", ".ac3", ".eac3", ".mid")


def _module(library: Library, kind: str) -> Any:
    return import_module(f"{library.name}.{KINDS[kind]}")


def _opener(kind: str) -> Callable[[Library, Path], Facts]:
    return lambda library, path: file_facts(getattr(_module(library, kind), kind)(path))


def _assert_same_info(kind: str, data: bytes) -> None:
    def read(library: Library) -> Facts:
        return info_facts(getattr(_module(library, kind), f"{kind}Info")(BytesIO(data)))

    assert_parity(read)


@pytest.mark.parametrize("kind", KINDS)
def test_fixtures(kind: str, upstream_data: Path, sample_dir: Path, bench: Workbench) -> None:
    """Every file, also those of other formats."""

    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), _opener(kind), path.name)

    made = [path for name in KINDS.values() for path in sorted((sample_dir / name).iterdir())]
    assert_each([*made, *sorted(upstream_data.iterdir())], check)


@pytest.mark.parametrize("kind", KINDS)
@examples(100)
@given(st.data())
def test_damaged_files(
    kind: str, upstream_data: Path, sample_dir: Path, bench: Workbench, data: st.DataObject
) -> None:
    fixtures = [path for path in sorted(upstream_data.iterdir()) if path.suffix in SUFFIXES]
    fixtures += sorted((sample_dir / KINDS[kind]).iterdir())
    damage: Damage = data.draw(DAMAGES)
    path = data.draw(st.sampled_from(fixtures))
    bench.assert_parity(damage(path.read_bytes()), _opener(kind), path.name)


# ADTS


def _frame(fixed: int, blocks: int, length: int) -> bytes:
    """A frame that claims that length; `fixed` are the bits from `ID` to `home`."""
    bits = 0xFFF << 44 | fixed << 28 | length << 13 | blocks - 1
    return bits.to_bytes(7, "big") + bytes(max(0, length - 7))


USUAL = 0x1501 << 2
FIXED = st.one_of(st.just(USUAL), st.integers(0, 0xFFFF))
LENGTHS = st.one_of(st.integers(0, 12), st.integers(7, 300), st.sampled_from([2000, 8191]))
GAPS = st.one_of(st.just(b""), st.binary(max_size=12), st.sampled_from([b"\xff", b"\xff\xf0"]))
ID3 = b"ID3\x04\x00\x00\x00\x00\x00\x05"


@st.composite
def _adts(draw: st.DrawFn) -> bytes:
    fixed = draw(FIXED)
    blocks = draw(st.integers(1, 4))
    frames = draw(st.lists(st.tuples(GAPS, LENGTHS), max_size=8))
    stream = b"".join(gap + _frame(fixed, blocks, length) for gap, length in frames)
    before = draw(st.sampled_from([b"", b"", ID3 + bytes(5), ID3, b"ID3", bytes(510)]))
    return before + stream * draw(st.sampled_from([1, 1, 30])) + draw(GAPS)


@examples(250)
@given(data=_adts())
def test_adts(data: bytes) -> None:
    _assert_same_info("AAC", data)


@examples(150)
@given(header=st.binary(max_size=400), before=st.sampled_from([b"", ID3 + bytes(5)]))
def test_adif(header: bytes, before: bytes) -> None:
    _assert_same_info("AAC", before + b"ADIF" + header)


@examples(150)
@given(data=st.binary(max_size=300), bits=st.integers(0, 20), at=st.integers(0, 5))
def test_program_config_element(data: bytes, bits: int, at: int) -> None:
    """Where it is read from, and where the reader stands afterwards."""

    def read(library: Library) -> Facts:
        util = import_module(f"{library.name}._util")
        file = BytesIO(data)
        file.seek(at)
        reader = util.BitReader(file)
        try:
            reader.skip(bits)
            element = _module(library, "AAC").ProgramConfigElement(reader)
            rest = reader.get_position()
            return (facts_of(vars(element)), rest, reader.bits(3))
        except util.BitReaderError as raised:
            return str(type(raised).__name__)

    assert_parity(read)


# AC-3


@examples(300)
@given(
    head=st.binary(min_size=3, max_size=3),
    version=st.integers(0, 18),
    rest=st.binary(max_size=90),
    length=st.sampled_from([0, 0, 100_000]),
)
def test_ac3(head: bytes, version: int, rest: bytes, length: int) -> None:
    _assert_same_info("AC3", b"\x0b\x77" + head + bytes([version << 3]) + rest + bytes(length))


# MIDI


def _quantity(value: int, longer: int = 0) -> bytes:
    """A number of variable length, with zeros before it."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(0x80 | value & 0x7F)
    return b"\x80" * longer + bytes(reversed(parts))


QUANTITIES = st.builds(
    _quantity, st.one_of(st.integers(0, 300), st.integers(0, 1 << 50)), st.sampled_from([0, 0, 3])
)
_DATA = st.binary(max_size=4).map(lambda data: _quantity(len(data)) + data)
EVENTS = st.one_of(
    st.builds(lambda status, data: bytes([status, *data]), st.integers(0x80, 0xEF), _DATA),
    st.binary(min_size=2, max_size=2),
    st.builds(lambda kind, data: b"\xff" + bytes([kind]) + data, st.integers(0, 127), _DATA),
    st.binary(min_size=3, max_size=3).map(lambda tempo: b"\xff\x51\x03" + tempo),
    st.binary(min_size=3, max_size=3).map(lambda tempo: b"\xff\x51\x03" + tempo),
    st.builds(lambda status, data: bytes([status]) + data, st.sampled_from([0xF0, 0xF7]), _DATA),
    st.just(b"\x90\x3c\x40"),
    st.just(b"\xc0\x05"),
    st.just(b"\x3c\x40"),
)
TRACKS = st.lists(st.builds(bytes.__add__, QUANTITIES, EVENTS), max_size=12).map(b"".join)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + len(data).to_bytes(4, "big") + data


@st.composite
def _midi(draw: st.DrawFn) -> bytes:
    tracks = draw(st.lists(TRACKS, max_size=4))
    count = len(tracks) + draw(st.sampled_from([0, 0, 0, 0, 1, -1]))
    fields = (draw(st.sampled_from([0, 1, 1, 2])), max(0, count), draw(st.integers(0, 0x8100)))
    header = b"".join(field.to_bytes(2, "big") for field in fields)
    names = st.sampled_from([b"MTrk", b"MTrk", b"MTrk", b"XFIH"])
    chunks = [_chunk(draw(names), track) for track in tracks]
    return b"".join([_chunk(b"MThd", header), *chunks])


@examples(400)
@given(data=_midi())
def test_midi(data: bytes) -> None:
    _assert_same_info("SMF", data)


@examples(100)
@given(data=_midi(), damage=DAMAGES)
def test_damaged_midi(data: bytes, damage: Damage) -> None:
    _assert_same_info("SMF", damage(data))


# Tags there are none of


@pytest.mark.parametrize("kind", KINDS)
def test_tags(kind: str, upstream_data: Path, bench: Workbench) -> None:
    """`add_tags` and items raise, `save` and `delete` do nothing; each the same as mutagen's."""
    name = {"AAC": "empty.aac", "AC3": "silence-44-s.ac3", "SMF": "sample.mid"}[kind]
    steps: dict[str, Callable[[Any, Path], Any]] = {
        "add_tags": lambda file, path: file.add_tags(),
        "set": lambda file, path: file.__setitem__("TIT2", "x"),
        "get": lambda file, path: file["TIT2"],
        "delete item": lambda file, path: file.__delitem__("TIT2"),
        "keys": lambda file, path: file.keys(),
        "save": lambda file, path: file.save(),
        "save options": lambda file, path: file.save(padding=1, anything=2),
        "save elsewhere": lambda file, path: file.save(path.with_name("missing")),
        "save nowhere": lambda file, path: file.save(7),
        "delete": lambda file, path: file.delete(),
        "delete elsewhere": lambda file, path: file.delete(path.with_name("missing")),
        "load more": lambda file, path: file.load(path, 1),
        "load nothing": lambda file, path: file.load(),
        "load nonsense": lambda file, path: file.load(path, nonsense=1),
        "load again": lambda file, path: file.load(BytesIO(path.read_bytes())),
        "filename": lambda file, path: file.filename is None,
        "state": lambda file, path: file.tags,
    }
    for step in steps.values():

        def work(library: Library, path: Path, step: Callable[[Any, Path], Any] = step) -> Facts:
            return facts_of(step(getattr(_module(library, kind), kind)(path), path))

        bench.assert_parity((upstream_data / name).read_bytes(), work, name, by_caller=True)


def test_deviation_long_quantities() -> None:
    """A number that needs more than 128 bits, of which the specification allows 28."""
    late = b"\xff" * 18 + b"\x7f\x90\x3c\x40"
    data = _chunk(b"MThd", b"\0\0\0\1\0\x60") + _chunk(b"MTrk", late)
    assert _module(ORIGINAL, "SMF").SMFInfo(BytesIO(data)).length > 1e15
    with pytest.raises(_module(OURS, "SMF").SMFError):
        _module(OURS, "SMF").SMFInfo(BytesIO(data))


@pytest.mark.parametrize("kind", KINDS)
def test_deviation_position(kind: str, upstream_data: Path) -> None:
    """A file object is read from its start, wherever it stands."""
    name = {"AAC": "empty.aac", "AC3": "silence-44-s.ac3", "SMF": "sample.mid"}[kind]
    opener = getattr(_module(OURS, kind), kind)
    with (upstream_data / name).open("rb") as file:
        expected = opener(file).pprint()
        file.seek(0, 2)
        assert opener(file).pprint() == expected
