"""What `File` goes by: the score of every class for every file under every name, and its choice."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.effort import examples
from parity.facts import Facts
from parity.libraries import BOTH, ORIGINAL, OURS, Library
from parity.outcome import Workbench, assert_each, assert_parity

CLASSES = {
    "AAC": "aac",
    "AC3": "ac3",
    "AIFF": "aiff",
    "APEv2File": "apev2",
    "ASF": "asf",
    "DSDIFF": "dsdiff",
    "DSF": "dsf",
    "EasyID3FileType": "easyid3",
    "EasyMP3": "mp3",
    "EasyMP4": "easymp4",
    "EasyTrueAudio": "trueaudio",
    "FLAC": "flac",
    "ID3FileType": "id3",
    "M4A": "m4a",
    "MP3": "mp3",
    "MP4": "mp4",
    "MonkeysAudio": "monkeysaudio",
    "Musepack": "musepack",
    "OggFLAC": "oggflac",
    "OggOpus": "oggopus",
    "OggSpeex": "oggspeex",
    "OggTheora": "oggtheora",
    "OggVorbis": "oggvorbis",
    "OptimFROG": "optimfrog",
    "SMF": "smf",
    "TAK": "tak",
    "TrueAudio": "trueaudio",
    "WAVE": "wave",
    "WavPack": "wavpack",
}
"""The module of every class that can open a file."""

EXTENSIONS = """mp3 mp2 mpg mpeg tta ogg oga ogv ogx spx opus oggflac oggtheora flac aif aiff aifc
apev2 ape mac mp4 m4a m4b m4p 3g2 id3 wv mpc mp+ ofr ofs asf wma wmv aac adts adif ac3 eac3 mid
midi kar tak dsf dff wav wave txt""".split()

NAMES = ["", "name", *(f"name.{extension}" for extension in EXTENSIONS)]
NAMES += [name.upper() for name in NAMES if name]
NAMES += [
    "mp3",
    ".mp3",
    "name.mp3.",
    "name.mp3.bak",
    "a.flac/name",
    "n\u00e4me.\u017f.mp3",
    "x.MP\u212a",
]

MARKS = [
    *b"ID3 \xff\xfb \xff\xfa \xff\xf3 \xff\xf2 \xff\xf1 TTA TTA1 OggS \x01vorbis".split(b" "),
    *b"\x80theora \x81theora \x7fFLAC FLAC fLaC OpusHead FORM AIFF AIFC ftyp mp4 wvpk".split(b" "),
    *b"MP+ MPCK MAC OFR ADIF \x0b\x77 MThd tBaK DSD FRM8 RIFF WAVE APETAGEX".split(b" "),
    *(b"Speex   ", b"MAC ", b"DSD ", b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel"),
]
"""What the beginnings of files are known by."""


def kinds_of(library: Library) -> dict[str, Any]:
    """Every class of a library that can open files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of m4a
        return {
            name: getattr(import_module(f"{library.name}.{module}"), name)
            for name, module in CLASSES.items()
        }


KINDS = {library: kinds_of(library) for library in BOTH}


def files(*folders: Path) -> list[Path]:
    """All sound files in folders, and whatever else is there."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def scores(library: Library, names: Iterable[str | bytes], data: bytes) -> Facts:
    """The score of each class for each name."""
    header = data[:128]
    return {
        name: {
            kind: int(opener.score(name, BytesIO(data), header))
            for kind, opener in KINDS[library].items()
        }
        for name in names
    }


def test_all_classes_are_compared() -> None:
    """Also a class that a later version might bring."""

    def below(kind: type) -> set[str]:
        found = {kind.__name__} if kind.__module__.startswith(ORIGINAL.name) else set()
        return found.union(*map(below, kind.__subclasses__()))

    bases = {"FileType", "OggFileType", "IffFile"}
    assert below(ORIGINAL.package.FileType) - bases == set(CLASSES)


def test_scores(sample_dir: Path, upstream_data: Path) -> None:
    """Of every file, by its own name and as a file object without one."""

    def check(path: Path) -> None:
        data = path.read_bytes()
        assert_parity(lambda library: scores(library, [path.name, str(path), ""], data))
        assert_parity(lambda library: scores(library, [path.name.encode()], data))

    paths = files(sample_dir, upstream_data)
    assert len(paths) > 400
    assert_each(paths, check)


def test_scores_of_other_names(sample_dir: Path, upstream_data: Path) -> None:
    """Of every beginning of a file that there is, under every name."""
    beginnings: dict[bytes, bytes] = {}
    for path in files(sample_dir, upstream_data):
        data = path.read_bytes()
        beginnings.setdefault(data[:12], data[:300] + data[-300:])
    assert len(beginnings) > 80
    for data in beginnings.values():
        assert_parity(lambda library, data=data: scores(library, NAMES, data))  # type: ignore[misc]


@examples(300)
@given(
    parts=st.lists(st.one_of(st.sampled_from(MARKS), st.binary(max_size=20)), max_size=8),
    tail=st.one_of(st.just(b""), st.sampled_from(MARKS)),
    gap=st.sampled_from([0, 0, 110, 128, 130, 160, 5000]),
    name=st.one_of(st.sampled_from(NAMES), st.text(max_size=8)),
    as_bytes=st.booleans(),
)
def test_scores_of_made_files(
    parts: list[bytes], tail: bytes, gap: int, name: str, as_bytes: bool
) -> None:
    data = b"".join(parts) + bytes(gap) + tail
    given = name.encode("utf-8", "surrogatepass") if as_bytes else name
    assert_parity(lambda library: scores(library, [given], data))


def _chosen(library: Library, opened: Any) -> Facts:
    if opened is None:
        return None
    assert type(opened) is KINDS[library][type(opened).__name__]
    return type(opened).__name__


class Named(BytesIO):
    """A file object that says what it is called, as those of `open` do."""

    def __init__(self, data: bytes, name: Any) -> None:
        super().__init__(data)
        self.name = name


@pytest.mark.parametrize("easy", [False, True])
def test_choices(easy: bool, sample_dir: Path, upstream_data: Path, bench: Workbench) -> None:
    """What `File` opens each file as, by its name or as an object with one or without."""

    def check(path: Path) -> None:
        data = path.read_bytes()

        def by_path(library: Library, copy: Path) -> Facts:
            opened = library.package.File(copy, easy=easy)
            assert opened is None or opened.filename == str(copy)
            return _chosen(library, opened)

        def by_name(library: Library, copy: Path) -> Facts:
            """Of type str, which is the usual case and has a way of its own."""
            opened = library.package.File(str(copy)) if not easy else None
            return _chosen(library, opened)

        bench.assert_parity(data, by_path, path.name)
        bench.assert_parity(data, by_name, path.name)
        for thing in (
            lambda: BytesIO(data),
            lambda: Named(data, path.name),
            lambda: Named(data, path.name.encode()),
            lambda: Named(data, 7),
        ):

            def by_object(library: Library, thing: Any = thing) -> Facts:
                opened = library.package.File(thing(), easy=easy)
                assert opened is None or opened.filename is None
                return _chosen(library, opened)

            assert_parity(by_object)

    assert_each(files(sample_dir, upstream_data), check)


@examples(300)
@given(st.data())
def test_choices_among_options(sample_dir: Path, upstream_data: Path, data: st.DataObject) -> None:
    """Some of the classes, in any order, under any name."""
    path = data.draw(st.sampled_from(files(sample_dir, upstream_data)))
    name = data.draw(st.one_of(st.just(path.name), st.sampled_from(NAMES)))
    options = data.draw(st.lists(st.sampled_from(sorted(CLASSES)), unique=True, max_size=6))
    content = path.read_bytes()
    as_tuple = data.draw(st.booleans())

    def work(library: Library) -> Facts:
        kinds = [KINDS[library][option] for option in options]
        given = tuple(kinds) if as_tuple else kinds
        opened = library.package.File(Named(content, name), given, easy=data is None)
        return _chosen(library, opened)

    assert_parity(work)


def test_deviation_two_options_of_one_name(upstream_data: Path) -> None:
    """mutagen compares the classes themselves where their scores and names are equal."""
    path = upstream_data / "silence-44-s.mp3"

    def options(library: Library) -> list[Any]:
        base = KINDS[library]["MP3"]
        return [base, type("MP3", (base,), {})]

    with pytest.raises(TypeError):
        ORIGINAL.package.File(path, options(ORIGINAL))
    assert isinstance(OURS.package.File(path, options(OURS)), KINDS[OURS]["MP3"])
