"""FLAC files for the comparison: what is seen of one, how it is damaged, and how it is edited."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from .damage import DAMAGES, Damage
from .facts import Facts, Raised
from .libraries import Library
from .openers import SampleBytes, fixtures
from .saving import PADDINGS

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "flac").iterdir())
WHOLE = [path for path in SAMPLES if not path.name.startswith("damaged")]

FILES = st.deferred(lambda: st.sampled_from([*SAMPLES, *fixtures(".flac")])).map(SampleBytes.of)


def flac_of(library: Library) -> Any:
    """The module `flac` of a library."""
    return import_module(f"{library.name}.flac")


def vorbis_of(library: Library) -> Any:
    """The module `_vorbis` of a library."""
    return import_module(f"{library.name}._vorbis")


def plain(value: Any) -> Facts:
    """A value of a block; objects by class and attributes."""
    if value is None or type(value) in (bool, int, str, bytes, bytearray):
        return value
    if isinstance(value, float):
        return ("float", value.hex())
    kind = type(value).__name__
    if isinstance(value, (list, tuple)):
        return (kind, tuple(map(plain, value)), own_attributes(value))
    return (kind, own_attributes(value))


def own_attributes(value: Any) -> Facts:
    """What stands in an object itself, whatever the order it was put there in."""
    return {name: plain(item) for name, item in sorted(getattr(value, "__dict__", {}).items())}


def attempt(work: Callable[[], Any]) -> Facts:
    """The facts of a result, or the exception."""
    try:
        return plain(work())
    except Exception as raised:
        return Raised.of(raised)


def block_facts(block: Any) -> Facts:
    shown = repr(block)
    if " object at 0x" in shown:  # it has no looks of its own
        shown = type(block).__name__
    return (plain(block), shown, attempt(block.write))


def _place(blocks: list[Any], wanted: Any) -> int | None:
    """Which block an attribute of a file is: the same object, not only an equal one."""
    return next((number for number, block in enumerate(blocks) if block is wanted), None)


def file_facts(file: Any) -> Facts:
    """All that is seen of an opened file."""
    # Some before all blocks are there, some after.
    facts = {
        "pprint": file.pprint(),
        "mime": tuple(file.mime),
        "keys": tuple(sorted(file.keys())),
        "pictures before": len(file.pictures),
    }
    blocks = file.metadata_blocks
    facts["blocks"] = tuple(map(block_facts, blocks))
    for name in ("info", "tags", "cuesheet", "seektable", "vc"):
        facts[name] = _place(blocks, getattr(file, name))
    facts["pictures"] = tuple(_place(blocks, picture) for picture in file.pictures)
    if file.tags is not None:
        facts["items"] = attempt(lambda: sorted(file.tags.items()))
        facts["as_dict"] = attempt(lambda: sorted(file.tags.as_dict().items()))
    return facts


def own_classes(library: Library) -> Any:
    """A class of files with blocks of the caller's own classes."""
    flac = flac_of(library)

    class OwnPicture(flac.Picture):  # type: ignore[misc, name-defined]
        def load(self, data: Any) -> None:
            super().load(data)
            self.seen = data.tell() > 0

    class OwnInfo(flac.StreamInfo):  # type: ignore[misc, name-defined]
        def write(self) -> bytes:
            written: bytes = super().write()
            return written

    class OwnFile(flac.FLAC):  # type: ignore[misc, name-defined]
        METADATA_BLOCKS = [
            {"Picture": OwnPicture, "StreamInfo": OwnInfo}.get(getattr(kind, "__name__", ""), kind)
            for kind in flac.FLAC.METADATA_BLOCKS
        ]

    return OwnFile


class Edit(NamedTuple):
    """A change of an opened file; `apply` gives the exception, if it raises one."""

    name: str
    text: str
    number: int

    def apply(self, library: Library, file: Any) -> Facts:
        """Change the file in that way."""
        return attempt(lambda: _EDITS[self.name](flac_of(library), file, self.text, self.number))


def _block(flac: Any, file: Any, number: int) -> Any:
    return file.metadata_blocks[number % len(file.metadata_blocks)]


def _set(block: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(block, name, value)
    return block


def _picture(flac: Any, text: str, number: int) -> Any:
    picture = flac.Picture()
    return _set(picture, type=number, mime=text, desc=text * 2, width=number, data=b"p" * number)


def _sheet(flac: Any, number: int) -> Any:
    sheet = _set(flac.CueSheet(None), media_catalog_number=b"123", lead_in_samples=number)
    track = flac.CueSheetTrack(number % 300, number, b"DE1234567890", number, bool(number & 1))
    track.indexes.append(flac.CueSheetTrackIndex(1, number))
    sheet.tracks.append(track)
    return sheet


def _table(flac: Any, number: int) -> Any:
    points = [flac.SeekPoint(number, number * 10, number % 70_000)] * (number % 5)
    return _set(flac.SeekTable(None), seekpoints=points)


def _add(file: Any, block: Any) -> None:
    file.metadata_blocks.append(block)


_EDITS: dict[str, Callable[[Any, Any, str, int], Any]] = {
    "set a tag": lambda flac, file, text, number: file.__setitem__("title", [text] * (number % 4)),
    "set a new tag": lambda flac, file, text, number: file.__setitem__(f"k{number}", text),
    "set a bad tag": lambda flac, file, text, number: file.__setitem__(text, text),
    "delete a tag": lambda flac, file, text, number: file.__delitem__("TITLE"),
    "append a pair": lambda flac, file, text, number: file.tags.append((text, text)),
    "large tag": lambda flac, file, text, number: file.__setitem__("large", "x" * number * 50),
    "add tags": lambda flac, file, text, number: file.add_tags(),
    "clear tags": lambda flac, file, text, number: file.tags.clear(),
    "vendor": lambda flac, file, text, number: setattr(file.tags, "vendor", text),
    "add a picture": lambda flac, file, text, number: file.add_picture(
        _picture(flac, text, number)
    ),
    "edit a picture": lambda flac, file, text, number: setattr(file.pictures[0], "desc", text),
    "clear pictures": lambda flac, file, text, number: file.clear_pictures(),
    "remove a block": lambda flac, file, text, number: _drop(
        file.metadata_blocks, 1 + number % max(1, len(file.metadata_blocks) - 1)
    ),
    "repeat a block": lambda flac, file, text, number: _add(file, _block(flac, file, number)),
    "padding": lambda flac, file, text, number: _add(
        file, _set(flac.Padding(), length=number)
    ),
    "unknown block": lambda flac, file, text, number: _add(
        file, _set(flac.MetadataBlock(text.encode()), code=7 + number % 120)
    ),
    "block without code": lambda flac, file, text, number: _add(file, flac.MetadataBlock(b"")),
    "cue sheet": lambda flac, file, text, number: setattr(file, "cuesheet", _sheet(flac, number)),
    "no cue sheet": lambda flac, file, text, number: setattr(file, "cuesheet", None),
    "seek table": lambda flac, file, text, number: setattr(
        file, "seektable", _table(flac, number)
    ),
    "edit seek table": lambda flac, file, text, number: file.seektable.seekpoints.pop(),
    "total samples": lambda flac, file, text, number: setattr(
        file.info, "total_samples", number**3
    ),
    "sample rate": lambda flac, file, text, number: setattr(file.info, "sample_rate", number),
    "md5": lambda flac, file, text, number: setattr(file.info, "md5_signature", -number),
    "look": lambda flac, file, text, number: len(file.pprint()),
}  # fmt: skip


def _drop(blocks: list[Any], number: int) -> None:
    del blocks[number]


_TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(["artist", "é", "a=b", "", "\ud800", "~"]))
EDITS = st.lists(
    st.builds(Edit, st.sampled_from(sorted(_EDITS)), _TEXTS, st.integers(0, 5000)), max_size=5
)

SOUND_EDITS = st.lists(
    st.builds(
        Edit,
        st.sampled_from(
            """set a tag,set a new tag,set a bad tag,delete a tag,append a pair,large tag,add tags,
            clear tags,vendor,add a picture,edit a picture,clear pictures,padding,unknown block,
            no cue sheet,look""".replace("\n", "").split(",")
        ).map(str.strip),
        _TEXTS,
        st.integers(0, 5000),
    ),
    max_size=6,
)
"""Edits after which a file is as sound as before, or is not saved."""

OPTIONS = st.fixed_dictionaries(
    {}, optional={"deleteid3": st.booleans(), "padding": st.sampled_from(sorted(PADDINGS))}
)
"""Arguments of `FLAC.save`, the padding function by its name."""


def save(file: Any, target: Any, options: dict[str, Any]) -> None:
    """Save with such arguments."""
    given = dict(options)
    if "padding" in given:
        given["padding"] = PADDINGS[given["padding"]]
    file.save(target, **given)


class BlockDamage(NamedTuple):
    """Changes the header of a block, or numbers in its content, and what `others` do."""

    block: int
    place: int
    junk: bytes
    others: Damage | None

    def __call__(self, data: bytes) -> bytes:
        starts = [4]
        while starts[-1] + 4 <= len(data) and data[starts[-1]] < 128 and len(starts) < 20:
            size = int.from_bytes(data[starts[-1] + 1 : starts[-1] + 4], "big")
            starts.append(starts[-1] + 4 + size)
        harmed = bytearray(data)
        at = starts[self.block % len(starts)] + self.place
        harmed[at : at + len(self.junk)] = self.junk
        return bytes(harmed) if self.others is None else self.others(bytes(harmed))


_NUMBERS = [b"\0\0\0", b"\0\0\1", b"\xff\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\1", b"\x84", b"\6"]

FLAC_DAMAGES = st.one_of(
    DAMAGES,
    st.builds(
        BlockDamage,
        st.integers(0, 12),
        st.one_of(st.sampled_from([0, 1, 3, 4, 8, 12, 16, 36]), st.integers(0, 80)),
        st.one_of(st.sampled_from(_NUMBERS), st.binary(min_size=1, max_size=4)),
        st.one_of(st.none(), DAMAGES),
    ),
)


_SIZES: st.SearchStrategy[int] = st.builds(
    lambda size, more: max(0, size + more),
    st.sampled_from([0, 3900, 4000, 4096, 8000, 8100, 8192, 12_288, 20_000, 100_000]),
    st.integers(-60, 60),
)
"""Sizes in bytes about those that a file is read in."""

_INFO = WHOLE[0].read_bytes()[8:42]


def _number(value: int) -> bytes:
    return value.to_bytes(4, "big")


def _content(code: int, size: int) -> bytes:
    if code == 4:
        comment = b"TITLE=" + b"x" * size
        return bytes(4) + b"\1\0\0\0" + len(comment).to_bytes(4, "little") + comment
    if code == 6:
        return _number(3) + bytes(24) + _number(size) + b"p" * size
    return bytes(size)


@st.composite
def large_files(draw: st.DrawFn) -> bytes:
    """A file whose blocks, and an ID3v2 tag before them, end about where a read does."""
    data = b"fLaC\0\0\0\x22" + _INFO
    for _ in range(draw(st.integers(0, 4))):
        code = draw(st.sampled_from([1, 2, 3, 4, 6, 6]))
        content = _content(code, draw(_SIZES) % (9000 if code == 3 else 200_000))
        claimed = len(content)
        if code in (4, 6) and draw(st.booleans()):
            claimed = draw(st.sampled_from([0, 5, claimed // 2, claimed + 5000, 0xFFFFFF]))
        data += bytes([code]) + claimed.to_bytes(3, "big") + content
    padding = draw(_SIZES)
    data += b"\x81" + padding.to_bytes(3, "big") + bytes(padding) + b"\xff\xf8" + bytes(300)
    if draw(st.booleans()):
        size = draw(_SIZES)
        lengths = bytes([0, size >> 14 & 127, size >> 7 & 127, size & 127])
        data = b"ID3\4\0\0" + lengths + bytes(size) + data + b"TAG" + bytes(125)
    return data
