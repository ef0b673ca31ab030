"""Ogg pages, and what all kinds of Ogg files have in common.

Ogg (RFC 3533) carries streams of packets on numbered pages; several streams may take turns, or
follow one another. The kinds of streams that have tags are modules of their own.
"""

from __future__ import annotations

import sys

from . import _native
from ._file import NativeFileType
from ._filething import loadfile, target_of
from ._util import MutagenError, cdata, reraise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from ._filething import FileArgument, FileName, FileThing, Target
    from ._native import Plan
    from ._tags import PaddingFunction


class error(MutagenError):
    """The Ogg stream cannot be read or written."""


_SHOWN = "version position serial sequence offset complete continued first last".split()
"""Attributes of a page that its `repr` shows."""


def _flag(bit: int, doc: str) -> Any:
    def get(page: Any) -> bool:
        return bool(page._OggPage__flags >> bit & 1)

    def put(page: Any, value: Any) -> None:
        page._OggPage__flags = page._OggPage__flags & ~(1 << bit) | bool(value) << bit

    return property(get, put, doc=doc)


class OggPage:
    """`OggPage(fileobj=None)`: the page a file object stands at, or a page without packets.

    The file object is left at the end of the page. Pages are equal if they write the same bytes.

    Attributes:
        version (int): always 0 in a file.
        position (int): what the codec says of the last packet that ends on the page; -1 in a file
            if none does.
        serial (int): which stream the page belongs to.
        sequence (int): its number within the stream.
        offset (int | None): where it was read from.
        complete (bool): whether the last packet ends here; if not, the next page is `continued`.
        packets (list[bytes]): the packets, or what there is of them on this page.

    Raises `EOFError` at the end of the file, where zeros do not count, and `error` for anything
    that is no page.
    """

    version: int = 0
    position: int = 0
    serial: int = 0
    sequence: int = 0
    offset: int | None = None
    complete: bool = True
    __flags = 0

    packets: list[bytes]

    def __init__(self, fileobj: Any = None) -> None:
        self.packets = []
        if fileobj is None:
            return
        self.offset = fileobj.tell()
        fields = _native.ogg_header(fileobj.read(27))
        if fields is None:
            raise EOFError
        self.version, self.__flags, self.position, self.serial, self.sequence, count = fields
        table = fileobj.read(count)
        if len(table) != count:
            raise error(f"unable to read {count} bytes of a segment table")
        self.packets, complete = _native.ogg_packets(table, fileobj.read(sum(table)))
        if not complete:
            self.complete = False

    continued: bool = _flag(0, "Whether the first packet began on an earlier page.")
    first: bool = _flag(1, "Whether the stream begins with this page.")
    last: bool = _flag(2, "Whether the stream ends with this page.")

    def __eq__(self, other: object) -> bool:
        written = self.write()
        write_other = getattr(other, "write", None)
        return write_other is not None and bool(written == write_other())

    __hash__: ClassVar[Callable[[Any], int]] = object.__hash__

    def __repr__(self) -> str:
        fields = " ".join(f"{name}={getattr(self, name)!r}" for name in _SHOWN)
        size = sum(map(len, self.packets))
        return f"<{type(self).__name__} {fields}, {size} bytes in {len(self.packets)} packets>"

    def write(self) -> bytes:
        """The page as it stands in a file. Raises `ValueError` if its packets are too large."""
        try:
            return _native.ogg_write(
                self.version,
                self.__flags,
                self.position,
                self.serial,
                self.sequence,
                bool(self.complete),
                self.packets,
            )
        except OverflowError as err:
            raise cdata.error(*err.args) from err

    @property
    def size(self) -> int:
        """Bytes that `write` gives."""
        return _native.ogg_size(self.packets, bool(self.complete))

    @staticmethod
    def renumber(fileobj: Any, serial: int, start: int) -> None:
        """Give the pages of a stream the numbers from `start` on, from where a file object stands.

        Pages of other streams stay as they are, and of a page only number and checksum change. A
        checksum that was wrong stays wrong.

        Raises `error` where something else than a page stands. What precedes it has its numbers
        then, and the file object is left there.
        """
        _native.ogg_renumber(fileobj, fileobj.tell(), serial, start)

    @staticmethod
    def to_packets(pages: list[Any], strict: bool = False) -> list[bytes]:
        """The packets on pages that follow each other in a stream.

        With `strict`, the first packet must begin there and the last must end. Raises
        `ValueError` if not, or if the pages are not of one stream and in order.
        """
        return _native.ogg_to_packets(pages, bool(strict))

    @classmethod
    def _from_packets_try_preserve(
        cls, packets: list[bytes], old_pages: list[OggPage]
    ) -> list[OggPage]:
        """Pages laid out like those given if the packets have the sizes of theirs.

        Otherwise as `from_packets`, with their numbers.
        """
        if list(map(len, packets)) != list(map(len, cls.to_packets(old_pages))):
            return cls.from_packets(packets, old_pages[0].sequence)
        dealt_out = _native.ogg_deal(packets, [list(map(len, old.packets)) for old in old_pages])
        pages = []
        for old, parts in zip(old_pages, dealt_out, strict=True):
            page = OggPage()
            page.packets = parts
            page.sequence = old.sequence
            page.complete = old.complete
            page.continued = old.continued
            page.position = old.position
            pages.append(page)
        return pages

    @staticmethod
    def from_packets(
        packets: Iterable[bytes],
        sequence: int = 0,
        default_size: int = 4096,
        wiggle_room: int = 2048,
    ) -> list[OggPage]:
        """Lay packets out on new pages, numbered from `sequence` on.

        Pages get about `default_size` bytes, but a packet with less than `wiggle_room` bytes left
        ends on the page it is on. Raises `ValueError` if `default_size` holds nothing.
        """
        pages = []
        laid_out = _native.ogg_from_packets(list(packets), default_size, wiggle_room)
        for number, (parts, continued, complete, position) in enumerate(laid_out, sequence):
            page = OggPage()
            page.packets = parts
            page.sequence = number
            if continued:
                page.continued = True
            if not complete:
                page.complete = False
            if position:
                page.position = position
            pages.append(page)
        return pages

    @classmethod
    def replace(cls, fileobj: Any, old_pages: list[OggPage], new_pages: list[OggPage]) -> None:
        """Write pages in place of others, which were read from this file object.

        The new pages get serial number, numbers and marks of those they replace. If there are more
        or fewer of them, later pages of the stream are renumbered.

        Raises `ValueError` if either list is empty, `error` if a later page is damaged; nothing is
        written then.
        """
        if not old_pages or not new_pages:
            raise ValueError("empty pages list not allowed")
        first, last = old_pages[0], old_pages[-1]
        for number, page in enumerate(new_pages, first.sequence):
            page.sequence = number
            page.serial = first.serial
        for page, old in ((new_pages[0], first), (new_pages[-1], last)):
            page.first, page.last = old.first, old.last
        new_pages[0].continued = first.continued
        new_pages[-1].complete = last.complete
        if not last.complete and len(new_pages[-1].packets) == 1:
            new_pages[-1].position = -1
        following = None
        if len(old_pages) != len(new_pages):
            following = (first.serial, new_pages[-1].sequence + 1)
        written = [cls.write(page) for page in new_pages]
        places = [(page.offset, page.size) for page in old_pages]
        _native.ogg_replace(fileobj, places, written, following)

    @staticmethod
    def find_last(fileobj: Any, serial: int, finishing: bool = False) -> OggPage | None:
        """The last page of a stream: the one marked as that, or the last there is.

        With `finishing`, the last one on which a packet ends. None if there is none. If the last
        page of the file is not the one, all headers are read.

        Raises `error` if the file does not end with a page.
        """
        offset = _native.ogg_find_last(fileobj, serial, bool(finishing))
        if offset is None:
            return None
        fileobj.seek(offset, 0)
        return OggPage(fileobj)


class OggFileType(NativeFileType):
    """`OggFileType(filething)`: base of the kinds of Ogg files."""

    filename: FileName | None
    info: Any
    tags: Any

    _codec: str
    """What native code calls this kind."""

    _Error: type[error] = error
    """What all failures become."""

    _mimes = ["application/ogg", "application/x-ogg"]

    def _load_native(self, name: Any, fileobj: Any) -> bool:
        """Load natively; False if classes of the caller or a file for Python to open forbid it."""
        if self._native_open is None or not getattr(self._Tags, "_plain", False):
            return False
        document = self._native_open(self._codec, name, fileobj)
        if document is None:
            return False
        self._adopt(document)
        return True

    @loadfile()
    def _load_opened(self, thing: FileThing) -> None:
        """Load with classes of the caller, or from a file that Python must open."""
        fileobj = thing.fileobj
        fileobj.seek(0, 0)
        self._as_own(self._read_opened, fileobj)

    def _read_opened(self, fileobj: Any) -> None:
        self.info = self._Info(fileobj)
        self.tags = self._Tags(fileobj, self.info)
        self.info._post_tags(fileobj)

    def _as_own(self, work: Callable[..., Any], *args: Any) -> Any:
        """Run `work`; failures become those of this kind of file."""
        try:
            return work(*args)
        except (error, OSError) as err:
            reraise(self._Error, err, sys.exc_info()[2])
        except EOFError as err:
            raise self._Error("no appropriate stream found") from err

    def add_tags(self) -> None:
        """Raises the error of this kind: such a file always has tags."""
        raise self._Error

    def save(  # type: ignore[override] # no other keywords
        self,
        filething: FileArgument = None,
        /,
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> None:
        """`save(filething=None, padding=None)`: write the comment, by default to the file loaded.

        Arguments:
            padding (Callable[[PaddingInfo], int] | None): decides the padding in bytes.

        Raises `MutagenError` if that is not possible, `ValueError` for what no comment can hold.
        Nothing is written before all of it is known to fit.
        """
        self._save(target_of(self, filething, target, True), "write", padding)

    def plan_save(  # type: ignore[override] # as `save`
        self,
        filething: FileArgument = None,
        /,
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> Plan:
        """What `save` with these arguments would write: a `Plan`. Nothing is written."""
        plan: Plan = self._save(target_of(self, filething, target, True), "plan", padding)
        return plan

    def _save(self, thing: FileThing, mode: str, padding: PaddingFunction | None = None) -> Any:
        tags = self.tags
        if mode == "plan" or getattr(tags, "_writes_itself", False):
            return tags._save(thing, mode, padding)
        return self._save_opened(thing, padding)

    @loadfile(writable=True)
    def _save_opened(self, thing: FileThing, padding: Any) -> None:
        """Save tags that write themselves to an open file."""
        self._as_own(self.tags._inject, thing.fileobj, padding)

    def delete(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`delete(filething=None)`: remove all comments, and all padding, from a file.

        Raises `MutagenError` if that is not possible.
        """
        thing = target_of(self, filething, target, True)
        self.tags.clear()
        self._save(thing, "write", _no_padding)


def _no_padding(info: Any) -> int:
    return 0
