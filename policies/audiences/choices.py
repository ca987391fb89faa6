"""The vocabulary of audiences."""

from typing import Final

from django.db.models import TextChoices

# The kind of notice of a push: `portal.notifications` knows it by its code.
KIND: Final = "audiences.push"


class TermKind(TextChoices):
    """What a term says of somebody."""

    PEOPLE = "people", "人群"
    INDUSTRY = "industry", "行业"
    REGION = "region", "区域"
    SIZE = "size", "企业规模"
