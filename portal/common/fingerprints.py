"""What a review was given of, as a hash: a later change of the text makes the review void."""

import hashlib
import json
from collections.abc import Sequence


def fingerprint(*parts: Sequence[str] | str | None) -> str:
    """SHA-256 over the parts in order: 64 hex digits."""
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
