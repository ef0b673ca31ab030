"""File objects that have little, fail, fill up or lie."""

from __future__ import annotations

import errno
from io import BytesIO

METHODS = ("tell", "seek", "read", "write", "truncate", "flush")


class SixMethods:
    """The methods that are documented as needed, with their documented parameters, and no other.

    `calls` holds the name of each call; `contents` the bytes of the file.
    """

    def __init__(self, data: bytes = b"") -> None:
        self._file = BytesIO(data)
        self.calls: list[str] = []

    @property
    def contents(self) -> bytes:
        """What the file holds."""
        return self._file.getvalue()

    def _step(self, name: str) -> None:
        self.calls.append(name)

    def tell(self, /) -> int:
        self._step("tell")
        return self._file.tell()

    def seek(self, offset: int, whence: int = 0, /) -> None:
        self._step("seek")
        assert whence or offset >= 0, "a negative position"
        self._file.seek(offset, whence)

    def read(self, size: int = -1, /) -> bytes:
        if size != 0:  # a probe for the method
            self._step("read")
        return self._file.read(size)

    def write(self, data: bytes, /) -> None:
        if data:
            self._step("write")
            self._put(data)

    def _put(self, data: bytes) -> None:
        self._file.write(data)

    def truncate(self, size: int | None = None, /) -> None:
        self._step("truncate")
        self._file.truncate(size)

    def flush(self, /) -> None:
        self._step("flush")


class Failing(SixMethods):
    """Every call from the one of number `budget` on fails; with `once`, only that one."""

    def __init__(self, data: bytes, budget: int, once: bool = False) -> None:
        super().__init__(data)
        self._budget = budget
        self._once = once

    def _step(self, name: str) -> None:
        number = len(self.calls)
        super()._step(name)
        if number == self._budget or (number > self._budget and not self._once):
            raise OSError(errno.EIO, "fails as ordered")


class Full(SixMethods):
    """No room behind `capacity`; a write that needs more stores what fits and fails."""

    def __init__(self, data: bytes, capacity: int) -> None:
        super().__init__(data)
        self._capacity = capacity

    def _put(self, data: bytes) -> None:
        room = max(0, self._capacity - self._file.tell())
        self._file.write(data[:room])
        if room < len(data):
            raise OSError(errno.ENOSPC, "No space left on device")


class Trickling(SixMethods):
    """Reads give at most a few bytes at a time, as pipes and sockets do."""

    def read(self, size: int = -1, /) -> bytes:
        data = super().read(size)
        if len(data) > 7:
            self._file.seek(7 - len(data), 1)
        return data[:7]


class Liar(SixMethods):
    """Claims to be far longer than it is."""

    claimed = 1 << 45

    def seek(self, offset: int, whence: int = 0, /) -> None:
        if whence == 2:
            super().seek(self.claimed + offset, 0)
        else:
            super().seek(offset, whence)

    def _put(self, data: bytes) -> None:
        if self._file.tell() > 1 << 24:
            raise OSError(errno.EFBIG, "File too large")
        super()._put(data)
