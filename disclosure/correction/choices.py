"""Kinds of correction that are drafted; what a clerk does in one act is no row of its own."""

from django.db.models import TextChoices

from disclosure.choices import EditionChange


class CorrectionKind(TextChoices):
    """How much a correction changes, and so how it is reviewed."""

    FORM = EditionChange.FORM.value, EditionChange.FORM.label
    CONTENT = EditionChange.CONTENT.value, EditionChange.CONTENT.label
