"""Words of the columns of solicitations, proposals and projects."""

from typing import Final

from django.db import models


class Kind(models.TextChoices):
    """What is gathered."""

    PROJECT = "project", "实事项目征集"
    NEED = "need", "政策需求征集"
    TOPIC = "topic", "开放活动选题征集"


# On these people vote; a need for a policy is not decided by how many have it.
VOTED: Final = (Kind.PROJECT, Kind.TOPIC)


class Outcome(models.TextChoices):
    """What is done with what was merged."""

    CHOSEN = "chosen", "列入"
    LATER = "later", "以后再办"
    NOT_CHOSEN = "not_chosen", "不列入"


# Kinds of notice and where sealed addresses are kept.
PARTY_KIND: Final = "solicitations.party"
PLACE: Final = "solicitations.proposal"


def offered_as(kind: str) -> str:
    """The kind of what one can take part in under which it stands in the one place for that."""
    return f"solicitations-{Kind(kind).value}"
