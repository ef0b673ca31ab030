"""ASF of mutagen and mutagen_rs side by side, on fixtures, samples, made files and damaged ones."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.asf_bytes import GUIDS, asf_object, claims_too_much, damaged, extension, files, header
from parity.asf_edits import EDITS, Edit
from parity.effort import examples
from parity.facts import Facts
from parity.libraries import BOTH, OURS, Library
from parity.outcome import Workbench, assert_each
from parity.saving import PADDINGS

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "asf").iterdir())

Work = Callable[[Any, Path], Facts]


def value_facts(value: Any) -> Facts:
    """What can be seen of a value."""
    return {
        "class": type(value).__name__,
        "value": value.value,
        "type": type(value.value).__name__,
        "vars": tuple(vars(value).items()),
        "TYPE": value.TYPE,
        "size": value.data_size(),
        "repr": repr(value),
        "str": str(value),
        "bytes": bytes(value),
        "bool": bool(value),
        "equal": (value == value.value, value != value.value, value <= value.value),
        "written": (value.render("né"), value.render_m("né"), value.render_ml("né"))
        if value.data_size() < 1 << 16
        else None,
    }


def object_facts(node: Any) -> Facts:
    """What can be seen of an object of the header."""
    return {
        "class": type(node).__name__,
        "vars": tuple(vars(node)),
        "GUID": node.GUID,
        "data": node.data,
        "objects": tuple(map(object_facts, node.objects)),
    }


def file_facts(file: Any) -> Facts:
    """What can be seen of a file."""
    tags, info = file.tags, file.info
    numbers = {name: getattr(info, name) for name in vars(info)}
    length = numbers.pop("length")
    return {
        "tags": tuple((name, value_facts(value)) for name, value in tags),
        "names": tuple(sorted(tags.keys())),
        "items": tuple(sorted((name, repr(values)) for name, values in tags.items())),
        "dict": tuple((name, len(values)) for name, values in tags.as_dict().items()),
        "shown": (tags.pprint(), repr(tags), len(tags), file.pprint()),
        "length": (type(length).__name__, length.hex()),
        "info": tuple(numbers.items()),
        "info shown": info.pprint(),
        "mime": tuple(file.mime),
        "header": object_facts(file._header),
        "header shown": (file._header.pprint(), repr(file._header)),
    }


def read_name(asf: Any, path: Path) -> Facts:
    file = asf.ASF(path)
    assert file.filename == str(path)
    return file_facts(file)


def read_object(asf: Any, path: Path) -> Facts:
    return file_facts(asf.ASF(BytesIO(path.read_bytes())))


def read_parts(asf: Any, path: Path) -> Facts:
    """The header, by the functions that a program may call."""

    class File:
        info = asf.ASFInfo()

    file: Any = File()
    file._tags = {}
    with path.open("rb") as opened:
        whole = asf.HeaderObject.parse_full(file, opened)
    pairs = {guid: [(name, repr(v)) for name, v in tags] for guid, tags in file._tags.items()}
    info = (file.info.length.hex(), file.info.pprint(), file.info.codec_description)
    return (object_facts(whole), tuple((guid, tuple(t)) for guid, t in pairs.items()), info)


READS: list[Work] = [read_name, read_object, read_parts]


def placed(file: Any) -> Facts:
    """Where a save has put the tags."""
    return (
        tuple((name, repr(value)) for name, value in file.to_content_description.items()),
        tuple((name, repr(value)) for name, value in file.to_extended_content_description.items()),
        tuple((name, repr(value)) for name, value in file.to_metadata.items()),
        tuple((name, repr(value)) for name, value in file.to_metadata_library),
    )


def save_again(asf: Any, path: Path) -> Facts:
    file = asf.ASF(path)
    file.save()
    return (placed(file), file_facts(file), file_facts(asf.ASF(path)))


def save_header(asf: Any, path: Path) -> Facts:
    """The header is looked at before, so that its Python objects are written."""
    file = asf.ASF(path)
    before = len(file._header.objects)
    file["Author"] = ["One", "Two", "Three"]
    file.save()
    return (before, placed(file), file_facts(file), file_facts(asf.ASF(path)))


def save_changed_header(asf: Any, path: Path) -> Facts:
    file = asf.ASF(path)
    del file._header.objects[::2]
    unknown = asf._objects.UnknownObject(b"a new object's id")
    unknown.GUID, unknown.data = GUIDS["unknown"], b"some data"
    file._header.objects.append(unknown)
    file.save(padding=lambda info: 100)
    file["Title"] = "Another"
    file.save()
    return (object_facts(file._header), file_facts(asf.ASF(path)))


def save_twice(asf: Any, path: Path) -> Facts:
    file = asf.ASF(path)
    file["WM/Lyrics"] = "la" * 20_000
    file["WM/Picture"] = b"\xff\xd8" * 100_000
    file.save()
    del file["WM/Lyrics"]
    file.tags.append(("Stream", asf.ASFValue("text", asf.UNICODE, stream=1)))
    file.save()
    return (placed(file), file_facts(asf.ASF(path)))


def save_elsewhere(asf: Any, path: Path) -> Facts:
    """Into another file: its header makes way for that of the one that was loaded."""
    file = asf.ASF(path)
    file["Author"] = "Somebody"
    target = BytesIO(header([asf_object("unknown", b"old")], behind=b"audio" * 100))
    file.save(target)
    return target.getvalue()


def delete(asf: Any, path: Path) -> Facts:
    file = asf.ASF(path)
    file.delete()
    return (file_facts(file), file_facts(asf.ASF(path)))


CHANGES: list[Work] = [
    save_again,
    save_header,
    save_changed_header,
    save_twice,
    save_elsewhere,
    delete,
]


def check(bench: Workbench, data: bytes, work: Work, **options: bool) -> None:
    """Do the same with both libraries."""
    if work not in READS and claims_too_much(data):  # refused: see below
        return

    def run(library: Library, path: Path) -> Facts:
        asf = import_module(f"{library.name}.asf")
        return work(asf, path)

    bench.assert_parity(data, run, "file.wma", changes=work not in READS, **options)


@pytest.mark.parametrize("work", READS + CHANGES)
def test_fixtures(work: Work, bench: Workbench, upstream_data: Path) -> None:
    paths = [path for path in sorted(upstream_data.iterdir()) if path.is_file()]
    wanted = [path for path in paths if path.suffix in (".wma", ".mp3", ".ogg")]
    assert_each([*wanted, *SAMPLES], lambda path: check(bench, path.read_bytes(), work))


@pytest.mark.parametrize("work", READS + CHANGES)
@examples(60)
@given(data=files())
def test_made(data: bytes, work: Work, bench: Workbench) -> None:
    check(bench, data, work)


@pytest.mark.parametrize("work", READS + CHANGES)
@examples(40)
@given(st.data())
def test_damaged(work: Work, bench: Workbench, upstream_data: Path, data: st.DataObject) -> None:
    check(bench, data.draw(damaged(lambda: [*upstream_data.glob("*.wma"), *SAMPLES])), work)


@examples(150)
@given(st.data())
def test_edits(bench: Workbench, upstream_data: Path, data: st.DataObject) -> None:
    sources = [path.read_bytes() for path in [*sorted(upstream_data.glob("*.wma")), *SAMPLES]]
    sound = st.sampled_from(sources)
    content = data.draw(st.one_of(sound, sound, files()))
    edits: list[Edit] = data.draw(EDITS)
    padding = data.draw(st.sampled_from(sorted(PADDINGS)))

    def work(asf: Any, path: Path) -> Facts:
        file = asf.ASF(path)
        results = tuple(edit.apply(asf, file) for edit in edits)
        before = file_facts(file)
        plan = file.plan_save(padding=PADDINGS[padding]) if hasattr(file, "plan_save") else None
        old = path.stat().st_size
        file.save(padding=PADDINGS[padding])
        if plan is not None:
            assert (plan.old_size, plan.new_size) == (old, path.stat().st_size)
        return (results, before, placed(file), file_facts(asf.ASF(path)))

    check(bench, content, work, by_caller=True)


@pytest.mark.parametrize("depth", [0, 1, 2, 10, 50, 199, 200])
def test_nested_extensions(depth: int, bench: Workbench) -> None:
    """Down to where ours stops; mutagen goes on to Python's own limit."""
    inner = asf_object("unknown", b"within")
    for _ in range(depth):
        inner = extension([inner])

    def read(asf: Any, path: Path) -> Facts:
        file = asf.ASF(path)
        file["Title"] = "text"
        file.save()
        return asf.ASF(path).pprint()

    check(bench, header([inner]), read)


def test_values_of_other_classes(bench: Workbench, upstream_data: Path) -> None:
    """A class of the caller's writes itself."""

    def work(asf: Any, path: Path) -> Facts:
        class Loud(asf.ASFUnicodeAttribute):  # type: ignore[misc]
            def _render(self) -> bytes:
                return bytes(super()._render().upper())

        file = asf.ASF(path)
        file["WM/Mood"] = Loud("quiet", language=None)
        file["WM/Other"] = [Loud("a", stream=1), Loud("b", stream=1), Loud("c", language=1)]
        file["Author"] = [Loud("author"), Loud("other")]
        file.save()
        return file_facts(asf.ASF(path))

    check(bench, (upstream_data / "silence-1.wma").read_bytes(), work)


def test_header_functions(upstream_data: Path) -> None:
    """`render_full` gives what a save writes."""
    source = (upstream_data / "silence-2.wma").read_bytes()
    results = []
    for library in BOTH:
        asf = import_module(f"{library.name}.asf")
        file = asf.ASF(BytesIO(source))
        whole, target = file._header, BytesIO(source)
        file.save(target)
        size = whole.parse_size(BytesIO(source))
        for padding in (None, lambda info: 7, lambda info: -5):
            results.append(whole.render_full(file, BytesIO(source), size[0], padding))
            with pytest.raises(asf.ASFHeaderError):
                whole.render_full(file, BytesIO(source[:100]), size[0], padding)
        assert target.getvalue().startswith(results[-3])
        results.append((size, file._header._get_object(b"?" * 16).pprint()))
    half = len(results) // 2
    assert results[:half] == results[half:]


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_copies(copied: Callable[[Any], Any], tmp_path: Path, upstream_data: Path) -> None:
    """A copy of a file saves what the file would have saved."""
    asf = import_module(f"{OURS.name}.asf")
    paths = [tmp_path / name for name in ("one.wma", "two.wma")]
    for path in paths:
        path.write_bytes((upstream_data / "silence-1.wma").read_bytes())
    file = asf.ASF(paths[0])
    twin = copied(file)
    assert "_doc" not in vars(twin)
    assert file_facts(twin) == file_facts(file)
    assert type(copied(file.tags)) is asf.ASFTags
    assert next(iter(copied(file.tags))) == ("Title", "test")
    twin.filename = str(paths[1])
    for one in (file, twin):
        one["Title"] = ["another", "title"]
        one.save()
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_file_that_is_loaded_again(upstream_data: Path) -> None:
    asf = import_module(f"{OURS.name}.asf")
    data = (upstream_data / "silence-1.wma").read_bytes()
    file = asf.ASF(BytesIO(data))
    first = (file.tags, file.info, file._header)
    file["Title"] = "edited"
    file.save(BytesIO(data))
    file.load(BytesIO(data))
    assert file["Title"] == ["test"]
    assert file.tags is not first[0]
    assert file.info is not first[1]
    assert file._header is not first[2]


def test_tables() -> None:
    """The names of codecs, and the classes of objects by their GUIDs."""
    theirs, ours = (import_module(f"{library.name}.asf._util") for library in BOTH)
    assert ours.CODECS == theirs.CODECS
    old, new = (import_module(f"{library.name}.asf._objects").BaseObject._TYPES for library in BOTH)
    assert {guid: kind.__name__ for guid, kind in old.items()} == {
        guid: kind.__name__ for guid, kind in new.items()
    }


def test_a_failed_delete_keeps_the_tags(tmp_path: Path) -> None:
    """In memory, and in a file that lost its header meanwhile."""
    asf = import_module(f"{OURS.name}.asf")
    path = tmp_path / "file.wma"
    path.write_bytes(header([]))
    file = asf.ASF(path)
    file["Title"] = "kept"
    path.write_bytes(b"something else")
    with pytest.raises(asf.ASFHeaderError):
        file.delete()
    assert file["Title"] == ["kept"]
    assert path.read_bytes() == b"something else"


def test_deviation_a_header_that_claims_the_stream(tmp_path: Path) -> None:
    """mutagen deletes what the header claims, beyond its objects; we refuse to."""
    path = tmp_path / "file.wma"
    theirs, ours = (import_module(f"{library.name}.asf") for library in BOTH)
    content = header([asf_object("unknown", b"data")], size_lie=50)
    path.write_bytes(content)
    file = ours.ASF(path)
    file["Title"] = "text"
    for change in (file.save, file.delete, file.plan_save):
        with pytest.raises(ours.ASFHeaderError):
            change()
    assert path.read_bytes() == content
    theirs.ASF(path).save()
    assert path.read_bytes().count(b"\xda") == 10
    # Zeros are no loss.
    path.write_bytes(header([], size_lie=50, behind=bytes(50) + b"stream"))
    ours.ASF(path).save()
    assert path.read_bytes().endswith(b"\0stream")


def test_deviation_nested_too_deep(tmp_path: Path) -> None:
    """Beyond 200 header extensions within each other; mutagen goes on to Python's own limit."""
    theirs, ours = (import_module(f"{library.name}.asf") for library in BOTH)
    inner = b""
    for _ in range(201):
        inner = extension([inner])
    content = header([inner])
    theirs.ASF(BytesIO(content))
    with pytest.raises(ours.error):
        ours.ASF(BytesIO(content))


def test_deviation_many_tag_objects() -> None:
    """A save writes all tags into each object for them; we refuse if there are many."""
    theirs, ours = (import_module(f"{library.name}.asf") for library in BOTH)
    content = header([asf_object("library", b"\0\0")] * 33)
    file = BytesIO(content)
    opened = ours.ASF(file)
    for _ in range(2):
        with pytest.raises(ours.error):
            opened.save(file)
        assert opened._header.objects  # from now on, Python objects are written
    assert file.getvalue() == content
    theirs.ASF(BytesIO(content)).save(BytesIO(content))


def test_deviation_objects_that_overlap() -> None:
    """Objects may claim to be smaller than their own head; we stop at 4096 of them."""
    theirs, ours = (import_module(f"{library.name}.asf") for library in BOTH)
    tiny = bytes([8, 0, 0, 0, 0, 0, 0, 0])
    for count, is_read in ((500, True), (5000, False)):
        content = header([extension([tiny * count], lie=-16)])
        theirs.ASF(BytesIO(content))
        if is_read:
            ours.ASF(BytesIO(content))
        else:
            with pytest.raises(ours.error):
                ours.ASF(BytesIO(content))


def test_deviation_position(upstream_data: Path) -> None:
    """mutagen begins to read at the position of a file object; we read the file."""
    theirs, ours = (import_module(f"{library.name}.asf") for library in BOTH)
    file = BytesIO((upstream_data / "silence-1.wma").read_bytes())
    file.seek(10)
    with pytest.raises(theirs.ASFHeaderError):
        theirs.ASF(file)
    file.seek(10)
    assert ours.ASF(file)["Title"] == ["test"]
