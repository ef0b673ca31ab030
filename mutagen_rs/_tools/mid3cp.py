"""`mid3cp` copies the ID3 tag of one file to another, as id3lib's id3cp does."""

from __future__ import annotations

import os.path
import sys
from collections.abc import Iterable

from .. import version_string
from ..id3 import ID3, ID3NoHeaderError
from ._util import OptionParser, SignalHandler

VERSION = (0, 1)

_signals = SignalHandler()


def _report(*words: object) -> None:
    print(*words, file=sys.stderr)


class ID3OptionParser(OptionParser):
    """The options of the command."""

    def __init__(self) -> None:
        version = ".".join(map(str, VERSION))
        super().__init__(
            version=f"mid3cp {version}\nUses Mutagen {version_string}",
            usage="%prog [option(s)] <src> <dst>",
            description="Copies ID3 tags from <src> to <dst>. Mutagen-based replacement for "
            "id3lib's id3cp.",
        )
        self.add_option(
            "-v", "--verbose", action="store_true", default=False, help="print out saved tags"
        )
        self.add_option("--write-v1", action="store_true", default=False, help="write id3v1 tags")
        self.add_option(
            "-x",
            "--exclude-tag",
            metavar="TAG",
            action="append",
            dest="excluded",
            default=[],
            help="exclude the specified tag",
        )
        self.add_option(
            "--merge",
            action="store_true",
            default=False,
            help="Copy over frames instead of the whole ID3 tag",
        )


def copy(
    src: str,
    dst: str,
    merge: bool,
    write_v1: bool = True,
    excluded_tags: Iterable[str] | None = None,
    verbose: bool = False,
) -> int:
    """Copy the tag of `src` to `dst`, or with `merge` its frames into the tag of `dst`.

    Returns 0, or 1 after a message if that is not possible.
    """
    try:
        tags = ID3(src, translate=False)
    except ID3NoHeaderError:
        _report("No ID3 header found in ", src)
        return 1
    except Exception as err:
        _report(err)
        return 1
    if verbose:
        _report("File", src, "contains:")
        _report(tags.pprint())
    for key in excluded_tags or ():
        tags.delall(key)
    if merge:
        try:
            target = ID3(dst, translate=False)
        except ID3NoHeaderError:
            target = None  # nothing to merge with
        except Exception as err:
            _report(err)
            return 1
        if target is not None:
            for frame in tags.values():
                target.add(frame)
            tags = target
    # What was v2.3 or older is saved as v2.3.
    v2_version = 3 if tags.version < (2, 4, 0) else 4
    if v2_version == 3:
        tags.update_to_v23()
    else:
        tags.update_to_v24()
    try:
        tags.save(dst, v1=2 if write_v1 else 0, v2_version=v2_version)
    except Exception as err:
        _report("Error saving", dst, f":\n{err}")
        return 1
    if verbose:
        _report("Successfully saved", dst)
    return 0


def main(argv: list[str]) -> int:
    """Run with these arguments, the first one being the program's name; returns the exit code."""
    parser = ID3OptionParser()
    options, names = parser.parse_args(argv[1:])
    if len(names) != 2:
        parser.print_help(file=sys.stderr)
        return 1
    for name in names:
        if not os.path.isfile(name):
            _report("File not found:", name)
            parser.print_help(file=sys.stderr)
            return 1
    src, dst = names
    excluded = [key.strip() for key in options.excluded]  # `-x TAG` may carry the blank with it
    with _signals.block():
        return copy(src, dst, options.merge, options.write_v1, excluded, options.verbose)


def entry_point() -> int:
    """The command."""
    _signals.init()
    return main(sys.argv)
