"""What the search holds of an interpretation, and who may see a hit or read a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from disclosure.models import Document
from policies.interpretations.models import Interpretation, Part, Picture
from policies.interpretations.selectors import policies_of
from portal.organs.models import Organ
from portal.search.services import PLAIN, RANK

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.files.models import StoredFile

KIND = "interpretation"
NEWS_CODE = "interpretation"


def entry_of(
    case: Interpretation, *, coming: Document | None = None, going: Document | None = None
) -> dict[str, Any]:
    """The arguments of `portal.search.services.publish_entry` for a public edition; of its policies
    one may become public, or stop being so, by the act in hand.
    """
    policies = [
        row.document
        for row in policies_of(case)
        if row.document != going and (row.document.is_public or row.document == coming)
    ]
    parts: list[Part] = list(case.parts.all())
    themes = sorted({policy.theme.path.split("\\")[0] for policy in policies if policy.theme})
    published = case.first_published_at
    return {
        "title": case.title,
        "body": "\n".join(
            [
                case.summary,
                *(policy.title for policy in policies),
                *(line for part in parts for line in part.lines),
                *(f"{row.element.name}：{row.text}" for row in case.elements.all()),
            ]
        ),
        "numbers": [policy.doc_number for policy in policies if policy.doc_number],
        "facets": {
            "stage": [case.stage],
            "form": sorted({part.form for part in parts}),
            "theme": themes,
            "organ": Organ.objects.codes_up_from(case.organ),
            "year": [str(timezone.localdate(published).year)] if published else [],
            "language": [case.language],
            RANK: [PLAIN],
        },
        "signed_on": None,
        "published_at": published,
        "url": case.series.get_absolute_url(),
        "texts": {
            "abstract": case.summary,
            "issuer": f"{case.organ.name}\n{case.organ.short_name}",
        },
    }


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Which of these series anyone may see as hits."""
    del viewer  # staff look for drafts in their own lists
    rows = Interpretation.objects.public().filter(series__in=list(ids))
    return set(rows.values_list("series_id", flat=True))


def may_read_file(stored: StoredFile, viewer: User | AnonymousUser) -> bool:
    """Whether anyone may read a file: a public edition plays, shows or offers it, or did and is
    still offered as a former one.
    """
    del viewer
    editions = Interpretation.objects.once_public()
    given = Q(recording=stored) | Q(slides=stored)
    if Part.objects.filter(given, interpretation__in=editions).exists():
        return True
    shown = Picture.objects.filter(file=stored, interpretation__in=editions)
    cases = Interpretation.objects.filter(pk__in=shown.values("interpretation"))
    name = str(stored.public_id)
    return any(
        name in part.figure_ids() for case in cases.prefetch_related("parts")
        for part in case.parts.all()
    )  # fmt: skip
