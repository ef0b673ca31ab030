"""APEv2 tags: what a save writes, lazy values, copies, and how bad input and faults end."""

from __future__ import annotations

import copy
import os
import pickle
import struct
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs import MutagenError, apev2
from mutagen_rs.apev2 import (
    EXTERNAL,
    APEBadItemError,
    APEBinaryValue,
    APENoHeaderError,
    APETextValue,
    APEv2,
    APEv2File,
    APEValue,
    error,
)
from mutagen_rs.mp3 import MP3

AUDIO = bytes(range(256)) * 40
ID3V1 = b"TAG".ljust(128, b"\0")


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """A file with a tag behind its audio."""
    path = tmp_path / "file"
    path.write_bytes(AUDIO)
    tags = APEv2()
    tags["Title"] = "A title"
    tags["Artist"] = ["One", "Two"]
    tags["Cover Art (Front)"] = b"\xff\xd8" * 30_000
    tags["Homepage"] = APEValue("http://example.org", EXTERNAL)
    tags.save(path)
    return path


def frame(size: int, items: int, flags: int) -> bytes:
    """A header or footer."""
    return b"APETAGEX" + struct.pack("<6I", 2000, size, items, flags, 0, 0)


def item(key: bytes, value: bytes, flags: int = 0) -> bytes:
    return struct.pack("<2I", len(value), flags) + key + b"\0" + value


def footed(items: bytes, count: int) -> bytes:
    """A tag without a header."""
    return items + frame(len(items) + 32, count, 0)


def carried_out(data: bytes, plan: Any) -> bytes:
    """What a file must hold after a plan."""
    result, position = b"", 0
    new = [content for _, content, _ in plan.writes]
    for (offset, old_length, _, _), content in zip(plan.splices, new, strict=True):
        result += data[position:offset] + content
        position = offset + old_length
    return result + data[position:]


class TestSaving:
    @pytest.mark.parametrize("title", ["B title", "A much longer title", "T", None])
    def test_does_what_the_plan_says(self, tagged: Path, title: str | None) -> None:
        before = tagged.read_bytes()
        tags = APEv2(tagged)
        if title is None:
            del tags["title"]
        else:
            tags["title"] = title
        plan = tags.plan_save()
        assert tagged.read_bytes() == before
        tags.save()
        assert tagged.read_bytes() == carried_out(before, plan)
        assert tagged.stat().st_size == plan.new_size
        assert plan.moves == []
        assert all(offset >= len(AUDIO) for offset, _, _ in plan.writes)
        assert {key.lower() for key in APEv2(tagged)} == {key.lower() for key in tags}
        assert all(APEv2(tagged)[key] == value for key, value in tags.items())

    def test_writes_only_what_changed(self, tagged: Path) -> None:
        tags = APEv2(tagged)
        tags["Title"] = "B title"
        assert [(length, new) for _, length, new, _ in tags.plan_save().splices] == [(1, 1)]

    def test_writes_nothing_if_nothing_changed(self, tagged: Path) -> None:
        os.utime(tagged, ns=(0, 0))
        tags = APEv2(tagged)
        assert tags.plan_save().splices == []
        tags.save()
        assert tagged.stat().st_mtime_ns == 0

    def test_file_type_plans_as_its_tags_do(self, tagged: Path) -> None:
        file = APEv2File(tagged)
        file["Title"] = "Another"
        before = tagged.read_bytes()
        plan = file.plan_save()
        file.save()
        assert tagged.read_bytes() == carried_out(before, plan)

    def test_file_type_without_tags(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(AUDIO)
        file = APEv2File(path)
        assert file.tags is None
        assert file.plan_save() is None
        file.save()
        file.delete()
        assert path.read_bytes() == AUDIO
        file["Title"] = "new"
        file.save()
        assert APEv2(path).keys() == ["Title"]

    def test_tag_at_the_start(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        APEv2().save(path)
        old = path.read_bytes()
        path.write_bytes(old + AUDIO)
        tags = APEv2()
        tags["Title"] = "new"
        plan = tags.plan_save(path)
        tags.save(path)
        assert path.read_bytes()[: len(AUDIO)] == AUDIO
        assert plan.moves == [(len(old), 0, len(AUDIO))]

    def test_to_another_file(self, tagged: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        APEv2(tagged).save(other)
        assert other.read_bytes() == tagged.read_bytes()[len(AUDIO) :]

    def test_keys_in_the_case_last_used(self, tagged: Path) -> None:
        tags = APEv2(tagged)
        keys = tags.keys()
        tags["TITLE"] = "other"
        keys[keys.index("Title")] = "TITLE"
        assert tags.keys() == keys
        tags.save()
        assert b"TITLE\0other" in tagged.read_bytes()
        assert b"Title" not in tagged.read_bytes()

    def test_text_that_cannot_be_written(self, tagged: Path, tmp_path: Path) -> None:
        before = tagged.read_bytes()
        tags = APEv2(tagged)
        tags["Title"] = "\ud800"
        for path in (tagged, tmp_path / "missing"):
            with pytest.raises(UnicodeEncodeError):
                tags.save(path)
        assert tagged.read_bytes() == before
        assert not (tmp_path / "missing").exists()

    def test_no_padding_argument(self, tagged: Path) -> None:
        with pytest.raises(TypeError):
            APEv2(tagged).save(padding=lambda info: 0)
        with pytest.raises(TypeError):
            APEv2File(tagged).save(padding=lambda info: 0)

    def test_delete_leaves_the_rest(self, tagged: Path) -> None:
        tagged.write_bytes(tagged.read_bytes() + ID3V1)
        tags = APEv2(tagged)
        tags.delete()
        assert tagged.read_bytes() == AUDIO + ID3V1
        assert tags.keys() == []

    def test_save_drops_what_follows(self, tagged: Path) -> None:
        before = tagged.read_bytes()
        tagged.write_bytes(before + ID3V1)
        APEv2(tagged).save()
        assert tagged.read_bytes() == before


class TestValues:
    def test_are_built_once(self, tagged: Path) -> None:
        tags = APEv2(tagged)
        value = tags["title"]
        assert tags["TITLE"] is value
        assert value in tags.values()
        assert tags.values()[tags.keys().index("Title")] is value
        assert dict(tags.items())["Title"] is value
        value[0] = "changed"
        tags.save()
        assert APEv2(tagged)["title"] == "changed"

    def test_are_a_snapshot(self, tagged: Path) -> None:
        kept = set(os.listdir("/proc/self/fd"))
        tags = APEv2(tagged)
        assert set(os.listdir("/proc/self/fd")) == kept
        tagged.write_bytes(bytes(tagged.stat().st_size))
        tagged.unlink()
        assert tags["title"] == "A title"
        assert len(tags["cover art (front)"]) == 60_000

    def test_of_repeated_keys(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        items = item(b"Title", b"1") + item(b"Year", b"2") + item(b"TITLE", b"3")
        path.write_bytes(footed(items, 3))
        tags = APEv2(path)
        assert tags.keys() == ["TITLE", "Year"]
        assert tags.values() == ["3", "2"]

    def test_of_a_subclass_pass_through_its_setter(self, tagged: Path) -> None:
        class Upper(APEv2):
            def __setitem__(self, key: str, value: Any) -> None:
                super().__setitem__(key.upper(), value)

        class Derived(Upper):
            pass

        for kind in (Upper, Derived):
            tags = kind(tagged)
            assert tags.keys() == [key.upper() for key in APEv2(tagged)]
            tags.save()
        assert b"ARTIST\0One" in tagged.read_bytes()

    def test_of_a_subclass_pass_through_its_getter(self, tagged: Path) -> None:
        class Loud(APEv2):
            def __getitem__(self, key: str) -> Any:
                value = super().__getitem__(key)
                return APETextValue(value.value.upper()) if key == "Title" else value

        Loud(tagged).save()
        assert APEv2(tagged)["title"] == "A TITLE"

    def test_of_own_class(self, tagged: Path) -> None:
        class Number(APETextValue):
            def _write(self) -> bytes:
                return f"<{self.value}>".encode()

        tags = APEv2(tagged)
        tags["Track"] = Number("3")
        tags.save()
        assert APEv2(tagged)["track"] == "<3>"

    def test_are_replaced_by_a_load(self, tagged: Path, tmp_path: Path) -> None:
        tags = APEv2()
        tags["Old"] = "value"
        tags.load(tagged)
        assert "old" not in tags
        with pytest.raises(APENoHeaderError):
            tags.load(BytesIO(AUDIO))
        with pytest.raises(APEBadItemError):
            tags.load(BytesIO(footed(item(b"TAG", b""), 1)))
        assert tags.items() == APEv2(tagged).items()

    def test_compare_by_content(self) -> None:
        text = APETextValue("b\0c")
        assert text == "b\0c"
        assert text == APETextValue("b\0c")
        assert text != "b"
        assert APETextValue("a") < text
        assert text <= "b\0c"
        assert APEBinaryValue(b"a") == b"a" != APEBinaryValue(b"b")
        with pytest.raises(TypeError):
            hash(text)


def touch_nothing(tags: Any) -> None:
    """Leave every value unbuilt."""


def touch_one(tags: Any) -> None:
    assert tags["title"]


def touch_all(tags: Any) -> None:
    assert tags.items()


Copier = Callable[[Any], Any]
Touch = Callable[[Any], None]

COPIERS: list[Copier] = [
    copy.copy,
    copy.deepcopy,
    lambda value: pickle.loads(pickle.dumps(value)),
]


@pytest.mark.parametrize("touch", [touch_nothing, touch_one, touch_all])
@pytest.mark.parametrize("copier", COPIERS)
class TestCopies:
    def test_tags(self, tagged: Path, copier: Copier, touch: Touch) -> None:
        tags = APEv2(tagged)
        touch(tags)
        twin = copier(tags)
        assert twin.items() == tags.items()
        assert repr(twin) == repr(tags)
        assert twin.filename == tags.filename
        twin.save()
        assert tags.plan_save().splices == []

    def test_file(self, tagged: Path, copier: Copier, touch: Touch) -> None:
        file = APEv2File(tagged)
        touch(file)
        twin = copier(file)
        assert twin.pprint() == file.pprint()
        assert type(twin.info) is type(file.info)
        twin["Title"] = "twin"
        twin.save()
        assert APEv2(tagged)["title"] == "twin"

    def test_value(self, tagged: Path, copier: Copier, touch: Touch) -> None:
        tags = APEv2(tagged)
        touch(tags)
        for value in tags.values():
            twin = copier(value)
            assert type(twin) is type(value)
            assert repr(twin) == repr(value)
            twin.value = "other"
            assert value.value != "other"


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
