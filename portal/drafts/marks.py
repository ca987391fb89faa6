"""The mark of a form: which one it is and whose, signed, so that it is known without a session."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

# The name of the hidden field that holds it.
FIELD = "form_mark"
KEPT_DAYS = 7
_SALT = "portal.drafts.mark"
_LONGEST = 600


@dataclass(frozen=True)
class Mark:
    """A form by its address, given to a person, or to whoever came (`user_id` 0)."""

    form: str
    user_id: int = 0


def written(mark: Mark) -> str:
    """The mark as it stands in the page."""
    return signing.dumps([mark.user_id, mark.form], salt=_SALT)


def read(text: str) -> Mark | None:
    """The mark that was given out not too long ago; None for anything else."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        user_id, form = signing.loads(text, salt=_SALT, max_age=KEPT_DAYS * 24 * 60 * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Mark(str(form), int(user_id))
