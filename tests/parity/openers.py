"""The ways to open a file that are compared, and the sample files to open."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from upstream import source

from .facts import Facts, easy_facts, file_facts, tags_facts
from .libraries import Library


def fixtures(*suffixes: str) -> list[Path]:
    """mutagen's own fixtures of these extensions; fetched on first use."""
    folder = source.source_tree() / "tests" / "data"
    return sorted(path for path in folder.iterdir() if path.suffix in suffixes)


SAMPLES = sorted(path for path in (Path(__file__).parents[2] / "test_files" / "mp3").iterdir())


class SampleBytes(bytes):
    """The content of a sample file, which a failing test shows by its name."""

    name: str

    @classmethod
    def of(cls, path: Path) -> SampleBytes:
        """Read the file."""
        content = cls(path.read_bytes())
        content.name = path.name
        return content

    def __repr__(self) -> str:
        return f"<content of {self.name}>"


Opener = Callable[[Library, Path], Facts]


def _named(path: Path, opened: Any) -> Any:
    """The object, after checking that it remembers the name it was opened by."""
    assert opened.filename == str(path)
    return opened


def _unnamed(opened: Any) -> Any:
    assert opened.filename is None
    return opened


OPENERS: dict[str, Opener] = {
    "ID3": lambda lib, path: tags_facts(_named(path, lib.id3.ID3(path))),
    "ID3-str": lambda lib, path: tags_facts(lib.id3.ID3(str(path))),
    "ID3-bytes": lambda lib, path: tags_facts(lib.id3.ID3(bytes(path))),
    "ID3-object": lambda lib, path: tags_facts(_unnamed(lib.id3.ID3(BytesIO(path.read_bytes())))),
    "ID3-raw": lambda lib, path: tags_facts(lib.id3.ID3(path, translate=False)),
    "ID3-v2.3": lambda lib, path: tags_facts(lib.id3.ID3(path, v2_version=3)),
    "ID3-raw-v2.3": lambda lib, path: tags_facts(lib.id3.ID3(path, None, False, 3)),
    "ID3-no-v1": lambda lib, path: tags_facts(lib.id3.ID3(path, load_v1=False)),
    "ID3-few-frames": lambda lib, path: tags_facts(lib.id3.ID3(path, known_frames=_few(lib))),
    "ID3-no-frames": lambda lib, path: tags_facts(lib.id3.ID3(path, known_frames={})),
    "ID3-own-class": lambda lib, path: tags_facts(_own_tags(lib)(path)),
    "MP3": lambda lib, path: file_facts(_named(path, lib.mp3.MP3(path))),
    "MP3-object": lambda lib, path: file_facts(_unnamed(lib.mp3.MP3(BytesIO(path.read_bytes())))),
    "MP3-raw": lambda lib, path: file_facts(lib.mp3.MP3(path, translate=False)),
    "MP3-v2.3": lambda lib, path: file_facts(lib.mp3.MP3(path, v2_version=3, load_v1=False)),
    "MP3-few-frames": lambda lib, path: file_facts(lib.mp3.MP3(path, known_frames=_few(lib))),
    "MP3-easy": lambda lib, path: file_facts(lib.mp3.MP3(path, ID3=lib.easyid3.EasyID3)),
    "EasyMP3": lambda lib, path: file_facts(lib.mp3.EasyMP3(path)),
    "File": lambda lib, path: file_facts(lib.package.File(path, options=[lib.mp3.MP3])),
    "File-object": lambda lib, path: file_facts(
        lib.package.File(BytesIO(path.read_bytes()), [lib.mp3.MP3, lib.mp3.EasyMP3])
    ),
    "EasyID3": lambda lib, path: easy_facts(_named(path, lib.easyid3.EasyID3(path))),
    "ID3FileType": lambda lib, path: _plain_file_facts(lib.id3.ID3FileType(path)),
    "EasyID3FileType": lambda lib, path: _plain_file_facts(lib.easyid3.EasyID3FileType(path)),
}


def _few(library: Library) -> dict[str, Any]:
    return {name: library.id3.Frames[name] for name in ("TIT2", "COMM", "APIC", "CHAP")}


def _own_tags(library: Library) -> type:
    """A class that makes both libraries call Python code for each frame."""

    class OwnTags(library.id3.ID3):  # type: ignore[misc, name-defined]
        def add(self, frame: Any) -> None:
            super().add(frame)

        def loaded_frame(self, tag: Any) -> None:
            super().loaded_frame(tag)

    return OwnTags


def _plain_file_facts(file: Any) -> Facts:
    """The facts of a file whose stream is unknown: its info has only a length."""
    tags = None if file.tags is None else file.tags.pprint()
    return (type(file).__name__, tags, file.info.length, file.info.pprint(), tuple(file.mime))
