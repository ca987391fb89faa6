"""The vocabulary of the yearly selection."""

from typing import Final

from django.db.models import TextChoices

# The kinds of notice, and the places of sealed addresses, by the same names.
BALLOT_KIND: Final = "selections.ballot"
EXPERT_KIND: Final = "selections.expert"


class Listing(TextChoices):
    """Whether a nomination stands on the ballot."""

    PENDING = "pending", "待审核"
    ACCEPTED = "accepted", "列入评选"
    DECLINED = "declined", "不列入"
