"""`mutagen-inspect` shows what a file's tags and stream info are."""

from __future__ import annotations

import sys

from ._util import OptionParser, SignalHandler

_signals = SignalHandler()


def main(argv: list[str]) -> None:
    """Run with these arguments, the first one being the program's name."""
    from .. import File

    parser = OptionParser(usage="usage: %prog [options] FILE [FILE...]")
    for kind in ("flac", "mp3", "apev2"):
        parser.add_option(f"--no-{kind}", help="Compatibility; does nothing.")
    _, names = parser.parse_args(argv[1:])
    if not names:
        parser.print_help()
        raise SystemExit(1)
    for name in names:
        print("--", name)
        try:
            audio = File(name)
            print("-", "Unknown file type" if audio is None else audio.pprint())
        except Exception as err:  # one file that cannot be read shall not hide the others
            print(err)
        print()


def entry_point() -> None:
    """The command."""
    _signals.init()
    main(sys.argv)
