"""APEv2 tags: what a save writes, lazy values, and copies."""

from __future__ import annotations

import copy
import os
import pickle
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mutagen_rs.apev2 import (
    APEBadItemError,
    APEBinaryValue,
    APENoHeaderError,
    APETextValue,
    APEv2,
    APEv2File,
)
from unit.apev2_samples import AUDIO, ID3V1, carried_out, footed, item, write_tagged


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """A file with a tag behind its audio."""
    return write_tagged(tmp_path / "file")


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
            APEv2(tagged).save(padding=lambda info: 0)  # type: ignore[call-arg] # on purpose
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
