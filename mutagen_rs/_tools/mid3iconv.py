"""`mid3iconv` turns the text of ID3 tags that is in some old encoding into Unicode, as the Java
program ID3iconv does."""

from __future__ import annotations

import locale
import sys
from collections.abc import Iterable
from typing import Any

from .. import id3, version_string
from ._util import OptionParser, SignalHandler

VERSION = (0, 3)

_signals = SignalHandler()

# Spellings of the Java program.
_ALIASES = {"-v1": "--force-v1", "-removev1": "--remove-v1"}


def getpreferredencoding() -> str:
    """The encoding of the user's locale."""
    return locale.getpreferredencoding() or "utf-8"


def isascii(string: str) -> bool:
    """Whether a string is ASCII and not empty."""
    return bool(string) and string.isascii()


class ID3OptionParser(OptionParser):
    """The options, and the advice below their help."""

    def __init__(self) -> None:
        version = ".".join(map(str, VERSION))
        super().__init__(
            version=f"mid3iconv {version}\nUses Mutagen {version_string}",
            usage="%prog [OPTION] [FILE]...",
            description="Mutagen-based replacement the id3iconv utility, which converts ID3 tags "
            "from legacy encodings to Unicode and stores them using the ID3v2 format.",
        )
        encoding = getpreferredencoding()
        self.add_option(
            "-e",
            "--encoding",
            metavar="ENCODING",
            help=f"Specify original tag encoding (default is {encoding})",
        )
        self.add_option("-p", "--dry-run", action="store_true", help="Do not actually modify files")
        self.add_option(
            "--force-v1",
            action="store_true",
            help="Use an ID3v1 tag even if an ID3v2 tag is present",
        )
        self.add_option(
            "--remove-v1",
            action="store_true",
            help="Remove v1 tag after processing the files",
        )
        self.add_option(
            "-q",
            "--quiet",
            action="store_const",
            dest="verbose",
            const="quiet",
            help="Only output errors",
        )
        self.add_option(
            "-d",
            "--debug",
            action="store_const",
            dest="verbose",
            const="debug",
            help="Output updated tags",
        )

    def format_help(self, *args: Any, **kwargs: Any) -> str:
        """The help, as optparse gives it, and the advice."""
        text = super().format_help(*args, **kwargs)
        return f"{text}\nFiles are updated in-place, so use --dry-run first.\n"


def _convert(tags: id3.ID3, encoding: str) -> None:
    """Decode anew the text frames whose text was taken for Latin-1."""
    for key in list(tags):
        frame = tags[key]
        if not key.startswith(("T", "COMM")) or isinstance(frame, id3.TimeStampTextFrame):
            continue
        try:
            texts = [text.encode("latin-1").decode(encoding) for text in frame.text]
        except (AttributeError, UnicodeError, LookupError):
            continue  # no text, or it is not in that encoding
        frame.text = texts
        frame.encoding = 3 if all(map(isascii, texts)) else 1


def has_id3v1(filename: str) -> bool:
    """Whether a file ends with an ID3v1 tag."""
    try:
        with open(filename, "rb") as file:
            file.seek(-128, 2)
            return file.read(3) == b"TAG"
    except OSError:
        return False


def update(options: Any, filenames: Iterable[str]) -> None:
    """Convert the tags of files. Those without a tag, or with a damaged one, are passed over."""
    encoding = options.encoding or getpreferredencoding()
    talks = options.verbose != "quiet"
    for filename in filenames:
        with _signals.block():
            if talks:
                print("Updating", filename)
            if options.force_v1 and not options.dry_run and has_id3v1(filename):
                id3.delete(filename, delete_v1=False, delete_v2=True)
            try:
                tags = id3.ID3(filename)
            except id3.ID3NoHeaderError:
                if talks:
                    print("No ID3 header found; skipping...")
                continue
            except Exception as err:
                print(err, file=sys.stderr)
                continue
            _convert(tags, encoding)
            if options.verbose == "debug":
                print(tags.pprint())
            if not options.dry_run:
                tags.save(filename, v1=0 if options.remove_v1 else 1)


def main(argv: list[str]) -> None:
    """Run with these arguments, the first one being the program's name."""
    parser = ID3OptionParser()
    options, names = parser.parse_args([_ALIASES.get(word, word) for word in argv[1:]])
    if names:
        update(options, names)
    else:
        parser.print_help()


def entry_point() -> None:
    """The command."""
    _signals.init()
    main(sys.argv)
