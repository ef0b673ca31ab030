"""The entries of an MP4 sample description that describe audio: to come."""

from __future__ import annotations

from .._pending import pending_classes


class ASEntryError(Exception):
    """The entry cannot be read."""


class DescriptorError(Exception):
    """A descriptor inside the entry cannot be read."""


AudioSampleEntry, BaseDescriptor, ES_Descriptor, DecoderConfigDescriptor, DecoderSpecificInfo = (
    pending_classes(
        __name__,
        "AudioSampleEntry",
        "BaseDescriptor",
        "ES_Descriptor",
        "DecoderConfigDescriptor",
        "DecoderSpecificInfo",
    )
)
