"""What the comments and the stream info of all kinds of Ogg files have in common."""

from __future__ import annotations

from . import _native
from ._file import StreamInfo
from ._filething import FileThing, fileobj_name, open_for, target_of
from ._vorbis import VCommentDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._filething import FileArgument, Target
    from ._native import Plan
    from ._tags import PaddingFunction


class OggInfo(StreamInfo):
    """Base of the facts about a stream in Ogg; made with a file object that stands before it."""

    _codec: str
    serial: int

    def __init__(self, fileobj: Any) -> None:
        attributes, end = _native.ogg_identify(self._codec, fileobj, fileobj.tell())
        vars(self).update(attributes)
        fileobj.seek(end, 0)

    def _post_tags(self, fileobj: Any) -> None:
        """Find out what only the end of the stream tells; the file stands behind the comment."""
        raise NotImplementedError

    def _last_position(self, fileobj: Any, error: type[Exception]) -> int:
        """The position of the last page on which a packet ends. Raises `error` without one."""
        position = _native.ogg_last_position(fileobj, self.serial)
        if position is None:
            raise error("stream has no end")
        return position


class OggComments(VCommentDict):
    """Base of the comments of a stream in Ogg.

    `OggComments(fileobj, info)` reads those of the stream of `info`; the file object stands behind
    the page that `info` was read from, and is left behind the comments.
    """

    _codec: str
    _framing = False

    _HOOKS = ("__init__", "append", "extend", "load")
    """Methods that a native load does not call as mutagen would."""

    _plain = True
    """Whether no hook is overridden."""

    _writes_itself = True
    """Whether `_inject` is not overridden, so that nobody need open the file for it."""

    _padding: int
    _pad_data = b""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._plain = all(getattr(cls, hook) is getattr(OggComments, hook) for hook in cls._HOOKS)
        cls._writes_itself = cls._inject is OggComments._inject

    def __init__(self, fileobj: Any, info: Any) -> None:
        packet, end = _native.ogg_comment(self._codec, fileobj, fileobj.tell(), info.serial)
        if self._framing:
            super().__init__(packet)
        else:
            super().__init__(packet, framing=False)
        _native.ogg_put_rest(self._codec, packet, self._size, self)
        fileobj.seek(end, 0)

    def _adopt(self, document: Any) -> None:
        """Become the comments that a native document holds."""
        document.fill_tags(self)

    def _save(self, thing: FileThing, mode: str, padding: PaddingFunction | None = None) -> Plan:
        """Carry out a save, or only plan it. `mode` is "plan" or "write"."""
        fileobj, _, name = thing
        kept = self._pad_data
        plan = _native.ogg_save(self._codec, name, fileobj, self, kept, padding, mode)
        if plan is None:
            plan = open_for(mode, thing, lambda opened: self._save(opened, mode, padding))
        return plan

    def _inject(self, fileobj: Any, padding_func: Any) -> None:
        """Write the comments into the first stream of their kind of a file object."""
        self._save(FileThing(fileobj, None, fileobj_name(fileobj)), "write", padding_func)


def delete_comments(kind: Any, filething: FileArgument, target: Target) -> None:
    """`delete(filething)` of a module: remove all comments from a file of that kind."""
    thing = target_of(None, filething, target, True)
    kind(thing).delete(thing)
