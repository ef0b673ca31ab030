"""ID3v1 and v1.1: the 128 bytes at the end of a file (id3.org, "ID3v1")."""

from __future__ import annotations

from .. import _native
from .._constants import GENRES
from .._util import seek_end
from ._frames import Frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ._frame_base import Frame
    from ._tags import ID3Tags

_NO_GENRE = 255
# A tag, and as much of an APEv2 footer before "TAG" as tells that this is the end of "APETAGEX".
_TAIL = 128 + 3


def find_id3v1(
    fileobj: Any, v2_version: int = 4, known_frames: Mapping[str, type[Frame]] | None = None
) -> tuple[dict[str, Frame] | None, int]:
    """Look for a tag at the end of a file; the position in the file is kept.

    Args:
        fileobj: a file object to read from.
        v2_version: which frames to return, those of ID3v2.3 or v2.4: 3 or 4.
        known_frames: the frame classes to use, by name; others are left out.

    Returns:
        The frames by name and where the tag starts, counted from the end of the file and thus
        negative; (None, 0) if there is no tag. A tag is 128 bytes, or a few less where an old
        program has written a short year.

    Raises:
        ValueError: for another `v2_version`.
    """
    _check_version(v2_version)
    position = fileobj.tell()
    seek_end(fileobj, _TAIL)
    tail = fileobj.read(_TAIL)
    fileobj.seek(position, 0)

    start = _native.id3v1_find(tail)
    if start is None:
        return None, 0
    frames = ParseID3v1(tail[start:], v2_version, known_frames)
    return frames, start - len(tail)


def ParseID3v1(
    data: bytes, v2_version: int = 4, known_frames: Mapping[str, type[Frame]] | None = None
) -> dict[str, Frame] | None:
    """Return what a tag holds as ID3v2 frames by name, or None if the bytes are no ID3v1 tag.

    The arguments are those of `find_id3v1`; empty fields give no frame.

    Raises:
        ValueError: for another `v2_version`.
    """
    _check_version(v2_version)
    fields = _native.id3v1_parse(data)
    if fields is None:
        return None
    title, artist, album, year, comment, track, genre = fields
    classes = Frames if known_frames is None else known_frames
    date = "TYER" if v2_version == 3 and "TYER" in classes else "TDRC"

    frames = {}
    for name, text, more in (
        ("TIT2", title, {}),
        ("TPE1", artist, {}),
        ("TALB", album, {}),
        (date, year, {}),
        ("COMM", comment, {"lang": "eng", "desc": "ID3v1 Comment"}),
        ("TRCK", str(track or ""), {}),
        ("TCON", "" if genre == _NO_GENRE else str(genre), {}),
    ):
        cls = classes.get(name)
        if text and cls is not None:
            frames[name] = cls(encoding=0, text=text, **more)
    return frames


def MakeID3v1(id3: ID3Tags | Mapping[str, Any]) -> bytes:
    """Return an ID3v1.1 tag of 128 bytes with what fits of some ID3v2 frames.

    Args:
        id3: frames by key, of which TIT2, TPE1, TALB, TDRC or TYER, COMM, TRCK and TCON count.
            Characters outside of ISO 8859-1 become question marks. Without a track number from 0 to
            255 the tag is ID3v1, with a comment of 30 bytes instead of 28.
    """

    def first(key: str) -> str:
        return str(id3[key].text[0]) if key in id3 and id3[key].text else ""

    year = str(id3["TDRC"] if "TDRC" in id3 else id3.get("TYER", ""))
    return _native.id3v1_render(
        first("TIT2"), first("TPE1"), first("TALB"), year, first("COMM"), _track(id3), _genre(id3)
    )


def _track(id3: ID3Tags | Mapping[str, Any]) -> int | None:
    """Return the track number if there is one that a byte can hold."""
    try:
        number = +id3["TRCK"]
    except (KeyError, IndexError, ValueError):
        return None
    return number if 0 <= number <= 255 else None


def _genre(id3: ID3Tags | Mapping[str, Any]) -> int:
    """Return the number of the first genre."""
    try:
        return GENRES.index(id3["TCON"].genres[0])
    except (KeyError, IndexError, ValueError):
        return _NO_GENRE


def _check_version(v2_version: int) -> None:
    if v2_version not in (3, 4):
        raise ValueError(f"v2_version has to be 3 or 4, not {v2_version!r}")
