"""Musepack, WavPack, Monkey's Audio, OptimFROG, TAK: samples, fixtures, damage, saves."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, facts_of
from parity.libraries import ORIGINAL, OURS, Library
from parity.outcome import Workbench, assert_each, assert_parity

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "ape").iterdir())

MODULES = {
    "Musepack": "musepack",
    "WavPack": "wavpack",
    "MonkeysAudio": "monkeysaudio",
    "OptimFROG": "optimfrog",
    "TAK": "tak",
}
"""The module of each class."""

MAGIC = {
    "Musepack": [b"MP+\x07", b"MPCK", b"MPCKSH", b"ID3\x04\0\0\0\0\0\0", b""],
    "WavPack": [b"wvpk"],
    "MonkeysAudio": [b"MAC ", b"MAC \x96\x0f", b"MAC \x6e\x0f"],
    "OptimFROG": [b"OFR ", b"OFR \x0f\0\0\0", b"OFR \x0c\0\0\0"],
    "TAK": [b"tBaK", b"tBaK\x01\x0f\0\0"],
}
"""What a stream of each class begins with."""

ATTRIBUTES = """album_gain album_peak bitrate bits_per_sample channels encoder_info length
number_of_samples sample_rate samples title_gain title_peak version""".split()


class Endless(Exception):
    """A file object was read so often that nobody will ever stop."""


class Patient(BytesIO):
    """A file that is read a limited number of times: mutagen follows some packets forever."""

    left = 5000

    def read(self, size: int | None = -1, /) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise Endless
        return super().read(size)


def kind_of(library: Library, name: str) -> Any:
    return getattr(import_module(f"{library.name}.{MODULES[name]}"), name)


def info_facts(info: Any) -> Facts:
    return {
        "class": type(info).__name__,
        "vars": {name: facts_of(value) for name, value in sorted(vars(info).items())},
        "attributes": {name: facts_of(getattr(info, name, "none")) for name in ATTRIBUTES},
        "pprint": info.pprint(),
    }


def tags_facts(tags: Any) -> Facts:
    if tags is None:
        return None
    return tuple((key, repr(value), value.pprint()) for key, value in tags.items())


def file_facts(file: Any) -> Facts:
    return {
        "class": type(file).__name__,
        "mime": tuple(file.mime),
        "keys": tuple(file.keys()),
        "tags": tags_facts(file.tags),
        "info": info_facts(file.info),
        "pprint": file.pprint(),
    }


def _own_info(library: Library, name: str) -> Any:
    """A class whose info is made by Python code in both libraries."""
    kind = kind_of(library, name)

    class OwnInfo(kind._Info):  # type: ignore[misc, name-defined]
        def __init__(self, fileobj: Any) -> None:
            super().__init__(fileobj)
            self.extra = fileobj.tell() >= 0

    return type("Own", (kind,), {"_Info": OwnInfo})


Open = Callable[[Library, str, Path], Any]

OPENERS: dict[str, Open] = {
    "name": lambda lib, name, path: kind_of(lib, name)(str(path)),
    "path": lambda lib, name, path: kind_of(lib, name)(path),
    "object": lambda lib, name, path: kind_of(lib, name)(BytesIO(path.read_bytes())),
    "own info": lambda lib, name, path: _own_info(lib, name)(path),
    "File": lambda lib, name, path: lib.package.File(path, options=[kind_of(lib, name)]),
    "copy": lambda lib, name, path: copy.deepcopy(kind_of(lib, name)(path)),
    "pickle": lambda lib, name, path: pickle.loads(pickle.dumps(kind_of(lib, name)(path))),
}


def _read(name: str, way: str) -> Callable[[Library, Path], Facts]:
    def work(library: Library, path: Path) -> Facts:
        file = OPENERS[way](library, name, path)
        return None if file is None else file_facts(file)

    return work


def _fixtures(folder: Path) -> list[Path]:
    """Files of these kinds, and a few of others."""
    suffixes = {".mpc", ".wv", ".ape", ".ofr", ".ofs", ".tak", ".apev2"}
    others = ("empty.ogg", "emptyfile.mp3", "apev2-lyricsv2.mp3", "adif.aac")
    return sorted(
        path for path in folder.iterdir() if path.suffix in suffixes or path.name in others
    )


@pytest.mark.parametrize("way", OPENERS)
@pytest.mark.parametrize("name", MODULES)
def test_files(name: str, way: str, upstream_data: Path, bench: Workbench) -> None:
    """Every sample and fixture, also those of the other formats."""

    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), _read(name, way), path.name)

    assert_each([*SAMPLES, *_fixtures(upstream_data)], check)


def _read_object(name: str, data: bytes, start: int, only_info: bool) -> Callable[[Library], Facts]:
    def work(library: Library) -> Facts:
        kind = kind_of(library, name)
        file = Patient(data)
        file.seek(start)
        return info_facts(kind._Info(file)) if only_info else file_facts(kind(file))

    return work


KINDS = st.sampled_from(sorted(MODULES))


@examples(400)
@given(sample=st.sampled_from(SAMPLES), damage=DAMAGES, own=st.booleans(), only_info=st.booleans())
def test_damaged_samples(sample: Path, damage: Damage, own: bool, only_info: bool) -> None:
    name = next((name for name in MODULES if MODULES[name] in sample.name), "WavPack")
    data = damage(sample.read_bytes())
    assert_parity(_read_object(name, data, 0, only_info))
    if own:
        way = lambda library: file_facts(_own_info(library, name)(Patient(data)))  # noqa: E731
        assert_parity(way)


@examples(300)
@given(name=KINDS, content=st.binary(max_size=120), data=st.data())
def test_noise(name: str, content: bytes, data: st.DataObject) -> None:
    """Headers with random fields, behind random bytes that the file object stands after."""
    magic = data.draw(st.sampled_from(MAGIC[name]))
    before = data.draw(st.binary(max_size=3))
    noise = before + magic + content + bytes(data.draw(st.sampled_from([0, 80])))
    assert_parity(_read_object(name, noise, len(before), only_info=True))
    assert_parity(_read_object(name, noise, data.draw(st.sampled_from([0, len(before)])), False))


PACKETS = st.one_of(
    st.binary(max_size=12),
    st.builds(
        lambda key, size, content: key + size + content,
        st.sampled_from([b"SH", b"RG", b"EI", b"AP", b"SE", b"B\xff", b"A@"]),
        st.one_of(
            st.integers(0, 30).map(lambda size: bytes([size])),
            st.binary(min_size=1, max_size=9),
            st.sampled_from([b"\xff" * 8 + b"\x7f", b"\x80\x80\x00", b"\xff" * 10]),
        ),
        st.binary(max_size=30),
    ),
    st.sampled_from(
        [b"SH\x0fcrc!\x08\x81\x00\x00\x00\x10abc", b"RG\x0c\x01A\xcdY\x06?\x80Z\x06", b"ST\x04abc"]
    ),
)


@examples(300)
@given(packets=st.lists(PACKETS, max_size=6))
def test_musepack_packets(packets: list[bytes]) -> None:
    assert_parity(_read_object("Musepack", b"MPCK" + b"".join(packets), 0, only_info=True))


@st.composite
def blocks(draw: st.DrawFn) -> bytes:
    """A block of WavPack, whose size may lie."""
    content = draw(st.binary(max_size=20))
    size = draw(st.sampled_from([len(content) + 24] * 4 + [0, 8, 24, 31, 2**32 - 1]))
    total = draw(st.sampled_from([2**32 - 1, 2**32 - 1, 0, 5000]))
    index = draw(st.sampled_from([0, 0, 1000]))
    flags = draw(st.integers(0, 2**32 - 1)) & ~(6 << 23)
    numbers = (total, index, draw(st.integers(0, 2**32 - 1)), flags, 0)
    head = b"wvpk" + size.to_bytes(4, "little") + b"\x10\4\0\0"
    return head + b"".join(number.to_bytes(4, "little") for number in numbers) + content


@examples(300)
@given(parts=st.lists(st.one_of(blocks(), blocks(), blocks(), st.binary(max_size=8)), max_size=8))
def test_wavpack_blocks(parts: list[bytes]) -> None:
    assert_parity(_read_object("WavPack", b"".join(parts), 0, only_info=True))


OBJECTS = st.builds(
    lambda kind, lie, content: bytes([kind, max(0, len(content) + lie), 0, 0]) + content,
    st.sampled_from([0, 1, 1, 1, 4, 6, 0x81]),
    st.sampled_from([0, 0, 0, 1, -1, 200]),
    st.one_of(st.binary(min_size=11, max_size=23), st.binary(max_size=30)),
)


@examples(300)
@given(objects=st.lists(OBJECTS, max_size=6), ended=st.booleans())
def test_tak_objects(objects: list[bytes], ended: bool) -> None:
    data = b"tBaK" + b"".join(objects) + bytes(4 if ended else 0)
    assert_parity(_read_object("TAK", data, 0, only_info=True))


def _edit(file: Any) -> None:
    if file.tags is None:
        file.add_tags()
    for number, key in enumerate(list(file.keys())):
        if number % 3 == 0:
            file[key.swapcase()] = ["first", f"number {number}"]
        elif number % 3 == 1:
            del file[key]
    file["Added"] = b"\0binary"


def _save(file: Any, path: Path) -> Facts:
    file.save()
    return None


def _save_edited(file: Any, path: Path) -> Facts:
    _edit(file)
    file.save()
    return None


def _save_elsewhere(file: Any, path: Path) -> Facts:
    _edit(file)
    with path.open("rb+") as target:
        file.save(target)
    return None


def _delete(file: Any, path: Path) -> Facts:
    file.delete()
    return tags_facts(file.tags)


def _delete_and_save(file: Any, path: Path) -> Facts:
    file.delete()
    _edit(file)
    file.save(path)
    return None


def _module_delete(file: Any, path: Path) -> Facts:
    import_module(type(file).__module__).delete(str(path))
    return None


def _add_twice(file: Any, path: Path) -> Facts:
    file.add_tags()
    return None


CHANGES = [
    _save,
    _save_edited,
    _save_elsewhere,
    _delete,
    _delete_and_save,
    _module_delete,
    _add_twice,
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", MODULES)
def test_saves(
    name: str, change: Callable[[Any, Path], Facts], upstream_data: Path, bench: Workbench
) -> None:
    def work(library: Library, path: Path) -> Facts:
        file = kind_of(library, name)(path)
        return (change(file, path), file_facts(file), file_facts(kind_of(library, name)(path)))

    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), work, path.name, changes=True)

    assert_each([*SAMPLES, *_fixtures(upstream_data)], check)


# mutagen may read the packets of a damaged file for ever.
SAFE = [path for path in SAMPLES if "sv8" not in path.name]


@examples(200)
@given(sample=st.sampled_from(SAFE), damage=DAMAGES, change=st.sampled_from(CHANGES))
def test_saves_of_damaged_samples(
    sample: Path, damage: Damage, change: Callable[[Any, Path], Facts], bench: Workbench
) -> None:
    name = next((name for name in MODULES if MODULES[name] in sample.name), "WavPack")

    def work(library: Library, path: Path) -> Facts:
        file = kind_of(library, name)(path)
        return (change(file, path), file_facts(kind_of(library, name)(path)))

    bench.assert_parity(damage(sample.read_bytes()), work, sample.name, changes=True)


@pytest.mark.parametrize("name", MODULES)
def test_names(name: str) -> None:
    """Constants, and errors that are the APEv2 module's."""

    def seen(library: Library) -> Facts:
        module: Any = import_module(f"{library.name}.{MODULES[name]}")
        apev2: Any = import_module(f"{library.name}.apev2")
        constants = {
            constant: facts_of(getattr(module, constant, None))
            for constant in ("RATES", "SAMPLE_TYPE_BITS")
        }
        header_error = getattr(module, f"{name}HeaderError")
        return (
            constants,
            module.error is apev2.error,
            module.delete is apev2.delete,
            issubclass(header_error, apev2.error),
            module.Open is getattr(module, name),
            kind_of(library, name).__mro__[1] is apev2.APEv2File,
        )

    assert_parity(seen)


def test_block_header() -> None:
    """The private class of block headers, which moves the file on."""
    data = next(path for path in SAMPLES if path.name == "wavpack-stereo.wv").read_bytes()

    def seen(library: Library) -> Facts:
        header_class = import_module(f"{library.name}.wavpack")._WavPackHeader
        file = BytesIO(b"before" + data)
        file.seek(6)
        header = header_class.from_fileobj(file)
        return (facts_of(vars(header)), file.tell())

    assert_parity(seen)


def test_kinds_of_metadata() -> None:
    def seen(library: Library) -> Facts:
        kinds = import_module(f"{library.name}.tak").TAKMetadata
        return tuple((repr(kinds(number)), str(kinds(number))) for number in range(10))

    assert_parity(seen)


# Where ours differs on purpose.


def test_packets_that_lead_into_themselves() -> None:
    """mutagen reads a packet of size 0 for ever."""
    data = b"MPCKEI\0" + bytes(100)
    with pytest.raises(Endless):
        kind_of(ORIGINAL, "Musepack")(Patient(data))
    with pytest.raises(OURS.error, match="impossible size"):
        kind_of(OURS, "Musepack")(Patient(data))


def test_sizes_of_packets() -> None:
    """mutagen asks for as many bytes as a packet claims."""
    data = b"MPCKRG" + b"\xff" * 8 + b"\x7f" + bytes(100)
    for library, expected in ((ORIGINAL, (MemoryError, OverflowError)), (OURS, OURS.error)):
        with NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            with pytest.raises(expected):
                kind_of(library, "Musepack")(file.name)


def test_rates_told_elsewhere() -> None:
    """mutagen looks the index 15 up in a list of 15."""
    data = next(path for path in SAMPLES if "rate-elsewhere" in path.name).read_bytes()
    with pytest.raises(IndexError):
        kind_of(ORIGINAL, "WavPack")(BytesIO(data))
    with pytest.raises(import_module("mutagen_rs.wavpack").WavPackHeaderError):
        kind_of(OURS, "WavPack")(BytesIO(data))


class Breaking(BytesIO):
    """A file that cannot be read from some point on."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 10_000:
            raise OSError("broken")
        return super().read(size)


def test_reads_that_fail_within_the_stream() -> None:
    """mutagen takes a failure for the last block, and tells a shorter length."""
    sample = next(path for path in SAMPLES if path.name == "wavpack-no-length.wv")
    data = sample.read_bytes()[:32]
    block = bytearray(data)
    block[4:8] = (20_000 - 8).to_bytes(4, "little")
    stream = bytes(block).ljust(20_000, b"\0") * 2
    whole = kind_of(ORIGINAL, "WavPack")._Info(BytesIO(stream)).length
    assert kind_of(ORIGINAL, "WavPack")._Info(Breaking(stream)).length == whole / 2
    assert kind_of(OURS, "WavPack")._Info(BytesIO(stream)).length == whole
    with pytest.raises(import_module("mutagen_rs.wavpack").WavPackHeaderError):
        kind_of(OURS, "WavPack")._Info(Breaking(stream))
