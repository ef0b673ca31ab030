"""MP4 of mutagen and mutagen_rs side by side, on fixtures, made files and damaged ones."""

from __future__ import annotations

import struct
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


# Made files

TEXTS = st.one_of(st.text(max_size=12).map(str.encode), st.binary(max_size=12))
KINDS = st.sampled_from([0, 1, 1, 1, 13, 14, 21, 18, 2**24 - 1, 1 << 24])
VALUES = st.builds(
    made.data,
    st.one_of(
        TEXTS,
        st.sampled_from(
            [b"", b"\0", b"\1", b"\0\1", b"\0\0\7", bytes(6), bytes(8), b"\0\0\0\3\0\x0c"]
        ),
        st.binary(min_size=1, max_size=8),
    ),
    KINDS,
)
NAMES = st.sampled_from(
    b"\xa9nam \xa9ART aART \xa9gen gnre trkn disk cpil pgap tmpo plID cnID stik rtng \xa9mvi covr "
    b"purl desc XYZ1 \xa9too \xff\xfe\0a data free".split(b" ")
)
ITEMS = st.one_of(
    st.builds(lambda name, values: made.atom(name, *values), NAMES, st.lists(VALUES, max_size=3)),
    st.builds(
        lambda name, mean, values: made.freeform(name, *values, mean=mean),
        st.sampled_from([b"one", b"two", b"\xc3\xbc", b"\xff", b"", b"a:b"]),
        st.sampled_from([b"com.apple.iTunes", b"m"]),
        st.lists(VALUES, max_size=3),
    ),
    st.builds(made.atom, NAMES, TEXTS),
    st.just(made.TITLE),
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file; the order of its parts, its tracks and its tags differ."""
    items = draw(st.lists(ITEMS, max_size=6))
    tags = draw(
        st.sampled_from(
            [
                made.tags(*items, padding=draw(st.integers(0, 300))),
                made.tags(*items, padding=None),
                made.atom(b"udta"),
                b"",
            ]
        )
    )
    if draw(st.integers(0, 4)) == 0:
        title = draw(TEXTS)[:200]
        start = struct.pack(">Q", draw(st.integers(0, 2**64 - 1)))
        chapter = full_chapter(start, title)
        tags += made.atom(b"udta", made.full(b"chpl", bytes(4), b"\1", chapter))
    tracks = [_track(draw) for _ in range(draw(st.integers(0, 2)))]
    mvhd = draw(st.sampled_from([made.MVHD, made.MVHD, _header(draw, b"mvhd"), b""]))
    moov = made.atom(b"moov", mvhd, *draw(st.permutations([*tracks, tags])))
    if draw(st.booleans()):
        moov = made.long_atom(b"moov", moov[8:])
    mdat = made.atom(b"mdat", bytes(draw(st.integers(0, 500))))
    return made.FTYP + b"".join(draw(st.permutations([moov, mdat])))


def full_chapter(start: bytes, title: bytes) -> bytes:
    """A chapter of a list."""
    return start + bytes([len(title)]) + title


def _header(draw: st.DrawFn, name: bytes) -> bytes:
    version = draw(st.sampled_from([0, 0, 1, 1, 2]))
    scale = draw(st.sampled_from([0, 1, 1000, 44100, 2**31, 2**32 - 1]))
    duration = draw(st.one_of(st.integers(0, 2**20), st.integers(0, 2**64 - 1)))
    if version:
        return made.full(name, struct.pack(">QQIQ", 0, 0, scale, duration), version=version)
    return made.full(name, struct.pack(">4I", 0, 0, scale, duration % 2**32))


def _track(draw: st.DrawFn) -> bytes:
    offsets = draw(st.lists(st.integers(0, 2**32 - 1), max_size=6))
    inner = draw(
        st.sampled_from(
            [
                made.ESDS,
                made.full(b"alac", bytes(4), b"\0\x10\x28\x0a\x0e\1\0\xff", bytes(16)),
                made.atom(b"dac3", b"\x10\x3d\xc0"),
                made.atom(b"free"),
                b"",
            ]
        )
    )
    name = draw(st.sampled_from([b"mp4a", b"alac", b"ac-3", b"samr", b"\xe4\xdf\xb5x"]))
    description = draw(
        st.sampled_from([made.entry(name, inner), made.entry(name, inner), b"", None])
    )
    return made.track(
        draw(st.sampled_from([b"soun", b"soun", b"vide"])),
        made.offsets_table(offsets, wide=draw(st.booleans())),
        description,
        draw(st.sampled_from([b"", _header(draw, b"mdhd")])),
    )


@pytest.mark.parametrize("work", READS)
@examples(40)
@given(data=files())
def test_made(data: bytes, work: Work, bench: Workbench) -> None:
    check_read(bench, data, work)


@examples(40)
@given(data=files(), change=st.sampled_from(sorted(CHANGES)))
def test_made_and_changed(data: bytes, change: str, bench: Workbench) -> None:
    check_change(bench, data, CHANGES[change], may_refuse=True)


# Damage

SIZES = st.one_of(
    st.sampled_from([0, 1, 2, 7, 8, 9, 12, 15, 16, 2**31, 2**32 - 1]), st.integers(0, 600)
)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with harm at its atoms' headers, and anywhere else."""
    data = bytearray(whole)
    atoms = list(made.walk(whole))
    for _ in range(draw(st.integers(1, 3))):
        found = draw(st.sampled_from(atoms))
        kind = draw(
            st.sampled_from(["size", "size", "by one", "name", "flip", "content", "cut", "drop"])
        )
        if kind == "size":
            data[found.offset : found.offset + 4] = struct.pack(">I", draw(SIZES))
        elif kind == "by one":
            size = found.end - found.offset + draw(st.integers(-9, 9))
            data[found.offset : found.offset + 4] = struct.pack(">I", max(0, size))
        elif kind == "name":
            name = draw(st.sampled_from([*made.CONTAINERS, b"free", b"stco", b"hdlr", b"data"]))
            data[found.offset + 4 : found.offset + 8] = name
        elif kind in ("flip", "content"):
            end = found.end if kind == "content" else found.start + 24
            at = draw(st.integers(found.offset, max(found.offset, end - 1)))
            data[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
        elif kind == "cut":
            del data[draw(st.integers(found.offset, found.end)) :]
        else:
            del data[found.offset : found.end]
    return bytes(data)


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


# What mutagen spoils


def saved(library: str, path: Path) -> Any:
    """Save a longer title, and read it again."""
    mp4 = import_module(f"{library}.mp4")
    audio = mp4.MP4(path)
    audio["\xa9nam"] = ["A title " * 30]
    audio.save(padding=lambda info: 50)
    return mp4.MP4(path)["\xa9nam"]


def test_deviation_padding_elsewhere(tmp_path: Path) -> None:
    """mutagen takes the last atom for padding if the items come first, whatever is between."""
    path = tmp_path / "file.m4a"
    precious = made.atom(b"xtra", b"precious")
    meta = made.full(
        b"meta", made.atom(b"ilst", made.TITLE), precious, made.atom(b"free", bytes(99))
    )
    data = made.FTYP + made.atom(b"moov", made.MVHD, made.atom(b"udta", meta))
    path.write_bytes(data)
    with pytest.raises(import_module("mutagen").MutagenError):
        saved("mutagen", path)
    path.write_bytes(data)
    assert saved("mutagen_rs", path) == ["A title " * 30]
    assert precious in path.read_bytes()


def test_deviation_moov_without_a_size(tmp_path: Path) -> None:
    """A size of zero means "to the end of the file"; mutagen adds to the zero."""
    path = tmp_path / "file.m4a"
    moov = made.atom(b"moov", made.MVHD, made.tags(made.TITLE))
    data = made.FTYP + made.atom(b"mdat", bytes(99)) + bytes(4) + moov[4:]
    at = len(made.FTYP) + 8 + 99
    for library, spoils in (("mutagen", True), ("mutagen_rs", False)):
        path.write_bytes(data)
        saved(library, path)
        left = path.read_bytes()
        size = int.from_bytes(left[at : at + 4], "big")
        assert left[at + 4 : at + 8] == b"moov"
        assert (size not in (0, len(left) - at)) == spoils


def test_deviation_all_fragments_are_followed(tmp_path: Path) -> None:
    """mutagen follows the offsets in the first fragment only."""
    path = tmp_path / "file.m4a"
    moov = made.atom(b"moov", made.MVHD, made.track(), made.tags(made.TITLE))
    start = len(made.FTYP) + len(moov)

    def fragment(at: int) -> bytes:
        base = made.full(b"tfhd", b"\0\0\0\1", struct.pack(">Q", at), flags=1)
        return made.atom(b"moof", made.atom(b"traf", base)) + made.atom(b"mdat", bytes(99))

    length = len(fragment(0))
    data = made.FTYP + moov + fragment(start) + fragment(start + length)
    for library, right in (("mutagen", [True, False]), ("mutagen_rs", [True, True])):
        path.write_bytes(data)
        saved(library, path)
        left = path.read_bytes()
        found = list(made.walk(left))
        moofs = [one.offset for one in found if one.path == (b"moof",)]
        bases = [
            struct.unpack_from(">Q", left, one.start + 8)[0]
            for one in found
            if one.path[-1] == b"tfhd"
        ]
        assert [base == at for base, at in zip(bases, moofs, strict=True)] == right


def test_deviation_index_of_fragments_is_followed(tmp_path: Path, sample_dir: Path) -> None:
    """mutagen leaves the places of fragments in the index at the end as they were."""
    path = tmp_path / "file.m4a"
    for library, right in (("mutagen", False), ("mutagen_rs", True)):
        path.write_bytes((sample_dir / "mp4" / "ac3-fragments.mp4").read_bytes())
        saved(library, path)
        left = path.read_bytes()
        index = left.index(b"tfra") + 4
        version, count = left[index], struct.unpack_from(">L", left, index + 12)[0]
        entry = struct.Struct(">QQ3x" if version else ">LL3x")
        end = index + 16 + count * entry.size
        places = [place for _, place in entry.iter_unpack(left[index + 16 : end])]
        moofs = [one.offset for one in made.walk(left) if one.path == (b"moof",)]
        assert places
        assert (places == moofs) == right
