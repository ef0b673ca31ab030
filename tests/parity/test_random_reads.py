"""Tags made at random and sample files damaged at random, opened in every way."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from parity.bytes_of_tags import FRAMES, FRAMES_2_2, file_bytes, payload
from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, frame_facts, info_facts
from parity.libraries import Library
from parity.openers import OPENERS, SAMPLES
from parity.outcome import Workbench, assert_parity

WAYS = st.sampled_from(sorted(OPENERS))


@pytest.mark.parametrize("way", OPENERS)
@examples(60)
@given(data=file_bytes())
def test_made(data: bytes, way: str, bench: Workbench) -> None:
    """Files made of tags, each of frames with random contents."""
    bench.assert_parity(data, OPENERS[way])


@examples(300)
@given(data=file_bytes(), damage=DAMAGES, way=WAYS)
def test_made_and_damaged(data: bytes, damage: Damage, way: str, bench: Workbench) -> None:
    bench.assert_parity(damage(data), OPENERS[way])


@examples(600)
@given(sample=st.sampled_from(SAMPLES), damage=DAMAGES, way=WAYS)
def test_damaged_samples(sample: Path, damage: Damage, way: str, bench: Workbench) -> None:
    bench.assert_parity(damage(sample.read_bytes()), OPENERS[way])


@examples(300)
@given(st.data())
def test_damaged_fixtures(upstream_data: Path, bench: Workbench, data: st.DataObject) -> None:
    fixtures = sorted(
        path for path in upstream_data.iterdir() if path.suffix in (".mp3", ".id3", ".tta")
    )
    path = data.draw(st.sampled_from(fixtures))
    damage = data.draw(DAMAGES)
    way = data.draw(WAYS)
    bench.assert_parity(damage(path.read_bytes()), OPENERS[way], path.name)


KINDS = sorted({**FRAMES, **FRAMES_2_2})


@pytest.mark.parametrize("name", KINDS)
@examples(12)
@given(st.data())
def test_every_kind_of_frame(name: str, data: st.DataObject) -> None:
    """`_fromData`, which reads the content of a frame without a file."""
    version = data.draw(st.sampled_from([2] if name in FRAMES_2_2 else [3, 4]))
    content = data.draw(payload({**FRAMES, **FRAMES_2_2}[name], version, 0))
    flags = data.draw(st.sampled_from([0, 0, 0, 2, 1, 0x80, 8, 4]))

    def read(library: Library) -> Facts:
        header = library.id3._tags.ID3Header()
        header.version = (2, version, 0)
        return frame_facts(getattr(library.id3, name)._fromData(header, flags, content))

    assert_parity(read)


def _assert_same_info(data: bytes, offset: int | None) -> None:
    assert_parity(lambda library: info_facts(library.mp3.MPEGInfo(BytesIO(data), offset)))


@examples(200)
@given(data=st.binary(max_size=4000), offset=st.one_of(st.none(), st.integers(0, 5000)))
def test_stream_info_of_noise(data: bytes, offset: int | None) -> None:
    _assert_same_info(data, offset)


@examples(400)
@given(
    sample=st.sampled_from(SAMPLES),
    damage=DAMAGES,
    offset=st.one_of(st.none(), st.integers(0, 2000)),
)
def test_stream_info_of_damaged_samples(sample: Path, damage: Damage, offset: int | None) -> None:
    _assert_same_info(damage(sample.read_bytes()), offset)
