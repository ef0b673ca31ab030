"""MP4 of mutagen and mutagen_rs side by side, on fixtures, made files and damaged ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity import bytes_of_mp4 as made
from parity.effort import examples
from parity.facts import Facts, Raised, facts_of
from parity.libraries import Library
from parity.mp4_files import damaged, files
from parity.outcome import Outcome, Workbench, assert_same_outcome, outcome_of
from parity.saving import PADDINGS

Work = Callable[[Any, Path], Facts]

FIXTURES = (
    "64bit.mp4",
    "alac.m4a",
    "covr-with-name.m4a",
    "ep7.m4b",
    "ep9.m4b",
    "has-tags.m4a",
    "nero-chapters.m4b",
    "no-tags.3g2",
    "no-tags.m4a",
    "truncated-64bit.mp4",
)

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "mp4").iterdir())


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """Where both libraries work on files of the same name and content."""
    return Workbench(tmp_path_factory.mktemp("mp4"))


def value_facts(value: Any) -> Facts:
    """What can be seen of a value: the classes of pictures and freeform values say more."""
    if isinstance(value, list):
        return ("list", *map(value_facts, value))
    if type(value).__name__ in ("MP4Cover", "MP4FreeForm"):
        state = {name: facts_of(one) for name, one in vars(value).items()}
        return (type(value).__name__, bytes(value), state, repr(value), hash(value))
    return facts_of(value)


def tags_facts(tags: Any) -> Facts:
    """What can be seen of the tags."""
    if tags is None:
        return None
    keys = tuple(tags.keys())
    return {
        "class": type(tags).__name__,
        "keys": keys,
        "values": tuple(value_facts(tags[key]) for key in keys),
        "items": tuple(key for key, _ in tags.items()),
        "failed": tuple((key, tuple(datas)) for key, datas in tags._failed_atoms.items()),
        # Tags that were not loaded have none with mutagen.
        "padding": getattr(tags, "_padding", 0),
        "pprint": tags.pprint(),
        "length": len(tags),
    }


INFO = "length bitrate channels sample_rate bits_per_sample codec codec_description".split()


def info_facts(info: Any) -> Facts:
    """What can be seen of the facts about a stream."""
    return {
        "attributes": tuple(facts_of(getattr(info, name)) for name in INFO),
        "state": tuple(sorted(vars(info))),
        "pprint": info.pprint(),
    }


def chapters_facts(chapters: Any) -> Facts:
    """What can be seen of chapters."""
    if chapters is None:
        return None
    found = tuple((facts_of(chapter.start), chapter.title) for chapter in chapters)
    return (found, chapters._timescale, chapters._duration, chapters.pprint(), len(chapters))


def file_facts(file: Any) -> Facts:
    """What can be seen of an opened file."""
    return {
        "tags": tags_facts(file.tags),
        "info": info_facts(file.info),
        "chapters": chapters_facts(file.chapters),
        "pprint": file.pprint(),
        "padding": getattr(file.tags, "_padding", 0),
        "mime": tuple(file.mime),
        "keys": tuple(file.keys()),
    }


def read_name(mp4: Any, path: Path) -> Facts:
    return file_facts(mp4.MP4(path))


def read_object(mp4: Any, path: Path) -> Facts:
    with path.open("rb") as file:
        return file_facts(mp4.MP4(file))


def read_easy(mp4: Any, path: Path) -> Facts:
    easy = import_module(mp4.__name__.replace(".mp4", ".easymp4"))
    file = easy.EasyMP4(path)
    if file.tags is None:
        return None
    items = tuple((key, tuple(file[key])) for key in file)
    return (items, file.pprint(), file._padding, type(file.tags).__name__)


def read_parts(mp4: Any, path: Path) -> Facts:
    """The classes on their own, with the atoms of the file."""
    atom = import_module(f"{mp4.__name__}._atom")
    with path.open("rb") as file:
        try:
            atoms = atom.Atoms(file)
        except atom.AtomError as failure:
            raise mp4.error(failure) from failure
        facts: list[Facts] = [repr(atoms)]
        for kind, look in (
            (mp4.MP4Info, info_facts),
            (mp4.MP4Tags, tags_facts),
            (mp4.MP4Chapters, chapters_facts),
        ):
            try:
                facts.append(look(kind(atoms, file)))
            except Exception as failure:
                facts.append(Raised.of(failure))
    return tuple(facts)


READS: list[Work] = [read_name, read_object, read_easy]


@pytest.mark.parametrize("work", READS)
@pytest.mark.parametrize("name", FIXTURES)
def test_fixtures(name: str, work: Work, bench: Workbench, upstream_data: Path) -> None:
    check_read(bench, (upstream_data / name).read_bytes(), work)


@pytest.mark.parametrize("name", FIXTURES)
def test_parts_of_fixtures(name: str, bench: Workbench, upstream_data: Path) -> None:
    check_read(bench, (upstream_data / name).read_bytes(), read_parts)


def test_other_files(bench: Workbench, upstream_data: Path) -> None:
    """What is no MP4 file at all is refused in the same way."""
    for path in sorted(upstream_data.iterdir()):
        if path.is_file():
            check_read(bench, path.read_bytes()[:3000], read_name)


def check_read(bench: Workbench, data: bytes, work: Work) -> None:
    """Read with both libraries."""
    with bench.files(data, "file.m4a") as paths:
        theirs, ours = _outcomes(paths, work)
        if not _is_beyond(theirs) and not (theirs.raised is None and _pads_others(data)):
            assert_same_outcome(theirs, ours)
        assert {path.read_bytes() for path in paths.values()} == {data}, "the file was changed"


def _outcomes(paths: Mapping[Library, Path], work: Work) -> Iterator[Outcome]:
    for library, path in paths.items():
        yield outcome_of(lambda library=library, path=path: work(_mp4(library), path))  # type: ignore[misc]


def _is_beyond(theirs: Outcome) -> bool:
    """Whether mutagen has tried to go where the file system has no files, some terabytes away.

    In memory, or on another file system, it gets further.
    """
    return theirs.raised is not None and "Invalid argument" in repr(theirs.raised)


def _mp4(library: Library) -> Any:
    return import_module(f"{library.name}.mp4")


# Changes


def check_change(bench: Workbench, data: bytes, work: Work, may_refuse: bool = False) -> None:
    """Change a file with both libraries: the same bytes, or as before if it is refused.

    mutagen writes the tags before it finds out that it cannot follow them with a table of offsets;
    what is then on disk is no measure. `may_refuse`: ours may refuse where mutagen does not look.
    """
    with bench.files(data, "file.m4a") as paths:
        theirs, ours = _outcomes(paths, work)
        expected, left = (path.read_bytes() for path in paths.values())
        if ours.raised is not None:
            assert left == data, "refused, but the file was changed"
            if may_refuse and theirs.raised is None and ours.kind != "PanicException":
                return
        if _is_beyond(theirs):
            return
        if _is_spoilt(data):
            return
        assert_same_outcome(theirs, ours)
        if theirs.raised is None:
            same = _without_index(left) == _without_index(expected)
            assert same, "other bytes on disk than by mutagen"


def _without_index(data: bytes) -> bytes:
    """The file without its index of fragments: mutagen does not follow them there."""
    for atom in ORIGINAL_ATOMS(BytesIO(data)).atoms:
        if atom.name == b"mfra":
            data = data[: atom.offset] + bytes(atom.length) + data[_end(atom) :]
    return data


def _is_spoilt(data: bytes) -> bool:
    """Whether mutagen's save spoils the file, so that its bytes are no measure."""
    try:
        atoms = ORIGINAL_ATOMS(BytesIO(data))
    except Exception:
        return False
    found = [atom for root in atoms.atoms for atom in _all(root)]
    # A size of zero, which means "up to the end", is overwritten by one that does not.
    if any(data[atom.offset : atom.offset + 4] == bytes(4) for atom in found):
        return True
    # Tables whose header has 64 bits are read and written eight bytes too early.
    if any(atom.name in TABLES and atom.offset + 8 != atom._dataoffset for atom in found):
        return True
    # Only the first fragment is followed.
    if [atom.name for atom in atoms.atoms].count(b"moof") > 1:
        return True
    # Items of these names are taken for tables.
    path, free = _tags_and_padding(atoms)
    if any(atom.name in TABLES for items in path[-1:] for atom in _all(items)):
        return True
    # Items and padding that claim more than their parents take along what stands there.
    limit = min((_end(parent) for parent in path[:-1]), default=0)
    if any(_end(atom) > limit for atom in (*path[-1:], *free)):
        return True
    # What stands between the items and an atom that pads something else is lost.
    return _pads_others(data)


def _end(atom: Any) -> int:
    return int(atom.offset + atom.length)


def _tags_and_padding(atoms: Any) -> tuple[list[Any], list[Any]]:
    """The path to the items, and what mutagen takes for their padding; empty if there is none."""
    try:
        path = atoms.path(b"moov", b"udta", b"meta", b"ilst")
    except KeyError:
        return [], []
    free = import_module("mutagen.mp4")._find_padding(path)
    return path, [] if free is None else [free]


def _pads_others(data: bytes) -> bool:
    """Whether mutagen takes a `free` atom for padding that is not beside the items."""
    path, free = _tags_and_padding(ORIGINAL_ATOMS(BytesIO(data)))
    beside = {path[-1].offset, _end(path[-1])} if path else set()
    return any(not beside & {atom.offset, _end(atom)} for atom in free)


TABLES = (b"stco", b"co64", b"tfhd")

ORIGINAL_ATOMS = import_module("mutagen.mp4._atom").Atoms


def _all(atom: Any) -> Iterator[Any]:
    yield atom
    for child in atom.children or ():
        yield from _all(child)


EDITS: dict[str, Callable[[Any, Any], object]] = {
    "nothing": lambda mp4, tags: None,
    "title": lambda mp4, tags: tags.__setitem__("\xa9nam", ["Another title, and a longer one"]),
    "cover": lambda mp4, tags: tags.__setitem__(
        "covr", [mp4.MP4Cover(b"\x89PNG" * 5000, mp4.AtomDataType.PNG), b"\xff\xd8"]
    ),
    "numbers": lambda mp4, tags: tags.update(
        {
            "trkn": [(3, 10), (0, 65535)],
            "disk": [(1, 0)],
            "tmpo": [-1, 300, 70_000, 2**40],
            "plID": [1],
            "cpil": True,
            "pgap": 0,
            "stik": [],
        }
    ),
    "freeform": lambda mp4, tags: tags.update(
        {
            "----:com.apple.iTunes:NAME": [b"value", mp4.MP4FreeForm(b"\0\1", 0, 1)],
            "----:a:b:c": b"one",
            "XYZ1": "unknown",
            "\xa9lyr": ["line\n" * 300],
        }
    ),
    "all": lambda mp4, tags: tags.clear(),
    "half": lambda mp4, tags: [tags.pop(key) for key in list(tags.keys())[::2]],
}


def again(work: Work, mp4: Any, path: Path) -> Facts:
    """Read what was written; a damaged file may be refused now, though it was not before."""
    try:
        return work(mp4, path)
    except Exception as failure:
        return Raised.of(failure)


def changing(edit: str, padding: str = "default") -> Work:
    """Open, edit, save, and look at what came of it."""

    def work(mp4: Any, path: Path) -> Facts:
        file = mp4.MP4(path)
        if file.tags is None:
            file.add_tags()
        EDITS[edit](mp4, file.tags)
        file.save(padding=PADDINGS[padding])
        return (tags_facts(file.tags) if edit != "freeform" else None, again(read_name, mp4, path))

    return work


def save_object(mp4: Any, path: Path) -> Facts:
    with path.open("rb+") as file:
        tags = mp4.MP4(file)
        tags["\xa9alb"] = ["Through an object"]
        file.seek(0)
        tags.save(file)
    return again(read_name, mp4, path)


def save_easy(mp4: Any, path: Path) -> Facts:
    easy = import_module(mp4.__name__.replace(".mp4", ".easymp4"))
    file = easy.EasyMP4(path)
    for key in ("title", "BPM", "tracknumber", "musicbrainz_trackid"):
        file[key] = "17"
    file.save()
    return again(read_easy, mp4, path)


def delete_tags(mp4: Any, path: Path) -> Facts:
    file = mp4.MP4(path)
    file.delete()
    return tags_facts(file.tags)


def delete_module(mp4: Any, path: Path) -> Facts:
    mp4.delete(path)
    return None


CHANGES: dict[str, Work] = {
    **{edit: changing(edit) for edit in EDITS},
    **{f"title, padding {name}": changing("title", name) for name in PADDINGS},
    **{f"cover, padding {name}": changing("cover", name) for name in PADDINGS},
    "object": save_object,
    "easy": save_easy,
    "delete": delete_tags,
    "delete by module": delete_module,
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_fixtures(change: str, bench: Workbench, upstream_data: Path) -> None:
    for name in FIXTURES:
        check_change(bench, (upstream_data / name).read_bytes(), CHANGES[change])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples(path: Path, bench: Workbench) -> None:
    data = path.read_bytes()
    for work in (*READS, read_parts):
        check_read(bench, data, work)
    for change in CHANGES.values():
        check_change(bench, data, change)


@pytest.mark.parametrize("work", READS)
@examples(40)
@given(data=files())
def test_made(data: bytes, work: Work, bench: Workbench) -> None:
    check_read(bench, data, work)


@examples(40)
@given(data=files(), change=st.sampled_from(sorted(CHANGES)))
def test_made_and_changed(data: bytes, change: str, bench: Workbench) -> None:
    check_change(bench, data, CHANGES[change], may_refuse=True)


def never_ends(data: bytes) -> bool:
    """Whether mutagen would go round in circles: a name of no length beside a picture."""
    return b"\0\0\0\0name" in data


def small_fixtures(upstream_data: Path) -> list[bytes]:
    """The fixtures without most of their audio, so that trials are quick."""
    small = []
    for name in FIXTURES:
        data = (upstream_data / name).read_bytes()
        last = list(made.walk(data))[-1] if name != "truncated-64bit.mp4" else None
        if last is not None and last.path == (b"mdat",):
            data = data[: last.start + 40]
        small.append(data)
    return small


@pytest.mark.parametrize("work", [*READS, read_parts])
@examples(40)
@given(st.data())
def test_damaged(work: Work, bench: Workbench, upstream_data: Path, data: st.DataObject) -> None:
    whole = data.draw(st.one_of(st.sampled_from(small_fixtures(upstream_data)), files()))
    content = data.draw(damaged(whole))
    if not never_ends(content):
        check_read(bench, content, work)


@examples(60)
@given(st.data())
def test_damaged_and_changed(bench: Workbench, upstream_data: Path, data: st.DataObject) -> None:
    whole = data.draw(st.one_of(st.sampled_from(small_fixtures(upstream_data)), files()))
    content = data.draw(damaged(whole))
    change = data.draw(st.sampled_from(sorted(CHANGES)))
    if not never_ends(content):
        check_change(bench, content, CHANGES[change], may_refuse=True)


def test_refusals_of_the_caller(bench: Workbench, upstream_data: Path) -> None:
    """Values that cannot be written are refused by class, when they are set or saved."""
    data = (upstream_data / "has-tags.m4a").read_bytes()
    values = [
        1,
        "text",
        b"bytes",
        None,
        [None],
        ["a", 1],
        [(1,)],
        [(1, 2, 3)],
        [(-1, 0)],
        [(70000, 0)],
    ]
    values += [[2**63], [1.5], [b"x"], [], {}, object]
    keys = [
        "\xa9nam",
        "trkn",
        "disk",
        "tmpo",
        "cpil",
        "covr",
        "----:a:b",
        "----",
        "gnre",
        "XYZ1",
        "no",
        "",
    ]

    def work(mp4: Any, path: Path) -> Facts:
        seen = []
        tags = mp4.MP4(path).tags
        for key in [*keys, "\u4e00abc", 5]:
            for value in values:
                try:
                    tags[key] = value
                    seen.append("set")
                except Exception as refusal:
                    seen.append(type(refusal).__name__)
        return tuple(seen)

    bench.assert_parity(data, lambda library, path: work(_mp4(library), path), "file.m4a")
