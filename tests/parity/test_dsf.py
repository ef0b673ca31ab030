"""DSF files: samples and fixtures, damaged and edited, by both libraries."""

from __future__ import annotations

import struct
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, facts_of, tags_facts
from parity.libraries import ORIGINAL, OURS, Library
from parity.outcome import Workbench, assert_each, assert_parity
from parity.recipes import USUAL_EDITS, Edit
from parity.saving import OPTIONS, PADDINGS, SaveOptions

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "dsf").iterdir())
PLAIN = next(path for path in SAMPLES if path.name == "plain.dsf").read_bytes()
POINTER = slice(20, 28)


def _module(library: Library) -> Any:
    return import_module(f"{library.name}.dsf")


def _chunk_facts(chunk: Any) -> Facts:
    """The attributes of a chunk, without its file."""
    attributes = sorted(item for item in vars(chunk).items() if item[0] != "fileobj")
    return (type(chunk).__name__, {name: facts_of(value) for name, value in attributes})


def _info_facts(info: Any) -> Facts:
    names = ("length", "channels", "sample_rate", "bits_per_sample", "bitrate")
    rate = info.sample_rate  # without one, mutagen's length raises
    values = {name: facts_of(getattr(info, name)) for name in names if rate or name != "length"}
    return (values, _chunk_facts(info.fmt_chunk), info.pprint() if rate else None)


def _facts(file: Any) -> Facts:
    if file is None:
        return None
    tags = None if file.tags is None else (tags_facts(file.tags), file.tags.filename is None)
    return {
        "tags": tags,
        "info": _info_facts(file.info),
        "mime": facts_of(file.mime),
        "keys": tuple(file.keys()),
    }


OPENERS: dict[str, Callable[[Library, Path], Facts]] = {
    "name": lambda lib, path: _facts(_module(lib).DSF(path)),
    "str": lambda lib, path: _facts(_module(lib).DSF(str(path))),
    "object": lambda lib, path: _facts(_module(lib).DSF(BytesIO(path.read_bytes()))),
    "raw": lambda lib, path: _facts(_module(lib).DSF(path, translate=False)),
    "v2.3": lambda lib, path: _facts(_module(lib).DSF(path, v2_version=3, load_v1=False)),
    "no frames": lambda lib, path: _facts(_module(lib).DSF(path, known_frames={})),
    "File": lambda lib, path: _facts(lib.package.File(path, [_module(lib).DSF])),
    "tags": lambda lib, path: tags_facts(_module(lib)._DSFID3(path)),
    "chunks": lambda lib, path: _chunks(_module(lib).DSFFile(BytesIO(path.read_bytes()))),
}


def _chunks(file: Any) -> Facts:
    return (
        _chunk_facts(file.dsd_chunk),
        file.dsd_chunk.pprint(),
        _chunk_facts(file.fmt_chunk),
        _chunk_facts(file.data_chunk),
        file.data_chunk.pprint(),
    )


@pytest.mark.parametrize("way", OPENERS)
def test_fixtures(way: str, upstream_data: Path, bench: Workbench) -> None:
    """Every file, also those of other formats."""

    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), OPENERS[way], path.name)

    assert_each([*SAMPLES, *sorted(upstream_data.iterdir())], check)


def _damaged(data: bytes, damage: Damage) -> tuple[bytes, bytes]:
    """Damage to the headers, and the same damage to the tag."""
    start = int.from_bytes(data[POINTER], "little")
    if not 92 <= start <= len(data):
        start = len(data)
    return damage(data), data[:start] + damage(data[start:])


@examples(150)
@given(drawn=st.data(), damage=DAMAGES, way=st.sampled_from(sorted(OPENERS)))
def test_damaged(
    drawn: st.DataObject, damage: Damage, way: str, upstream_data: Path, bench: Workbench
) -> None:
    sample = drawn.draw(st.sampled_from([*SAMPLES, *sorted(upstream_data.glob("*.dsf"))]))
    for data in _damaged(sample.read_bytes(), damage):
        if int.from_bytes(data[POINTER], "little") > 1 << 40:
            continue  # where mutagen's outcome depends on the file system
        bench.assert_parity(data, OPENERS[way], sample.name)


def _points_to_a_tag(data: bytes) -> bool:
    """Not so: mutagen cuts the file there, we do not; see test_deviations."""
    start = int.from_bytes(data[POINTER], "little")
    return start == 0 or start == len(data) or data[start : start + 3] == b"ID3"


def _save(library: Library, path: Path, options: SaveOptions, edits: list[Edit]) -> Facts:
    audio = _module(library).DSF(path)
    if audio.tags is None:
        audio.add_tags()
    outcomes = tuple(edit.apply(library, audio.tags) for edit in edits)
    arguments = options.arguments()
    del arguments["v1"]
    if options.v2_version == 3:
        audio.tags.update_to_v23()
    # What cannot be written is refused here: mutagen has changed the header by then.
    audio.tags.save(BytesIO(PLAIN), **arguments)
    audio.save(**arguments)
    return (outcomes, _facts(_module(library).DSF(path)))


@examples(150)
@given(drawn=st.data(), edits=USUAL_EDITS, options=OPTIONS, damage=DAMAGES)
def test_edit_and_save(
    drawn: st.DataObject,
    edits: list[Edit],
    options: SaveOptions,
    damage: Damage,
    upstream_data: Path,
    bench: Workbench,
) -> None:
    sample = drawn.draw(st.sampled_from([*SAMPLES, *sorted(upstream_data.glob("*.dsf"))]))
    data = sample.read_bytes()
    for content in (data, *_damaged(data, damage)):
        if _points_to_a_tag(content):
            bench.assert_parity(
                content,
                lambda library, path: _save(library, path, options, edits),
                sample.name,
                changes=True,
                by_caller=True,
            )


def _save_over(library: Library, path: Path) -> Facts:
    """A new tag, to a file that was not loaded."""
    tags = _module(library)._DSFID3()
    tags.add(library.id3.TIT2(encoding=3, text=["A title"]))
    tags.save(path, padding=PADDINGS["constant"])
    return None


def _save_twice(library: Library, path: Path) -> Facts:
    audio = _module(library).DSF(path)
    if audio.tags is None:
        audio.add_tags()
    audio["TALB"] = library.id3.TALB(encoding=0, text=["An album"])
    audio.save()
    audio["TALB"].text = ["An album with a longer name"]
    audio.save()
    audio.tags.delall("TALB")
    audio.save(padding=PADDINGS["none"])
    return _facts(_module(library).DSF(path))


def _save_to_object(library: Library, path: Path) -> Facts:
    file = BytesIO(path.read_bytes())
    _save_over(library, file)  # type: ignore[arg-type]
    return file.getvalue()


def _delete(library: Library, path: Path) -> Facts:
    audio = _module(library).DSF(path)
    audio.delete()
    return (audio.tags, _facts(_module(library).DSF(path)))


def _delete_function(library: Library, path: Path) -> Facts:
    _module(library).delete(path)
    return None


def _delete_method_of_tags(library: Library, path: Path) -> Facts:
    tags = _module(library)._DSFID3(path)
    tags.delete()
    return tags_facts(tags)


@pytest.mark.parametrize(
    "work",
    [_save_over, _save_twice, _save_to_object, _delete, _delete_function, _delete_method_of_tags],
)
def test_scripts(
    work: Callable[[Library, Path], Facts], upstream_data: Path, bench: Workbench
) -> None:
    def check(path: Path) -> None:
        data = path.read_bytes()
        if _points_to_a_tag(data):
            bench.assert_parity(data, work, path.name, changes=True)

    assert_each([*SAMPLES, *sorted(upstream_data.iterdir())], check)


@examples(100)
@given(data=st.binary(max_size=60), name=st.sampled_from(["DSDChunk", "FormatChunk", "DataChunk"]))
def test_chunks(data: bytes, name: str) -> None:
    """Headers on their own, with the right name and size or any."""
    magic = {
        "DSDChunk": struct.pack("<4sQ", b"DSD ", 28),
        "FormatChunk": struct.pack("<4sQII", b"fmt ", 52, 1, 0),
        "DataChunk": b"data",
    }[name]
    for content in (data, magic + data):
        assert_parity(
            lambda library, content=content: _chunk_facts(  # type: ignore[misc]
                getattr(_module(library), name)(BytesIO(content))
            )
        )


def test_new_chunks() -> None:
    def work(library: Library) -> Facts:
        dsf = _module(library)
        file = BytesIO(b"____")
        chunk = dsf.DSDChunk(file, create=True)
        chunk.chunk_offset, chunk.total_size, chunk.offset_metdata_chunk = 2, 123456, 1 << 50
        chunk.write()
        made = [kind(file, create=True) for kind in (dsf.FormatChunk, dsf.DataChunk)]
        info = dsf.DSFInfo(made[0])
        facts = tuple(_chunk_facts(each) for each in made)
        return (file.getvalue(), facts, info.pprint())

    assert_parity(work)


def test_no_such_methods() -> None:
    def work(library: Library) -> Facts:
        chunk = _module(library).DSFChunk(BytesIO(), create=True)
        names = []
        for method in (chunk.load, chunk.write):
            with pytest.raises(NotImplementedError):
                method()
            names.append(facts_of((chunk.chunk_header, chunk.chunk_size)))
        return tuple(names)

    assert_parity(work)


def _tagged(library: Library, path: Path) -> None:
    audio = _module(library).DSF(path)
    assert audio.tags is None
    audio.add_tags()
    audio["TIT2"] = library.id3.TIT2(encoding=3, text=["A title"])
    audio.save()


@pytest.mark.parametrize("pointer", ["into-header", "into-sound", "behind-end"])
def test_deviation_pointer_to_no_tag(pointer: str, sample_dir: Path, tmp_path: Path) -> None:
    """mutagen cuts the file where the pointer leads to, we only where a tag is."""
    sample = (sample_dir / "dsf" / f"pointer-{pointer}.dsf").read_bytes()
    path = tmp_path / "file.dsf"
    path.write_bytes(sample)
    _tagged(OURS, path)
    saved = path.read_bytes()
    assert saved[28 : len(sample)] == sample[28:]
    assert int.from_bytes(saved[POINTER], "little") == len(sample)
    assert str(ORIGINAL.package.File(path)["TIT2"]) == "A title"
    for delete in (_delete, _delete_function):
        path.write_bytes(sample)
        delete(OURS, path)
        left = path.read_bytes()
        assert left == sample[: POINTER.start] + bytes(8) + sample[POINTER.stop :]
    if pointer != "behind-end":  # of a terabyte
        path.write_bytes(sample)
        _delete_function(ORIGINAL, path)
        assert path.stat().st_size < len(sample)


def test_deviation_no_sample_rate(sample_dir: Path) -> None:
    path = sample_dir / "dsf" / "no-rate.dsf"
    with pytest.raises(ZeroDivisionError):
        _module(ORIGINAL).DSF(path).pprint()
    ours = _module(OURS).DSF(path)
    assert facts_of(ours.info.length) == facts_of(0.0)
    assert "0.00 seconds" in ours.pprint()


def test_deviation_format_chunk_shows_itself() -> None:
    with pytest.raises(AttributeError):
        _module(ORIGINAL).FormatChunk(None, create=True).pprint()
    assert "0.00 seconds" in _module(OURS).FormatChunk(None, create=True).pprint()


def test_deviation_nothing_is_written_before_all_is_known(tmp_path: Path) -> None:
    """mutagen has changed the pointer when it finds out that a tag cannot be written."""
    path = tmp_path / "file.dsf"
    for library in (ORIGINAL, OURS):
        path.write_bytes(PLAIN)
        audio = _module(library).DSF(path)
        audio.add_tags()
        with pytest.raises(_module(library).error):
            audio.save(padding=PADDINGS["negative"])
        assert (path.read_bytes() == PLAIN) is (library is OURS)
