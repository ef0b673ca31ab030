"""Strategies for the arguments of a save, the same for both libraries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

PADDINGS: dict[str, Callable[[Any], int] | None] = {
    "default": None,
    "none": lambda info: 0,
    "constant": lambda info: 300,
    "keep": lambda info: max(0, info.padding),
    "exactly keep": lambda info: info.padding,
    "tenth": lambda info: info.size // 10,
    "policy": lambda info: info.get_default_padding(),
    "negative": lambda info: -1,
}
"""Padding functions by name."""


@dataclass(frozen=True)
class SaveOptions:
    """Arguments of `ID3.save`."""

    v1: int = 1
    v2_version: int = 4
    v23_sep: str | None = "/"
    padding: str = "default"

    def arguments(self) -> dict[str, Any]:
        """As keywords."""
        return {**vars(self), "padding": PADDINGS[self.padding]}

    def save(self, tags: Any, target: Any) -> None:
        """Save a tag, after the translation that the version needs."""
        if self.v2_version == 3:
            tags.update_to_v23()
        tags.save(target, **self.arguments())


OPTIONS = st.builds(
    SaveOptions,
    v1=st.integers(0, 2),
    v2_version=st.sampled_from([3, 4]),
    v23_sep=st.sampled_from(["/", None, ", "]),
    padding=st.sampled_from(sorted(PADDINGS)),
)
