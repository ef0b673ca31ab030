"""FLAC files: their tags, pictures and other metadata (RFC 9639).

A file has metadata blocks: one that describes the audio (`StreamInfo`), and perhaps tags
(`VCFLACDict`), pictures and others. FLAC in Ogg is in `mutagen_rs.oggflac`.
"""

from __future__ import annotations

from . import _native
from ._file import FileType, native_score
from ._filething import loadfile, open_for, target_of
from ._flac_blocks import (
    CueSheet as CueSheet,
    CueSheetTrack as CueSheetTrack,
    CueSheetTrackIndex as CueSheetTrackIndex,
    FLACNoHeaderError as FLACNoHeaderError,
    FLACVorbisError as FLACVorbisError,
    MetadataBlock as MetadataBlock,
    Padding as Padding,
    Picture as Picture,
    SeekPoint as SeekPoint,
    SeekTable as SeekTable,
    StreamInfo as StreamInfo,
    StrictFileObject as StrictFileObject,
    VCFLACDict as VCFLACDict,
    error as error,
    to_int_be as to_int_be,
)
from ._util import convert_error, lazy, settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from ._file import Score
    from ._filething import FileArgument, FileName, FileThing, Target
    from ._native import Plan
    from ._tags import PaddingFunction

__all__ = ["FLAC", "Open", "delete"]

_BLOCKS: list[Any] = [StreamInfo, Padding, None, SeekTable, VCFLACDict, CueSheet, Picture]


def _all_blocks(file: Any) -> list[Any]:
    if file._doc is None:
        raise AttributeError("metadata_blocks")
    blocks: list[Any] = file._doc.blocks_of()
    return blocks


def _first(code: int) -> Any:
    """An attribute for the first block of that kind, or None."""
    return lazy(lambda file: None if file._doc is None else file._doc.first(code))


class FLAC(FileType):
    """`FLAC(filething)`: a FLAC file.

    Raises `FLACNoHeaderError` for another kind of file, `error` for a damaged one,
    `MutagenError` if it cannot be opened.

    Attributes:
        metadata_blocks (list[MetadataBlock]): all blocks, in the order they are written in; the
            attributes below are blocks of this list.
        info (StreamInfo)
        tags (VCFLACDict | None)
        pictures (list[Picture])
        cuesheet (CueSheet | None)
        seektable (SeekTable | None)
    """

    _mimes = ["audio/flac", "audio/x-flac", "application/x-flac"]

    METADATA_BLOCKS: list[Any] = list(_BLOCKS)
    """The classes of blocks by code; None and codes beyond are a `MetadataBlock`."""

    score: ClassVar[Score] = native_score("FLAC")

    _doc: Any = None
    """The native document that blocks are built from."""

    filename: FileName | None
    metadata_blocks: list[Any] = lazy(_all_blocks)  # type: ignore[assignment] # a descriptor
    tags: VCFLACDict | None = _first(VCFLACDict.code)
    cuesheet: CueSheet | None = _first(CueSheet.code)
    seektable: SeekTable | None = _first(SeekTable.code)

    @property
    def vc(self) -> VCFLACDict | None:
        """Old name of `tags`."""
        return self.tags

    def load(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`load(filething)`: read the metadata of a file."""
        if type(filething) is str and not target:  # the usual call
            self.filename = filething
            if self._load_native(filething, None):
                return
        self._load(target_of(self, filething, target, False))

    def _load(self, thing: FileThing) -> None:
        fileobj, _, name = thing
        if not self._load_native(name, fileobj):
            self._load_opened(thing)

    def _load_native(self, name: Any, fileobj: Any) -> bool:
        """Load natively; False if classes of the caller or a file for Python to open forbid it."""
        if self.METADATA_BLOCKS != _BLOCKS:
            return False
        document = _native.flac_open(name, fileobj)
        if document is None:
            return False
        state = self.__dict__
        if len(state) > 1:  # more than a file name
            self._forget()
        state["_doc"] = document
        return True

    def _forget(self) -> None:
        """Drop all that was read or edited before."""
        for name in ("_doc", "metadata_blocks", "tags", "cuesheet", "seektable"):
            self.__dict__.pop(name, None)

    def _blocks_of(self, code: int) -> list[Any]:
        doc = self._doc
        if doc is not None and "metadata_blocks" not in self.__dict__:
            blocks: list[Any] = doc.blocks_of(code)
            return blocks
        return [block for block in self.metadata_blocks if block.code == code]

    @property
    def info(self) -> StreamInfo:
        """What the file says about its audio, which is the first block of that kind."""
        # Without a list of the blocks, as nearly always, none is made.
        doc = self._doc
        listed = doc is None or "metadata_blocks" in self.__dict__
        code = StreamInfo.code
        info: StreamInfo = self._blocks_of(code)[0] if listed else doc.first(code)
        return info

    @property
    def pictures(self) -> list[Picture]:
        """A new list of the pictures."""
        return self._blocks_of(Picture.code)

    def add_picture(self, picture: Picture) -> None:
        """Append a picture to the blocks."""
        self.metadata_blocks.append(picture)

    def clear_pictures(self) -> None:
        """Remove all pictures from the blocks."""
        blocks = self.metadata_blocks
        self.metadata_blocks = [block for block in blocks if block.code != Picture.code]

    def add_tags(self) -> None:
        """Give the file empty tags. Raises `FLACVorbisError` if it has tags."""
        if self.tags is not None:
            raise FLACVorbisError("the file has tags already")
        tags = VCFLACDict()
        self.metadata_blocks.append(tags)
        self.tags = tags

    add_vorbiscomment = add_tags

    def values(self) -> list[Any]:
        """The lists of values of the tags, in the order of the keys."""
        return [values for _, values in self.items()]

    def items(self) -> list[tuple[Any, Any]]:
        """All pairs of a key of the tags and the list of its values."""
        own = type(self)
        if own.keys is FileType.keys and own.__getitem__ is FileType.__getitem__:
            return [] if self.tags is None else list(self.tags.items())
        return super().items()

    def save(
        self,
        filething: FileArgument = None,
        /,
        deleteid3: bool = False,
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> None:
        """`save(filething=None, deleteid3=False, padding=None)`.

        Write the blocks to a file, by default to the one loaded.

        Arguments:
            filething: a name or a file object of a FLAC file.
            deleteid3 (bool): remove ID3 tags at the start and at the end of the file.
            padding (Callable[[PaddingInfo], int] | None): decides the padding in bytes.

        Raises `error` if the blocks cannot be written, `ValueError` for tags with invalid keys
        or values, `MutagenError` if the file cannot be opened. Nothing is written before all of
        it is known to fit.
        """
        self._save(target_of(self, filething, target, True), "write", deleteid3, padding)

    def plan_save(
        self,
        filething: FileArgument = None,
        /,
        deleteid3: bool = False,
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> Plan:
        """What `save` with these arguments would write: a `Plan`. Nothing is written."""
        return self._save(target_of(self, filething, target, True), "plan", deleteid3, padding)

    def _save(
        self,
        thing: FileThing,
        mode: str,
        deleteid3: bool = False,
        padding: PaddingFunction | None = None,
    ) -> Plan:
        """Carry out a save, or only plan it. `mode` is "plan" or "write"."""
        state = self.__dict__
        for name, kind in (("cuesheet", CueSheet), ("seektable", SeekTable)):
            if "metadata_blocks" not in state:
                given = state.get(name)
                if given is None or (self._doc is not None and self._doc.has(given)):
                    continue  # it stands where it stood
            block = getattr(self, name)
            if block and block not in self.metadata_blocks:
                if not isinstance(block, kind):
                    raise ValueError(f"{name} must be a {kind.__name__}, not {block!r}")
                self.metadata_blocks.append(block)
        # Blocks that nobody asked for are not made for this.
        listed = self._doc is None or "metadata_blocks" in state
        blocks = self.metadata_blocks if listed else self._doc
        return self._write(thing, mode, blocks, deleteid3, padding)

    def _write(
        self,
        thing: FileThing,
        mode: str,
        blocks: Any,
        deleteid3: bool,
        padding: PaddingFunction | None,
        area: tuple[int, int] | None = None,
    ) -> Plan:
        fileobj, _, name = thing
        plan = None
        if area is not None or self.METADATA_BLOCKS == _BLOCKS:
            plan = _native.flac_save(name, fileobj, blocks, bool(deleteid3), padding, area, mode)
        if plan is None:

            def work(opened: FileThing) -> Any:
                found = self._area(opened)
                return self._write(opened, mode, blocks, deleteid3, padding, found)

            plan = open_for(mode, thing, work)
        return plan

    def delete(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`delete(filething=None)`: take the tags out of a file, by default of the one loaded.

        All other blocks are written as they are here, without padding. Does nothing for a file
        without tags.
        """
        self._delete(target_of(self, filething, target, True))

    def _delete(self, thing: FileThing) -> None:
        tags = self.tags
        if tags is None:
            return
        blocks = self.metadata_blocks
        kept = [block for block in blocks if block.code != VCFLACDict.code]
        self._write(thing, "write", kept, False, _no_padding)
        blocks[:] = [block for block in blocks if block.code != VCFLACDict.code or block is tags]
        tags.clear()

    @convert_error(OSError, error)
    @loadfile()
    def _load_opened(self, thing: FileThing) -> None:
        """Load with classes of the caller, or from a file that Python must open."""
        if self.METADATA_BLOCKS == _BLOCKS:
            self._load_native(thing.name, thing.fileobj)
            return
        self._forget()
        self.metadata_blocks = []
        self.tags = self.cuesheet = self.seektable = None
        fileobj = StrictFileObject(thing.fileobj)
        fileobj.seek(_native.flac_start(thing.fileobj))
        while self._load_block(fileobj):
            pass
        try:
            info = self.info
        except IndexError as err:
            raise FLACNoHeaderError(f"{thing.name!r}: there is no stream info") from err
        if info.length:
            start = fileobj.tell()
            fileobj.seek(0, 2)
            info.bitrate = int((fileobj.tell() - start) * 8 / info.length)
        else:
            info.bitrate = 0

    def _kind(self, code: int) -> Any:
        kinds = self.METADATA_BLOCKS
        return (kinds[code] if code < len(kinds) else None) or MetadataBlock

    def _load_block(self, fileobj: StrictFileObject) -> bool:
        """Read a block with the class for it; False if it is the last one."""
        code, size, is_last = _native.flac_block_header(fileobj.read(4))
        kind = self._kind(code)
        if kind._distrust_size:
            start = fileobj.tell()
            block = kind(fileobj)
            if fileobj.tell() - start > MetadataBlock._MAX_SIZE:
                block._invalid_overflow_size = size
        else:
            block = kind(fileobj.read(size))
        block.code = code
        name = {4: "tags", 5: "cuesheet", 3: "seektable"}.get(code)
        if name is not None and getattr(self, name) is None:
            setattr(self, name, block)
        elif name in ("cuesheet", "seektable"):
            raise error(f"there is more than one {name}")
        self.metadata_blocks.append(block)
        return not is_last

    @convert_error(OSError, error)
    def _area(self, thing: FileThing) -> tuple[int, int] | None:
        """Where the blocks of an open file begin and end, if classes of the caller decide."""
        if self.METADATA_BLOCKS == _BLOCKS:
            return None
        fileobj = StrictFileObject(thing.fileobj)
        start = _native.flac_start(thing.fileobj)
        fileobj.seek(start)
        is_last = False
        while not is_last:
            code, size, is_last = _native.flac_block_header(fileobj.read(4))
            kind = self._kind(code)
            if kind._distrust_size:
                kind(fileobj)
            else:
                fileobj.read(size)
        return start, fileobj.tell()

    def __getstate__(self) -> dict[str, Any]:
        if self._doc is not None:
            settle(self)
        return {name: value for name, value in vars(self).items() if name != "_doc"}


def _no_padding(info: Any) -> int:
    return 0


Open = FLAC


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: remove the tags of a file, if it has any.

    Raises `MutagenError` if the file cannot be opened or changed.
    """
    _delete(target_of(None, filething, target, True))


def _delete(thing: FileThing) -> None:
    FLAC(thing).delete(thing)
