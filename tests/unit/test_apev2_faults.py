"""APEv2 tags: how bad input, and file objects that fail, end."""

from __future__ import annotations

import copy
import errno
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs import MutagenError, apev2
from mutagen_rs.apev2 import APEBadItemError, APEv2, APEv2File, error
from mutagen_rs.mp3 import MP3
from unit.apev2_samples import AUDIO, ID3V1, carried_out, footed, frame, item, write_tagged


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """A file with a tag behind its audio."""
    return write_tagged(tmp_path / "file")


class TestBadInput:
    def test_counts_that_lie(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        items = item(b"Title", b"1")
        path.write_bytes(items + frame(len(items) + 32, 2**32 - 1, 0))
        assert APEv2(path).keys() == ["Title"]
        path.write_bytes(items * 3 + frame(len(items) * 3 + 32, 0, 0))
        assert APEv2(path).keys() == []

    @pytest.mark.parametrize("size", [0, 1, 30, 31])
    def test_sizes_without_room_for_the_footer(self, tmp_path: Path, size: int) -> None:
        path = tmp_path / "file"
        path.write_bytes(AUDIO + frame(size, 1, 0))
        before = path.read_bytes()
        for work in (APEv2, APEv2().save, APEv2().delete, apev2.delete, APEv2File):
            with pytest.raises(error):
                work(path)
        assert path.read_bytes() == before

    def test_sizes_beyond_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        for data in (frame(2**32 - 1, 1, 0), frame(2**32 - 1, 1, 1 << 31) + AUDIO):
            path.write_bytes(data)
            for work in (APEv2, APEv2().save, APEv2().delete, apev2.delete):
                with pytest.raises(error):
                    work(path)
            assert path.read_bytes() == data

    @pytest.mark.parametrize(
        ("items", "kind"),
        [
            (item(b"Title", b"1")[:7], error),
            (item(b"Title", b"1")[:-1], APEBadItemError),
            (item(b"Title", b"1")[:10], APEBadItemError),
            (item(b"Title", b"1", 6), APEBadItemError),
            (item(b"Title", b"\xff"), APEBadItemError),
            (item(b"Title", b"\xff", 4), APEBadItemError),
            (item(b"OggS", b""), APEBadItemError),
            (item(b"", b""), APEBadItemError),
            (item(b"K\xc3\xb6", b""), APEBadItemError),
        ],
    )
    def test_items(self, tmp_path: Path, items: bytes, kind: type[Exception]) -> None:
        path = tmp_path / "file"
        path.write_bytes(footed(items, 1))
        for work in (APEv2, APEv2File, apev2.delete):
            with pytest.raises(error, match=str(path)) as raised:
                work(path)
            assert type(raised.value) is kind
        APEv2().delete(path)
        assert path.read_bytes() == b""

    def test_many_items_and_many_remnants_take_little_time(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        many = b"".join(item(b"K%06d" % number, b"") for number in range(100_000))
        remnants = frame(0, 0, 0)[:24] * 100_000
        path.write_bytes(remnants + footed(many, 100_000))
        start = time.perf_counter()
        tags = APEv2(path)
        assert len(tags) == 100_000
        tags.save()
        assert path.stat().st_size == len(many) + 64
        assert time.perf_counter() - start < 5

    def test_no_regular_file(self, tmp_path: Path) -> None:
        with pytest.raises(MutagenError):
            APEv2(tmp_path)
        with pytest.raises(MutagenError):
            APEv2("/dev/null")

    def test_missing_file(self, tmp_path: Path) -> None:
        missing = tmp_path / "missing"
        for work in (APEv2, APEv2File, APEv2().delete, APEv2().plan_save, apev2.delete):
            with pytest.raises(MutagenError) as raised:
                work(missing)
            assert isinstance(raised.value.args[0], FileNotFoundError)
        assert not missing.exists()


class SixMethods:
    """A file object with no more methods than are asked for, which may fail at some call."""

    def __init__(self, data: bytes, calls: int = -1) -> None:
        self.file = BytesIO(data)
        self.calls = calls
        self.wrote = False

    def _count(self) -> None:
        if self.calls == 0:
            raise OSError("failed")
        self.calls -= 1

    def tell(self) -> int:
        self._count()
        return self.file.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        self._count()
        return self.file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        if size:
            self._count()
        return self.file.read(size)

    def write(self, data: bytes) -> None:
        if data:
            self._count()
            self.wrote = True
        self.file.write(data)

    def truncate(self, size: int | None = None) -> None:
        self._count()
        self.wrote = True
        self.file.truncate(size)

    def flush(self) -> None:
        pass


def failure_of(work: Callable[[Any], object], file: SixMethods) -> Exception | None:
    """The exception that some work on a file raises, if it does."""
    try:
        work(file)
    except Exception as failure:
        return failure
    return None


class TestFileObjects:
    def test_with_six_methods(self, tagged: Path) -> None:
        data = tagged.read_bytes()
        file = SixMethods(data + ID3V1)
        tags = APEv2(file)
        assert tags.filename is None
        assert tags.items() == APEv2(tagged).items()
        tags["Title"] = "new"
        plan = tags.plan_save(file)
        tags.save(file)
        assert file.file.getvalue() == carried_out(data + ID3V1, plan)
        apev2.delete(file)
        assert file.file.getvalue() == AUDIO
        with pytest.raises(TypeError):
            tags.save()

    def test_that_fail_at_any_call(self, tagged: Path) -> None:
        data = tagged.read_bytes()
        new = APEv2()
        new["Title"] = "new"

        def delete(file: SixMethods) -> None:
            copy.deepcopy(new).delete(file)

        for work in (APEv2, APEv2File, new.save, apev2.delete, delete):
            for calls in range(100):
                file = SixMethods(data, calls)
                failure = failure_of(work, file)
                if failure is None:
                    break
                assert type(failure) is error
                assert isinstance(failure.args[0], OSError)
                assert file.wrote or file.file.getvalue() == data
            assert 2 < calls < 99, work

    def test_data_of_a_tag(self, tagged: Path) -> None:
        with tagged.open("rb") as file:
            data = apev2._APEv2Data(file)
            size = data.size
        assert size is not None
        assert (data.start, data.header) == (len(AUDIO), len(AUDIO))
        assert (data.data, data.footer) == (len(AUDIO) + 32, len(AUDIO) + 32 + size)
        assert data.end == tagged.stat().st_size
        assert data.tag == tagged.read_bytes()[len(AUDIO) + 32 : -32]
        assert apev2._APEv2Data(BytesIO(AUDIO)).start is None

    def test_as_the_tag_of_an_mp3(self, tmp_path: Path, sample_dir: Path) -> None:
        sample = next((sample_dir / "mp3").glob("*.mp3"))
        path = tmp_path / "file.mp3"
        path.write_bytes(sample.read_bytes())
        tags = APEv2()
        tags["Title"] = "title"
        tags.save(path)
        file = MP3(path, ID3=APEv2)
        assert type(file.tags) is APEv2
        assert file["title"] == "title"
        assert MP3(path).info.length == file.info.length

    def test_that_are_full(self, tagged: Path) -> None:
        class Full(SixMethods):
            def write(self, data: bytes) -> None:
                if self.file.tell() + len(data) > len(before):
                    raise OSError(errno.ENOSPC, "no space")
                super().write(data)

        before = tagged.read_bytes()
        file = Full(before)
        tags = APEv2(file)
        tags["Title"] = "longer than before"
        with pytest.raises(error):
            tags.save(file)
        assert file.file.getvalue() == before
