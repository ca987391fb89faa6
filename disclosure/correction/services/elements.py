"""要素更正: what means nothing in law is put right by a clerk in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from disclosure import blockers as lists
from disclosure.choices import EditionChange
from disclosure.editions import values_of
from disclosure.elements import Hands, within
from disclosure.services import review
from disclosure.services.documents import apply_elements, set_labels
from disclosure.services.editions import keep_edition
from disclosure.services.entries import refresh_entry
from disclosure.services.pushed_events import push_edition
from portal.acts.refusals import refuse_if
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from disclosure.models import Document, Edition
    from portal.accounts.models import User

CORRECTABLE: Final = tuple(each.name for each in within(Hands.CLERK))


@transaction.atomic
def correct_elements(
    *,
    document: Document,
    elements: Mapping[str, Any],
    by: User,
    at: dt.datetime,
    labels: Mapping[str, Sequence[Any]] | None = None,
) -> Edition:
    """Change theme, category, labels and the like of a public document; the audit names what.

    Raises ActRefused for any other element, where nothing changes, and for words that a person
    would have to confirm: those want the second hand of a correction of form.
    """
    held, act = review.STEPS.begin(document, "correct_elements", by, at)
    labels = labels or {}
    if strange := {*elements, *labels} - set(CORRECTABLE):
        raise ActRefused(f"要素更正不能改动：{'、'.join(sorted(strange))}，请作形式或者内容更正。")
    before = values_of(held)
    apply_elements(held, elements)
    set_labels(held, labels)
    after = values_of(held)
    changed = sorted(name for name in CORRECTABLE if before[name] != after[name])
    if not changed:
        raise ActRefused("要素没有改动。")
    on = timezone.localdate(at)
    refuse_if([each for each in lists.for_submission(held, on=on) if each.field in changed])
    held.corrected_at = at
    edition = keep_edition(held, change=EditionChange.ELEMENTS, by=by, at=at)
    refresh_entry(held, at=at)
    push_edition(held, edition, at=at)
    headings = {each.name: each.heading for each in within(Hands.CLERK)}
    review.move(held, act, by=by, at=at, reason="、".join(headings[name] for name in changed))
    return edition
