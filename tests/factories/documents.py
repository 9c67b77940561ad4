"""Where the five real plan documents lie: no part of the product, read by tests where they are at hand."""

from __future__ import annotations

import pytest

from bench.intake import plans_dir

#: PLANS_DIR names the folder; beside the checkout it is found by itself.
PLANS = plans_dir()
needs_documents = pytest.mark.skipif(
    not PLANS.is_dir(), reason="the five documents are not here (PLANS_DIR names their folder)"
)
