"""What frames can do beyond holding their fields.

Only frames with methods of their own have a class statement here. Their fields and docstrings, like
those of all other frames, come from the native table and are added by `_frames`.
"""

from __future__ import annotations

from operator import attrgetter

from .. import _native
from .._constants import GENRES
from ._frame_base import Frame, Frames_2_2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, ClassVar


class TextFrame(Frame):
    encoding: int
    text: list[Any]

    def __str__(self) -> str:
        return "\0".join(self.text)

    def __bytes__(self) -> bytes:
        return str(self).encode("utf-8")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return str(self) == other
        if isinstance(other, bytes):
            return bytes(self) == other
        return bool(self.text == other)

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__

    def __getitem__(self, item: Any) -> Any:
        return self.text[item]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.text)

    def append(self, value: Any) -> None:
        """Add a value at the end of `text`."""
        self.text.append(value)

    def extend(self, value: Iterable[Any]) -> None:
        """Add all values of an iterable at the end of `text`."""
        self.text.extend(value)

    def _merge_frame(self, other: Any) -> Frame:
        for value in other[:]:
            if value not in self:
                self.append(value)
                self.encoding = max(self.encoding, other.encoding)
        return self

    def _pprint(self) -> str:
        return " / ".join(self.text)


class NumericTextFrame(TextFrame):
    def __pos__(self) -> int:
        """Return the first value as a number."""
        return int(self.text[0])


class NumericPartTextFrame(TextFrame):
    def __pos__(self) -> int:
        """Return the part before the slash of the first value as a number."""
        return int(self.text[0].partition("/")[0])


class TimeStampTextFrame(TextFrame):
    def __str__(self) -> str:
        return ",".join([stamp.text for stamp in self.text])

    def _pprint(self) -> str:
        return " / ".join([stamp.text for stamp in self.text])


class TCON(TextFrame):
    GENRES = GENRES
    text: list[Any]

    @property
    def genres(self) -> list[str]:
        """The genres as names, with the numbers and references in `text` resolved.

        Assigning a list, or one str, replaces `text`; bytes are decoded by the frame's encoding.
        """
        return _native.id3_genres(self.text)

    @genres.setter
    def genres(self, value: str | Iterable[str | bytes]) -> None:
        codec = ("latin-1", "utf-16", "utf-16-be", "utf-8")[self.encoding]
        self.text = [
            genre.decode(codec) if isinstance(genre, bytes) else genre
            for genre in ([value] if isinstance(value, str) else value)
        ]

    def _pprint(self) -> str:
        return " / ".join(self.genres)


class TXXX(TextFrame):
    def _pprint(self) -> str:
        return f"{self.desc}={super()._pprint()}"


class COMM(TextFrame):
    def _pprint(self) -> str:
        return f"{self.desc}={self.lang}={super()._pprint()}"


class USLT(Frame):
    def _pprint(self) -> str:
        return f"{self.desc}={self.lang}={self.text}"


class USER(Frame):
    def _pprint(self) -> str:
        return f"{self.lang!r}={self.text}"


class SYLT(Frame):
    def __str__(self) -> str:
        unit = "fr" if self.format == 1 else "ms"
        return "\n".join([f"[{time}{unit}]: {text}" for text, time in self.text])

    def __bytes__(self) -> bytes:
        return str(self).encode("utf-8")

    def __eq__(self, other: object) -> bool:
        return str(self) == other

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__

    def _pprint(self) -> str:
        return str(self)


class UrlFrame(Frame):
    def _pprint(self) -> str:
        return str(self.url)


class APIC(Frame):
    salt = ""  # set where a tag has several pictures of one description

    @property
    def HashKey(self) -> str:
        return f"{self.FrameID}:{self.desc}{self.salt}"

    def _merge_frame(self, other: Any) -> Frame:
        other.salt += " "
        return other  # type: ignore[no-any-return]

    def _pprint(self) -> str:
        shows = self.type._pprint() if hasattr(self.type, "_pprint") else str(self.type)
        return f"{shows}, {self.desc} ({self.mime}, {len(self.data)} bytes)"


class PIC(APIC):
    def _to_other(self, other: Frame) -> None:
        _check_target(self, other, APIC)
        for spec, value in self._present_fields():
            setattr(other, spec.name, value)


class RVA2(Frame):
    _channels = (
        "Other",
        "Master volume",
        "Front right",
        "Front left",
        "Back right",
        "Back left",
        "Front centre",
        "Back centre",
        "Subwoofer",
    )

    def __str__(self) -> str:
        known = self.channel < len(self._channels)
        channel = self._channels[self.channel] if known else f"Channel {self.channel}"
        return f"{channel}: {self.gain:+0.4f} dB/{self.peak:0.4f}"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return str(self) == other
        fields = attrgetter("desc", "channel", "gain", "peak")
        try:
            return bool(fields(self) == fields(other))
        except AttributeError:
            return False

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__


class RVAD(Frame):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, RVAD) and bool(self.adjustments == other.adjustments)

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__


class RVA(RVAD):
    def _to_other(self, other: Any) -> None:
        _check_target(self, other, RVAD)
        other.adjustments = list(self.adjustments)


class PCNT(Frame):
    def _pprint(self) -> str:
        return str(self.count)


class PCST(Frame):
    def _pprint(self) -> str:
        return str(self.value)


class POPM(Frame):
    def _pprint(self) -> str:
        return f"{self.email}={getattr(self, 'count', None)!r} {self.rating!r}/255"


class UFID(Frame):
    def __eq__(self, other: object) -> bool:
        if isinstance(other, UFI):
            return bool(self.owner == other.owner and self.data == other.data)
        return bool(self.data == other)

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__

    def _pprint(self) -> str:
        return f"{self.owner}={self.data!r}"


class UFI(UFID):
    pass


class PRIV(Frame):
    def _pprint(self) -> str:
        return f"{self.owner}={self.data!r}"


class GRID(Frame):
    def __eq__(self, other: object) -> bool:
        return bool(self.owner == other or self.group == other)

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__


class COMR(Frame):
    @property
    def HashKey(self) -> str:
        return f"{self.FrameID}:{self._writeData().decode('latin-1')}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frame) and self._writeData() == other._writeData()

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__


class LINK(Frame):
    pass


class LNK(LINK):
    def _to_other(self, other: Any) -> None:
        _check_target(self, other, LINK)
        frameid = self.frameid
        if not isinstance(other, LNK):
            known = Frames_2_2.get(frameid)
            frameid = frameid.ljust(4) if known is None else known.__bases__[0].__name__
        # names of no known frame stay as they are, valid or not
        other._setattr("frameid", frameid)
        other.url = self.url
        other.data = self.data


class CHAP(Frame):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, CHAP) and _equal_with_sub_frames(self, other)

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__

    def _pprint(self) -> str:
        lines = [
            f"{self.element_id} time={int(self.start_time)}..{int(self.end_time)}"
            f" offset={int(self.start_offset)}..{int(self.end_offset)}"
        ]
        for frame in self.sub_frames.values():
            lines += frame.pprint().splitlines()
        return "\n    ".join(lines)


class CTOC(Frame):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, CTOC) and _equal_with_sub_frames(self, other)

    __hash__: ClassVar[Callable[[Any], int]] = Frame.__hash__

    def _pprint(self) -> str:
        children = ",".join(self.child_element_ids)
        lines = [f"{self.element_id} flags={int(self.flags)} child_element_ids={children}"]
        lines += [frame.pprint() for frame in self.sub_frames.values()]
        return "\n    ".join(lines)


def _check_target(frame: Frame, other: object, base: type[Frame]) -> None:
    if not isinstance(other, base):
        raise TypeError(f"{type(frame).__name__} does not convert to {type(other).__name__}")


def _equal_with_sub_frames(frame: Any, other: Any) -> bool:
    """Compare all fields; the order of the frames within does not matter."""
    for spec in frame._framespec:
        if spec.name != "sub_frames" and getattr(frame, spec.name) != getattr(other, spec.name):
            return False
    # frames are neither ordered nor hashable, so each has to find its own partner
    unmatched = list(other.sub_frames.values())
    for sub_frame in frame.sub_frames.values():
        if sub_frame not in unmatched:
            return False
        unmatched.remove(sub_frame)
    return not unmatched
