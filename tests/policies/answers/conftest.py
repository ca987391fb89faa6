"""Questions fed back stay with the base here; that a message carries them on is tested with
messages (tests/policies/messages/test_passed_on.py).
"""

from __future__ import annotations

import pytest

from policies.answers import handing_on


@pytest.fixture(autouse=True)
def without_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_on, "_CARRIERS", [])
