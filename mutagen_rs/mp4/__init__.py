"""MP4 files (M4A, M4B, M4P, MP4, 3GP) with the tags that iTunes writes.

There is no specification of the tags; see `src/formats/mp4/` for what is read and written.
"""

from __future__ import annotations

from .. import _native
from .._errors import convert_error, reraise
from .._file import NativeFileType, native_score
from .._filething import loadfile, target_of
from .._tags import PaddingInfo as PaddingInfo
from .._util import lazy
from ._atom import Atom as Atom, AtomError as AtomError, Atoms as Atoms
from ._chapters import Chapter as Chapter, MP4Chapters as MP4Chapters
from ._info import MP4Info as MP4Info
from ._tags import (
    MP4Tags as MP4Tags,
    _item_sort_key as _item_sort_key,
    _key2name as _key2name,
    _name2key as _name2key,
)
from ._util import (
    MP4MetadataError as MP4MetadataError,
    MP4MetadataValueError as MP4MetadataValueError,
    MP4NoTrackError as MP4NoTrackError,
    MP4StreamInfoError as MP4StreamInfoError,
    error as error,
    parse_full_atom as parse_full_atom,
)
from ._values import (
    AtomDataType as AtomDataType,
    MP4Cover as MP4Cover,
    MP4FreeForm as MP4FreeForm,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from .._file import Score
    from .._filething import FileArgument, FileThing, Target
    from ._chapters import MP4Chapters as _MP4Chapters
    from ._tags import MP4Tags as _MP4Tags

__all__ = ["MP4", "AtomDataType", "MP4Cover", "MP4FreeForm", "Open", "delete"]


def _chapters(file: Any) -> Any:
    found = None if file._doc is None else file._doc.chapters()
    if found is None:
        return None
    chapters = MP4Chapters()
    chapters._fill(*found)
    return chapters


class MP4(NativeFileType):
    """`MP4(filething)`: an MP4 file with audio, usually AAC or ALAC.

    Of several tracks the first with sound counts. Raises `error` or one of its subclasses if the
    file cannot be read, `MutagenError` if it cannot be opened.

    Attributes:
        info (MP4Info): facts about the stream.
        tags (MP4Tags | None): the tags, if there are any.
        chapters (MP4Chapters | None): the chapters, if there are any.
    """

    MP4Tags: Any = MP4Tags
    MP4Chapters: Any = MP4Chapters

    _Tags: Any = MP4Tags
    _Info: Any = MP4Info
    _native_open: Any = staticmethod(_native.mp4_open)

    chapters: _MP4Chapters | None = lazy(_chapters)  # type: ignore[assignment] # a descriptor

    _mimes = ["audio/mp4", "audio/x-m4a", "audio/mpeg4", "audio/aac"]
    info: MP4Info
    tags: _MP4Tags | None

    score: ClassVar[Score] = native_score("MP4")

    def load(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`load(filething)`: read tags, stream info and chapters of a file."""
        self._load(target_of(self, filething, target, False))

    def _load(self, thing: FileThing) -> None:
        fileobj, _, name = thing
        document = None
        if getattr(self.MP4Tags, "_plain", False) and self.MP4Chapters is MP4Chapters:
            document = self._native_open(name, fileobj)
        if document is None:
            self._load_opened(thing)
        else:
            self._adopt(document)

    @loadfile()
    def _load_opened(self, thing: FileThing) -> None:
        """Load with classes of the caller, or from a file that Python must open."""
        fileobj = thing.fileobj
        try:
            atoms = Atoms(fileobj)
        except AtomError as err:
            reraise(error, err, err.__traceback__)
        self.info = _read_info(atoms, fileobj)
        self.tags = self.chapters = None
        # Whether there is something to load is not up to the caller's classes.
        if MP4Tags._can_load(atoms):
            self.tags = _load_part(self.MP4Tags, atoms, fileobj)
        if MP4Chapters._can_load(atoms):
            self.chapters = _load_part(self.MP4Chapters, atoms, fileobj)

    def _adopt(self, document: Any) -> None:
        self.__dict__.pop("chapters", None)
        super()._adopt(document)

    def _tags_class(self) -> Any:
        return self.MP4Tags

    @property
    def _padding(self) -> int:
        """Bytes of padding that were found."""
        return 0 if self.tags is None else self.tags._padding

    def pprint(self) -> str:
        """A line about the stream, then the tags and the chapters as lines of text."""
        text = super().pprint()
        chapters_pprint = getattr(self.chapters, "pprint", None)
        return text if chapters_pprint is None else f"{text}\n{chapters_pprint()}"

    def add_tags(self) -> None:
        """Give the file empty tags. Raises `error` if it has tags."""
        if self.tags is not None:
            raise error("an MP4 tag already exists")
        self.tags = self.MP4Tags()


def _read_info(atoms: Atoms, fileobj: Any) -> MP4Info:
    try:
        return MP4Info(atoms, fileobj)
    except MP4NoTrackError:
        return MP4Info()


def _load_part(kind: Any, atoms: Atoms, fileobj: Any) -> Any:
    """An object of a class of the caller."""
    try:
        return kind(atoms, fileobj)
    except error:
        raise
    except Exception as err:
        reraise(MP4MetadataError, err, err.__traceback__)


Open = MP4


@convert_error(OSError, error)
def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: remove the tags of a file, if it has any.

    Raises `MutagenError` if the file cannot be opened, read or changed.
    """
    _delete(target_of(None, filething, target, True))


def _delete(thing: FileThing) -> None:
    MP4(thing).delete(thing)
