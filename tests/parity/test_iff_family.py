"""AIFF, WAVE and DSDIFF: every sample and fixture, damaged too, opened, edited and saved."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given, strategies as st

from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, Raised, facts_of, file_facts, tags_facts
from parity.libraries import BOTH, ORIGINAL, OURS, Library
from parity.openers import SampleBytes
from parity.outcome import (
    Workbench,
    assert_each,
    assert_parity,
    assert_same_outcome,
    outcome_of,
)
from parity.recipes import EDITS, Edit
from parity.saving import PADDINGS


class Kind(NamedTuple):
    """The names of a format's module and classes."""

    module: str
    file: str
    tags: str
    info: str
    chunks: str

    def get(self, library: Library, name: str) -> Any:
        """A name of the format's module."""
        return getattr(import_module(f"{library.name}.{self.module}"), name)


AIFF = Kind("aiff", "AIFF", "_IFFID3", "AIFFInfo", "AIFFFile")
WAVE = Kind("wave", "WAVE", "_WaveID3", "WaveStreamInfo", "_WaveFile")
DSDIFF = Kind("dsdiff", "DSDIFF", "_DSDIFFID3", "DSDIFFInfo", "DSDIFFFile")
KINDS = {".aif": AIFF, ".aifc": AIFF, ".wav": WAVE, ".avi": WAVE, ".dff": DSDIFF}

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "iff").iterdir())


def _fixtures(upstream_data: Path) -> list[Path]:
    return sorted(path for path in upstream_data.iterdir() if path.suffix in KINDS)


Work = Callable[[Library, Kind, Any], Facts]


def _named(path: Path, file: Any) -> Any:
    """The file, after checking that it and its tags remember the name it was opened by."""
    assert file.filename == str(path)
    assert file.tags is None or file.tags.filename == str(path)
    return file


def _unnamed(file: Any) -> Any:
    assert file.filename is None
    assert file.tags is None or file.tags.filename is None
    return file


def _open(library: Library, kind: Kind, path: Any, *args: Any, **options: Any) -> Any:
    return kind.get(library, kind.file)(path, *args, **options)


def _tags(library: Library, kind: Kind, path: Any, **options: Any) -> Any:
    return kind.get(library, kind.tags)(path, **options)


def _info(library: Library, kind: Kind, path: Path) -> Facts:
    with open(path, "rb") as file:
        file.seek(3)
        info = kind.get(library, kind.info)(file)
    return {name: facts_of(value) for name, value in sorted(vars(info).items())}, info.pprint()


def _own_class(library: Library, kind: Kind, path: Path) -> Facts:
    """Python code is called for each frame."""

    class Own(kind.get(library, kind.tags)):  # type: ignore[misc]
        def add(self, frame: Any) -> None:
            super().add(frame)

        def _pre_load_header(self, fileobj: Any) -> None:
            super()._pre_load_header(fileobj)

    return tags_facts(Own(path))


def _few(library: Library) -> dict[str, Any]:
    return {name: library.id3.Frames[name] for name in ("TIT2", "COMM")}


OPENERS: dict[str, Work] = {
    "file": lambda lib, kind, path: file_facts(_named(path, _open(lib, kind, path))),
    "str": lambda lib, kind, path: file_facts(_named(path, _open(lib, kind, str(path)))),
    "object": lambda lib, kind, path: file_facts(
        _unnamed(_open(lib, kind, BytesIO(path.read_bytes())))
    ),
    "raw": lambda lib, kind, path: file_facts(_open(lib, kind, path, translate=False)),
    "v2.3": lambda lib, kind, path: file_facts(_open(lib, kind, path, v2_version=3, load_v1=False)),
    "few frames": lambda lib, kind, path: file_facts(
        _open(lib, kind, path, known_frames=_few(lib))
    ),
    "tags": lambda lib, kind, path: tags_facts(_tags(lib, kind, path)),
    "tags, raw": lambda lib, kind, path: tags_facts(_tags(lib, kind, path, translate=False)),
    "own class": _own_class,
    "info": _info,
}


def _check(
    bench: Workbench, work: Work, path: Path, data: bytes | None = None, **options: bool
) -> None:
    data = path.read_bytes() if data is None else data
    kind = KINDS[path.suffix]
    bench.assert_parity(data, lambda lib, copy: work(lib, kind, copy), path.name, **options)


@pytest.mark.parametrize("way", OPENERS)
def test_open(way: str, upstream_data: Path, bench: Workbench) -> None:
    assert_each(
        [*SAMPLES, *_fixtures(upstream_data)], lambda path: _check(bench, OPENERS[way], path)
    )


@pytest.mark.parametrize("kind", [AIFF, WAVE, DSDIFF], ids=lambda kind: kind.file)
def test_open_other_files(kind: Kind, upstream_data: Path, bench: Workbench) -> None:
    def check(path: Path) -> None:
        def work(library: Library, copy: Path) -> Facts:
            return file_facts(_open(library, kind, copy))

        bench.assert_parity(path.read_bytes(), work, path.name)

    assert_each([*SAMPLES, *sorted(upstream_data.iterdir())], check)


# Saves


def _edited(library: Library, kind: Kind, path: Any, edit: str) -> Any:
    file = _open(library, kind, path)
    if file.tags is None:
        file.add_tags()
    title = library.id3.TIT2(encoding=3, text=["Another title" if edit == "title" else "x" * 5000])
    if edit != "nothing":
        file.tags.add(title)
    if edit == "half":
        for key in list(file.tags.keys())[::2]:
            file.tags.delall(key)
    return file


def _script(edit: str, padding: str = "default", **options: Any) -> Work:
    def work(library: Library, kind: Kind, path: Any) -> Facts:
        file = _edited(library, kind, path, edit)
        if options.get("v2_version") == 3:
            file.tags.update_to_v23()
        file.save(path, padding=PADDINGS[padding], **options)
        return file_facts(_open(library, kind, path, translate=False))

    return work


def _shown_padding(library: Library, kind: Kind, path: Path) -> Facts:
    """What a padding function is told."""
    told: list[tuple[int, int]] = []

    def three(info: Any) -> int:
        told.append((info.padding, info.size))
        return 3

    file = _edited(library, kind, path, "title")
    file.save(path, padding=three)
    file.tags.delall("TIT2")
    file.tags.save(path, padding=three)
    return tuple(told)


def _save_over(library: Library, kind: Kind, path: Path) -> Facts:
    tags = kind.get(library, kind.tags)()
    tags.add(library.id3.TIT2(encoding=3, text=["A title"]))
    tags.save(path)
    return tags_facts(_tags(library, kind, path))


def _delete_function(library: Library, kind: Kind, path: Path) -> Facts:
    kind.get(library, "delete")(path)
    kind.get(library, "delete")(fileobj=BytesIO(path.read_bytes()))
    return file_facts(_open(library, kind, path))


def _delete_method(library: Library, kind: Kind, path: Path) -> Facts:
    file = _open(library, kind, path)
    file.delete()
    return (len(file.tags or ()), file_facts(_open(library, kind, path)))


SCRIPTS: dict[str, Work] = {
    **{edit: _script(edit) for edit in ("nothing", "title", "longer", "half")},
    **{f"title, padding {name}": _script("title", name) for name in PADDINGS},
    "v2.3": _script("title", v2_version=3),
    "v2.3, zeros": _script("longer", v2_version=3, v23_sep=None),
    "v2.2": _script("title", v2_version=2),
    "padding": _shown_padding,
    "save over": _save_over,
    "delete": _delete_function,
    "delete by method": _delete_method,
}


REFUSED = {"v2.2", "title, padding negative", "title, padding exactly keep"}
"""When these are refused, mutagen has written an empty chunk where there was none."""


@pytest.mark.parametrize("script", SCRIPTS)
def test_saves(script: str, upstream_data: Path, bench: Workbench) -> None:
    def check(path: Path) -> None:
        if script in REFUSED:
            kind = KINDS[path.suffix]
            data = path.read_bytes()
            assert_parity(lambda lib: SCRIPTS[script](lib, kind, BytesIO(data)), by_caller=True)
            return
        _check(bench, SCRIPTS[script], path, changes=True, by_caller=True)

    assert_each([*SAMPLES, *_fixtures(upstream_data)], check)


@pytest.mark.parametrize("script", sorted(REFUSED))
def test_refused_saves_write_nothing(script: str, tmp_path: Path) -> None:
    for path in SAMPLES:
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        try:
            SCRIPTS[script](OURS, KINDS[path.suffix], copy)
        except (OURS.error, ValueError):
            assert copy.read_bytes() == path.read_bytes()


def test_save_of_missing_file(tmp_path: Path) -> None:
    """Unlike a tag of its own, one in a container cannot be a file."""

    def work(library: Library) -> Facts:
        tags = AIFF.get(library, AIFF.tags)()
        tags.save(tmp_path / "missing.aif")
        return None

    assert_parity(work)
    assert not list(tmp_path.iterdir())


# Random damage and edits


def _drawn(data: st.DataObject, upstream_data: Path) -> Path:
    return data.draw(st.sampled_from([*SAMPLES, *_fixtures(upstream_data)]))


_USABLE_SCRIPTS = st.sampled_from(sorted({*SCRIPTS} - REFUSED))


def _is_far(raised: Exception) -> bool:
    """Whether a size of 64 bits was too much for the system or for Python; those differ."""
    text = str(raised)
    return (
        isinstance(raised, (MemoryError, OverflowError))
        or "Invalid argument" in text
        or "cannot fit" in text
    )


def _assume_seekable(path: Path, bench: Workbench, data: bytes, work: Work) -> None:
    """Not for a file with sizes that no file has, before the work or after it."""
    if path.suffix != ".dff":
        return
    with bench.files(data, path.name) as copies:
        for source in (copies[ORIGINAL], BytesIO(data)):
            try:
                work(ORIGINAL, DSDIFF, source)
            except Exception as raised:
                assume(not _is_far(raised))


@examples(250)
@given(drawn=st.data(), damage=DAMAGES, way=st.sampled_from(sorted(OPENERS)))
def test_damage(
    drawn: st.DataObject, damage: Damage, way: str, upstream_data: Path, bench: Workbench
) -> None:
    path = _drawn(drawn, upstream_data)
    data = damage(path.read_bytes())
    _assume_seekable(path, bench, data, OPENERS[way])
    _check(bench, OPENERS[way], path, data)


@examples(200)
@given(drawn=st.data(), damage=DAMAGES, script=_USABLE_SCRIPTS)
def test_damage_and_save(
    drawn: st.DataObject, damage: Damage, script: str, upstream_data: Path, bench: Workbench
) -> None:
    path = _drawn(drawn, upstream_data)
    data = damage(path.read_bytes())
    _assume_seekable(path, bench, data, SCRIPTS[script])
    _check(bench, SCRIPTS[script], path, data, changes=True, by_caller=True)


_PADDINGS = sorted({*PADDINGS} - {"negative", "exactly keep"})


@examples(100)
@given(drawn=st.data(), edits=EDITS, padding=st.sampled_from(_PADDINGS))
def test_edits(
    drawn: st.DataObject, edits: list[Edit], padding: str, upstream_data: Path, bench: Workbench
) -> None:
    path = _drawn(drawn, upstream_data)

    def work(library: Library, kind: Kind, copy: Path) -> Facts:
        file = _open(library, kind, copy)
        if file.tags is None:
            file.add_tags()
        facts = tuple(edit.apply(library, file.tags) for edit in edits)
        # Of two reasons to refuse, a bad value and a bad file, the value comes first in both.
        plain = library.id3.ID3()
        plain.update(file.tags)
        plain.save(BytesIO())
        file.save(padding=PADDINGS[padding])
        return facts

    _check(bench, work, path, changes=True, by_caller=True)


# Chunks on their own


class Step(NamedTuple):
    """A change of a chunk: what is done, to which chunk, with what number."""

    action: str
    number: int
    size: int

    def apply(self, file: Any) -> Facts:
        """Carry it out."""
        chunks = _all_chunks(file.root)
        chunk = chunks[self.number % len(chunks)]
        try:
            return _STEPS[self.action](file, chunk, self.size)
        except Exception as raised:
            return Raised.of(raised)


def _all_chunks(chunk: Any) -> list[Any]:
    inner = chunk.subchunks() if hasattr(chunk, "subchunks") else []
    return [chunk, *(deeper for child in inner for deeper in _all_chunks(child))]


def _insert(file: Any, chunk: Any, size: int) -> Facts:
    container = chunk if hasattr(chunk, "insert_chunk") else file
    return repr(container.insert_chunk("NEW" if size % 2 else "NEW2", b"n" * (size % 40)))


def _delete(file: Any, chunk: Any, size: int) -> Facts:
    if chunk is file.root:
        raise LookupError("nothing would be left")
    chunk.delete()
    return None


def _resize(file: Any, chunk: Any, size: int) -> Facts:
    if hasattr(chunk, "subchunks") and size < chunk.data_size:
        raise LookupError("its chunks would know nothing of it")
    chunk.resize(size)
    return chunk.data_size


def _write(file: Any, chunk: Any, size: int) -> Facts:
    if hasattr(chunk, "subchunks"):
        raise LookupError("a container has no data of its own")
    chunk.write(b"w" * size)
    return None


_STEPS: dict[str, Callable[[Any, Any, int], Facts]] = {
    "insert": _insert,
    "delete": _delete,
    "resize": _resize,
    "write": _write,
    "read": lambda file, chunk, size: chunk.read(),
    "find": lambda file, chunk, size: repr(file[("COMM", "fmt", "PROP", "ID3")[size % 4]]),
    "contains": lambda file, chunk, size: ("id3", "ID3", "FORM", "toolong")[size % 4] in file,
}

STEPS = st.lists(
    st.builds(Step, st.sampled_from(sorted(_STEPS)), st.integers(0, 9), st.integers(0, 600)),
    max_size=8,
)


def _sound(path: Path) -> bool:
    return not path.name.startswith(("damaged", "not-", "streamed"))


@examples(100)
@given(path=st.sampled_from([path for path in SAMPLES if _sound(path)]), steps=STEPS)
def test_chunks(path: Path, steps: list[Step], bench: Workbench) -> None:
    """Whatever is done to chunks: the same objects, the same bytes."""

    def work(library: Library, kind: Kind, copy: Path) -> Facts:
        with open(copy, "rb+") as stream:
            file = kind.get(library, kind.chunks)(stream)
            done = tuple(step.apply(file) for step in steps)
            shown = tuple(repr(chunk) for chunk in _all_chunks(file.root))
        return (done, shown)

    _check(bench, work, path, changes=True)


@given(path=st.sampled_from([path for path in SAMPLES if not _sound(path)]), damage=DAMAGES)
@examples(100)
def test_chunks_of_damaged_files(path: Path, damage: Damage) -> None:
    data = damage(path.read_bytes())
    kind = KINDS[path.suffix]

    def work(library: Library) -> Facts:
        file = kind.get(library, kind.chunks)(BytesIO(data))
        return tuple((repr(chunk), chunk.id, chunk.data_size) for chunk in _all_chunks(file.root))

    theirs, ours = (outcome_of(lambda library=library: work(library)) for library in BOTH)  # type: ignore[misc]
    assume(theirs.raised is None or not _is_far(theirs.raised))
    assert_same_outcome(theirs, ours)


@given(st.binary(min_size=10, max_size=10))
@examples(300)
def test_read_float(data: bytes) -> None:
    assert_parity(lambda lib: AIFF.get(lib, "read_float")(data).hex(), by_caller=True)


def test_sample_bytes_are_small() -> None:
    assert all(len(SampleBytes.of(path)) < 5000 for path in SAMPLES)
