"""The values of ASF tags: to come."""

from __future__ import annotations

from .._pending import pending_classes, pending_functions

ASFBaseAttribute, ASFUnicodeAttribute, ASFByteArrayAttribute, ASFBoolAttribute = pending_classes(
    __name__,
    "ASFBaseAttribute",
    "ASFUnicodeAttribute",
    "ASFByteArrayAttribute",
    "ASFBoolAttribute",
)
ASFDWordAttribute, ASFQWordAttribute, ASFWordAttribute, ASFGUIDAttribute = pending_classes(
    __name__, "ASFDWordAttribute", "ASFQWordAttribute", "ASFWordAttribute", "ASFGUIDAttribute"
)
(ASFValue,) = pending_functions(__name__, "ASFValue")
