"""What the search holds of an answer, and who may see a hit: one kind for each audience."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from policies.answers.choices import Audience
from policies.answers.models import Entry
from policies.answers.selectors import KIND_OF
from portal.organs.models import Organ
from portal.search.services import Period
from portal.text.plain import plain

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


NEWS_CODE: Final = "answer"


def kinds_of(scope: Audience) -> tuple[str, ...]:
    """The kinds that a reader of this scope may search."""
    return tuple(KIND_OF[audience] for audience in scope.reads)


def entry_of(entry: Entry) -> dict[str, Any]:
    """The arguments of `portal.search.services.publish_entry` for a released entry."""
    version: Any = entry.current
    documents = [
        basis.document for basis in version.bases.select_related("document__theme").order_by("pk")
    ]
    themes = {document.theme.path for document in documents if document.theme}
    lines = (*version.similar, version.short_answer, *plain(version.answer), version.applies_to)
    return {
        "title": version.question,
        "body": "\n".join(line for line in lines if line),
        "numbers": sorted({document.doc_number for document in documents if document.doc_number}),
        "facets": {
            "organ": Organ.objects.codes_up_from(entry.organ),
            "theme": sorted({path.split("\\")[0] for path in themes}),
            "policy": sorted({str(document.pk) for document in documents}),
            "item": [version.item_code] if version.item_code else [],
        },
        "signed_on": None,
        "published_at": entry.public_at,
        "url": entry.get_absolute_url(),
        "valid_during": Period(version.effective_on, version.expires_on),
        "texts": {
            "question": "\n".join(version.similar),
            "issuer": f"{entry.organ.name}\n{entry.organ.short_name}",
        },
    }


def visible(audience: Audience) -> Callable[[Iterable[int], User | AnonymousUser], set[int]]:
    """The last word on hits of one kind: the rule of the rows. Only doors that have made sure of
    the reader's scope search the kinds that are not for everyone.
    """

    def ids(found: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
        del viewer
        rows = Entry.objects.readable(audience).filter(pk__in=list(found))
        return set(rows.values_list("pk", flat=True))

    return ids
