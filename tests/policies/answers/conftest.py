"""Questions fed back stay with the base here; that a message carries them on is tested with
messages (tests/policies/messages/test_passed_on.py).
"""

from __future__ import annotations

import pytest

from policies.answers import handover


@pytest.fixture(autouse=True)
def without_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "_CARRIERS", [])
