"""Frames from the values that `mid3v2` is given: fields with colons between them."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from typing import Any

from .. import id3
from ..id3 import Encoding, PictureType

Split = Callable[..., list[str]]


class InvalidValue(Exception):
    """A value does not fit its frame; the message says why."""


def _popm(value: str, split: Split) -> Any:
    parts = split(value, ":")
    email, rating, count = parts + ["0"] * (3 - len(parts))
    return id3.POPM(email=email, rating=int(rating), count=int(count))


def _apic(value: str, split: Split) -> Any:
    filename, *rest = split(value, ":")
    if len(rest) > 3:
        raise InvalidValue("APIC: Invalid format")
    desc = rest[0] if rest else "cover"
    mime = rest[2] if len(rest) > 2 else mimetypes.guess_type(filename)[0] or "image/jpeg"
    try:
        kind = int(rest[1]) if len(rest) > 1 else PictureType.COVER_FRONT
    except ValueError:
        raise InvalidValue(f"Invalid picture type: {rest[0]!r}") from None
    try:
        with open(filename, "rb") as file:
            data = file.read()
    except OSError as err:
        raise InvalidValue(str(err)) from err
    # Not all players take UTF-8 here.
    encoding = Encoding.UTF16 if desc else Encoding.LATIN1
    return id3.APIC(encoding=encoding, mime=mime, type=kind, desc=desc, data=data)


def _with_language(kind: type[id3.Frame], value: str, split: Split) -> id3.Frame:
    """A frame of text with a description before it and a language behind it."""
    parts = split(value, ":")
    if len(parts) > 2:
        desc, *middle, lang = parts
        text = ":".join(middle)
    else:
        desc, text = ["", *parts][-2:]
        lang = "eng"
    return kind(encoding=Encoding.UTF8, lang=lang, desc=desc, text=text)


def _ufid(value: str, split: Split) -> Any:
    parts = split(value, ":")
    if len(parts) != 2:
        raise InvalidValue(f"Invalid value: {parts!r}")
    owner, data = parts
    return id3.UFID(owner=owner, data=data.encode("utf-8"))


def _described(kind: type[id3.Frame], field: str, value: str, split: Split) -> id3.Frame:
    """A frame of the user's own, with a description before its value."""
    desc, content = ["", *split(value, ":", 1)][-2:]
    fields: dict[str, Any] = {"encoding": Encoding.UTF8, "desc": desc, field: content}
    return kind(**fields)


_MAKERS: dict[str, Callable[[str, Split], Any]] = {
    "POPM": _popm,
    "APIC": _apic,
    "COMM": lambda value, split: _with_language(id3.COMM, value, split),
    "USLT": lambda value, split: _with_language(id3.USLT, value, split),
    "UFID": _ufid,
    "TXXX": lambda value, split: _described(id3.TXXX, "text", value, split),
    "WXXX": lambda value, split: _described(id3.WXXX, "url", value, split),
}
"""Frames of which a tag may hold several: each value makes one."""


def frames_of(name: str, values: list[str], split: Split) -> Iterator[id3.Frame]:
    """The frames of that name with these values. `split` splits at a separator, like `str.split`.

    Raises `InvalidValue`, and `ValueError` for numbers that are none.
    """
    if name in _MAKERS:
        for value in values:
            yield _MAKERS[name](value, split)
        return
    kind = id3.Frames[name]
    if issubclass(kind, id3.UrlFrame):
        yield kind(url=values[-1])
    else:
        yield kind(encoding=Encoding.UTF8, text=values)
