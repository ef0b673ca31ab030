"""The objects that make up an ASF header: to come."""

from __future__ import annotations

from .._pending import pending_classes

BaseObject, HeaderObject, HeaderExtensionObject, CodecListObject, PaddingObject = pending_classes(
    __name__,
    "BaseObject",
    "HeaderObject",
    "HeaderExtensionObject",
    "CodecListObject",
    "PaddingObject",
)
ContentDescriptionObject, ExtendedContentDescriptionObject = pending_classes(
    __name__, "ContentDescriptionObject", "ExtendedContentDescriptionObject"
)
MetadataObject, MetadataLibraryObject = pending_classes(
    __name__, "MetadataObject", "MetadataLibraryObject"
)
