"""How many random examples to try."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

EFFORT = float(os.environ.get("TEST_EFFORT", "1"))
"""A factor for the number of examples, for longer searches than those of every run."""


def examples(count: int) -> settings:
    """The settings for that many examples, times the effort."""
    return settings(
        max_examples=max(1, int(count * EFFORT)),
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
