"""`moggsplit` splits a multiplexed or chained Ogg file into its logical streams."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import IO

from .. import version_string
from ._util import OptionParser, SignalHandler

_signals = SignalHandler()


def split(filename: str, pattern: str, extension: str, playlist: bool) -> None:
    """Write every logical stream of an Ogg file to a file of its own in the working directory.

    `pattern` makes their names from `base`, `stream` (the serial number) and `ext`. With
    `playlist`, an m3u file lists them. Raises `OSError`, or `ogg.error` for a damaged page.
    """
    from ..ogg import OggPage

    base = os.path.splitext(os.path.basename(filename))[0]
    streams: dict[int, IO[bytes]] = {}
    with ExitStack() as files:
        source = files.enter_context(open(filename, "rb"))
        m3u = files.enter_context(open(f"{base}.m3u", "w")) if playlist else None
        while True:
            try:
                page = OggPage(source)
            except EOFError:
                return
            if page.serial not in streams:
                name = pattern % {"base": base, "stream": page.serial, "ext": extension}
                streams[page.serial] = files.enter_context(open(name, "wb"))
                if m3u is not None:
                    m3u.write(f"{name}\r\n")
            streams[page.serial].write(page.write())


def main(argv: list[str]) -> None:
    """Run with these arguments, the first one being the program's name."""
    parser = OptionParser(
        usage="%prog [options] filename.ogg ...",
        description="Split Ogg logical streams using Mutagen.",
        version=f"Mutagen {version_string}",
    )
    parser.add_option(
        "--extension", default="ogg", metavar="ext", help="use this extension (default 'ogg')"
    )
    parser.add_option(
        "--pattern",
        default="%(base)s-%(stream)d.%(ext)s",
        metavar="pattern",
        help="name files using this pattern",
    )
    parser.add_option(
        "--m3u", action="store_true", default=False, help="generate an m3u (playlist) file"
    )
    options, names = parser.parse_args(argv[1:])
    if not names:
        parser.print_help()
        raise SystemExit(1)
    for name in names:
        with _signals.block():
            split(name, options.pattern, options.extension, options.m3u)


def entry_point() -> None:
    """The command."""
    _signals.init()
    main(sys.argv)
