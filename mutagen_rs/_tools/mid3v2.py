"""`mid3v2` lists, edits and removes ID3 tags, as id3lib's id3v2 does."""

from __future__ import annotations

import codecs
import os
import sys
import warnings
from collections.abc import Iterable
from functools import partial
from optparse import SUPPRESS_HELP
from typing import Any, NoReturn

from .. import id3, version_string
from ._mid3v2_frames import InvalidValue, frames_of
from ._util import OptionParser, SignalHandler, split_escape

VERSION = (1, 3)

_signals = SignalHandler()
_verbose = True


def _report(*words: object) -> None:
    print(*words, file=sys.stderr)


def _tell(*words: object) -> None:
    if _verbose:
        _report(*words)


def error(*args: object) -> NoReturn:
    """Print a message to stderr and end the program with 1."""
    _report(*args)
    raise SystemExit(1)


# Options that set one frame: their spellings, what they take, the frame, the help.
_EDITS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (("-a", "--artist"), '"ARTIST"', "TPE1", "Set the artist information"),
    (("-A", "--album"), '"ALBUM"', "TALB", "Set the album title information"),
    (("-t", "--song"), '"SONG"', "TIT2", "Set the song title information"),
    (
        ("-c", "--comment"),
        '"DESCRIPTION":"COMMENT":"LANGUAGE"',
        "COMM",
        "Set the comment information",
    ),
    (
        ("-p", "--picture"),
        '"FILENAME":"DESCRIPTION":"IMAGE-TYPE":"MIME-TYPE"',
        "APIC",
        "Set the picture",
    ),
    (("-g", "--genre"), '"GENRE"', "TCON", "Set the genre or genre number"),
    (("-y", "--year", "--date"), "YYYY[-MM-DD]", "TDRC", "Set the year/date"),
    (("-T", "--track"), "num/num", "TRCK", "Set the track number/(optional) total tracks"),
)

# Options that say what is done with the files: spellings, action, help.
_ACTIONS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("-l", "--list"), "list", "Lists the tag(s) on the open(s)"),
    (("--list-raw",), "list-raw", "Lists the tag(s) on the open(s) in Python format"),
    (("-d", "--delete-v2"), "delete-v2", "Deletes ID3v2 tags"),
    (("-s", "--delete-v1"), "delete-v1", "Deletes ID3v1 tags"),
    (("-D", "--delete-all"), "delete-v1-v2", "Deletes ID3v1 and ID3v2 tags"),
    (("-C", "--convert"), "convert", "Convert tags to ID3v2.4 (any editing will do this)"),
)

_HELP = """\
You can set the value for any ID3v2 frame by using '--' and then a frame ID.
For example:
        mid3v2 --TIT3 "Monkey!" file.mp3
would set the "Subtitle/Description" frame to "Monkey!".

Any editing operation will cause the ID3 tag to be upgraded to ID3v2.4.
"""


def _list_frames(frames: dict[str, type[id3.Frame]], *_: Any) -> NoReturn:
    for name, kind in sorted(frames.items()):
        print(f"    --{name}    {(kind.__doc__ or '').splitlines()[0]}")
    raise SystemExit


def _list_genres(*_: Any) -> NoReturn:
    for number, genre in enumerate(id3.TCON.GENRES):
        print(f"{number:3d}: {genre}")
    raise SystemExit


class ID3OptionParser(OptionParser):
    """The options; those that set frames are collected in their order in `edits`."""

    def __init__(self) -> None:
        version = ".".join(map(str, VERSION))
        super().__init__(
            version=f"mid3v2 {version}\nUses Mutagen {version_string}",
            usage="%prog [OPTION] [FILE]...",
            description="Mutagen-based replacement for id3lib's id3v2.",
        )
        self.edits: list[tuple[str, str]] = []
        add = self.add_option
        add("-v", "--verbose", action="store_true", default=False, help="be verbose")
        add(
            "-q",
            "--quiet",
            action="store_false",
            dest="verbose",
            help="be quiet (the default)",
        )
        add(
            "-e",
            "--escape",
            action="store_true",
            default=False,
            help="enable interpretation of backslash escapes",
        )
        self._add_callback(
            ("-f", "--list-frames"),
            partial(_list_frames, id3.Frames),
            "Display all possible frames for ID3v2.3 / ID3v2.4",
        )
        self._add_callback(
            ("--list-frames-v2.2",),
            partial(_list_frames, id3.Frames_2_2),
            "Display all possible frames for ID3v2.2",
        )
        self._add_callback(("-L", "--list-genres"), _list_genres, "Lists all ID3v1 genres")
        for names, action, text in _ACTIONS:
            add(*names, action="store_const", dest="action", const=action, help=text)
        add(
            "--delete-frames",
            metavar="FID1,FID2,...",
            dest="deletes",
            default="",
            help="Delete the given frames",
        )
        for names, metavar, frame, text in _EDITS:
            self._add_edit(names, metavar, f"--{frame}", text)
        values = (id3.TextFrame, id3.UrlFrame, id3.POPM, id3.APIC, id3.UFID, id3.USLT)
        for name, kind in id3.Frames.items():
            if issubclass(kind, values):
                self._add_edit((f"--{name}",), "value", f"--{name}", SUPPRESS_HELP)

    def _add_callback(self, names: tuple[str, ...], callback: Any, text: str) -> None:
        self.add_option(*names, action="callback", callback=callback, help=text)

    def _add_edit(self, names: tuple[str, ...], metavar: str, frame: str, text: str) -> None:
        def note(_option: Any, _name: str, value: str, _parser: Any) -> None:
            self.edits.append((frame, value))

        self.add_option(
            *names, action="callback", type="string", metavar=metavar, callback=note, help=text
        )

    def format_help(self, *args: Any, **kwargs: Any) -> str:
        """The help, as optparse gives it, and how to set any frame."""
        return f"{super().format_help(*args, **kwargs)}{_HELP}"


def frame_from_fsnative(arg: str) -> str:
    """An argument that names frames. Raises `ValueError` if it is not ASCII."""
    arg.encode("ascii")
    return arg


def value_from_fsnative(arg: str, escape: bool) -> str:
    """An argument that is a value, with its backslash escapes decoded if `escape`.

    Raises `ValueError` for an escape that is none, and for bytes that are no text.
    """
    if escape:
        with warnings.catch_warnings():
            # Newer versions of Python warn of escapes that they take as they are.
            warnings.simplefilter("ignore")
            decoded = codecs.escape_decode(os.fsencode(arg))[0]
        arg = os.fsdecode(decoded)
    arg.encode("utf-8")
    return arg


def _checked_name(name: str) -> str:
    try:
        return frame_from_fsnative(name)
    except ValueError as err:
        _report(err)
        return name


def _values(edits: Iterable[tuple[str, str]], escape: bool) -> dict[str, list[str]]:
    """The values by the frames they are for, in order; empty ones are left out."""
    collected: dict[str, list[str]] = {}
    for option, value in edits:
        if not value:
            continue
        name = _checked_name(option).removeprefix("--")
        try:
            text = value_from_fsnative(value, escape)
        except ValueError as err:
            error(f"{name}: {err}")
        collected.setdefault(name, []).append(text)
    return collected


def write_files(edits: Iterable[tuple[str, str]], filenames: Iterable[str], escape: bool) -> None:
    """Set frames in the tags of files, and save them as ID3v2.4."""
    values = _values(edits, escape)
    split = split_escape if escape else str.split
    for filename in filenames:
        with _signals.block():
            _tell("Writing", filename)
            try:
                tags = id3.ID3(filename)
            except id3.ID3NoHeaderError:
                _tell("No ID3 header found; creating a new tag")
                tags = id3.ID3()
            except Exception as err:
                _report(err)
                continue
            for name, texts in values.items():
                try:
                    frames = list(frames_of(name, texts, split))
                except InvalidValue as err:
                    error(err)
                for frame in frames:
                    tags.add(frame)
            tags.save(filename)


def delete_tags(filenames: Iterable[str], v1: bool, v2: bool) -> None:
    """Remove the ID3v1 or ID3v2 tags, or both, of files."""
    for filename in filenames:
        with _signals.block():
            _tell("deleting ID3 tag info in", filename)
            id3.delete(filename, v1, v2)


def delete_frames(deletes: str, filenames: Iterable[str]) -> None:
    """Remove frames, given by their names with commas between them, from the tags of files."""
    deletes = _checked_name(deletes)
    for filename in filenames:
        with _signals.block():
            _tell(f"deleting {deletes} from", filename)
            try:
                tags = id3.ID3(filename)
            except id3.ID3NoHeaderError:
                _tell("No ID3 header found; skipping.")
                continue
            except Exception as err:
                error(err)
            for name in deletes.split(","):
                tags.delall(name)
            tags.save()


def list_tags(filenames: Iterable[str], raw: bool = False) -> None:
    """Print the tags of files for people to read, or as Python expressions."""
    for filename in filenames:
        print("Raw IDv2 tag info for" if raw else "IDv2 tag info for", filename)
        try:
            tags = id3.ID3(filename, translate=False)
        except id3.ID3NoHeaderError:
            print("No ID3 header found; skipping.")
            continue
        except Exception as err:
            error(err)
        if raw:
            for frame in tags.values():
                print(repr(frame))
        else:
            print(tags.pprint())


def main(argv: list[str]) -> None:
    """Run with these arguments, the first one being the program's name."""
    global _verbose
    parser = ID3OptionParser()
    options, names = parser.parse_args(argv[1:])
    _verbose = options.verbose
    action = options.action or "list"
    if not names:
        parser.print_help()
    elif parser.edits or options.deletes:
        if options.deletes:
            delete_frames(options.deletes, names)
        if parser.edits:
            write_files(parser.edits, names, options.escape)
    elif action == "convert":
        write_files((), names, options.escape)
    elif action.startswith("delete"):
        delete_tags(names, "v1" in action, "v2" in action)
    else:
        list_tags(names, raw=action == "list-raw")


def entry_point() -> None:
    """The command."""
    _signals.init()
    main(sys.argv)
