"""Where we differ from mutagen on purpose, each case with its reason.

`test_deviations.py` shows both behaviours of each. Nothing else may differ.
"""

from __future__ import annotations

from typing import NamedTuple


class Deviation(NamedTuple):
    """A deliberate difference."""

    theirs: str
    ours: str
    reason: str


DEVIATIONS: dict[str, Deviation] = {
    "plain_int_in_rvad": Deviation(
        "values of RVAD and RVA that were read are BitPaddedInt if not negative",
        "they are int",
        "an accident of how mutagen reads them; equal, with the same repr",
    ),
    "id3v1_of_text_without_values": Deviation(
        "IndexError, after the ID3v2 tag was written, if a frame whose text is an empty list "
        "belongs into an ID3v1 tag; UnicodeEncodeError if the year there is not ASCII",
        "the field of the ID3v1 tag is empty, and the year is written in Latin-1",
        "a save must not stop half way",
    ),
    "name_of_unknown_channel": Deviation(
        "str() of an RVA2 frame with a channel above 8 raises IndexError",
        "it shows the number of the channel",
        "a frame that was read can be shown",
    ),
    "failed_assignment_changes_nothing": Deviation(
        "EasyID3()['performer:piano'] = None raises, and leaves an empty TMCL frame",
        "it raises, and the tag is as before",
        "the frame would be written by the next save",
    ),
    "value_error_for_blank_gain": Deviation(
        "EasyID3()['replaygain_track_gain'] = '' raises IndexError",
        "it raises ValueError, as any other text that is no number does",
        "an accident of how mutagen takes the text apart",
    ),
    "comr_beside_other_things": Deviation(
        "COMR() == 'text' raises AttributeError, as with anything but a frame",
        "it is False",
        "a comparison is no reason to fail",
    ),
    "chapters_with_several_frames": Deviation(
        "two CHAP or two CTOC frames cannot be compared if they hold more than one frame",
        "they are equal if they hold the same frames, in any order",
        "frames have no order that mutagen could sort them by, as it tries to",
    ),
    "error_within_update": Deviation(
        "update({key: value}) answers an AttributeError of a setter with ValueError",
        "it lets the AttributeError pass",
        "mutagen takes it for a sign that update() was not given a dict",
    ),
    "negative_numbers_end": Deviation(
        "a save of PCNT(count=-1), or RVAD with a negative value that has no sign bit, never ends",
        "it raises ValueError, as mutagen does for numbers that are too wide",
        "a save must end",
    ),
    "v23_save_of_values_from_files": Deviation(
        "a save as ID3v2.3 checks all values again and leaks ValueError for what no caller could "
        "set, as LINK with the frame id 'eng ' that was read from a file",
        "the frame is written as it was read",
        "a tag that was read can be saved",
    ),
    "long_counters": Deviation(
        "a counter of a PCNT or POPM frame may have any number of bytes; shown, it raises "
        "ValueError if it has more than 4300 digits",
        "a frame with a counter of more than 1024 bytes is left out, as broken frames are",
        "a tag that was read can be shown",
    ),
    "inflation_is_bounded": Deviation(
        "compressed frames inflate to whatever they claim, a thousand times their size",
        "more than 16 MiB and more than 64 times the size of the tag is refused",
        "small files must not take all memory",
    ),
    "equal_pictures_are_bounded": Deviation(
        "any number of pictures with the same description; 5,000 of them take a minute",
        "more than 4096 are refused",
        "each needs a longer key than the one before",
    ),
    "tag_that_ends_like_id3v1": Deviation(
        "where the end of the new tag and what follows read like an ID3v1 tag, a save removes that "
        "or writes over it: the tag is spoiled",
        "the save is refused, and the file as it was",
        "a tag that was written can be read",
    ),
    "deep_chapters": Deviation(
        "RecursionError for chapters nested about 100 deep, depending on the caller's own depth",
        "they are read to a depth of 200, and refused beyond",
        "the result must not depend on the caller",
    ),
}

RENAMED = {"IndexError": "ValueError"}
"""Exceptions of mutagen's easy keys, and what ours are called."""


def is_refused(ours: Exception | None) -> bool:
    """Whether we have refused a save with which mutagen spoils the file."""
    return ours is not None and "reads like an ID3v1 tag" in str(ours)


def is_fixed(leak: Exception) -> bool:
    """Whether mutagen fails, for values of the caller, where we may give a result."""
    if isinstance(leak, UnicodeEncodeError):
        return leak.encoding == "ascii"
    return (
        isinstance(leak, IndexError)
        or str(leak) == "Invalid frame ID"
        or str(leak).endswith("no attribute '_writeData'")
    )
