"""Keeping what is typed, finding it again, and taking it away."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.drafts.marks import KEPT_DAYS
from portal.drafts.models import KeptText
from portal.vault.keys import blind_index

KEPT_FOR = dt.timedelta(days=KEPT_DAYS)
LONGEST = 60_000
_MOST_FIELDS = 100
_LONGEST_NAME = 60
# Of one owner so many forms are kept; the oldest make room.
MOST_FORMS = 20
_BATCH = 500


@dataclass(frozen=True)
class Owner:
    """Whose it is: a person's, or a browser's by its keyed hash; nobody's where both are blank."""

    user_id: int | None = None
    browser: str = ""

    def __bool__(self) -> bool:
        return bool(self.user_id or self.browser)

    @property
    def rows(self) -> QuerySet[KeptText]:
        """All that is kept for them."""
        if self.user_id:
            return KeptText.objects.filter(user_id=self.user_id)
        return KeptText.objects.filter(user=None, browser_index=self.browser or "-")


@dataclass(frozen=True)
class Kept:
    """What was typed into a form, and when it was last kept."""

    saved_at: dt.datetime
    typed: Mapping[str, Sequence[str]] = field(repr=False)


def keep(*, owner: Owner, form: str, typed: Mapping[str, Sequence[str]], at: dt.datetime) -> None:
    """Keep what stands in the fields of a form in the place of what was kept of it before.

    Raises ActRefused for more than anybody types.
    """
    if not owner:
        return
    given = {
        name: [value.replace("\x00", "") for value in values] for name, values in typed.items()
    }
    text = json.dumps(given, ensure_ascii=False)
    is_strange = len(given) > _MOST_FIELDS or any(len(name) > _LONGEST_NAME for name in given)
    if len(text) > LONGEST or is_strange:
        raise ActRefused("内容太长，不能自动保存，请删减，或者直接提交。")
    if not any(value.strip() for values in given.values() for value in values):
        return
    with transaction.atomic():
        _write(owner, _index(form), text, at=at)


def kept(*, owner: Owner, forms: Iterable[str], at: dt.datetime) -> dict[str, Kept]:
    """What is kept of these forms, by the form; one query for all."""
    by_index = {_index(form): form for form in forms}
    if not owner or not by_index:
        return {}
    rows = owner.rows.filter(form_index__in=by_index, saved_at__gte=at - KEPT_FOR)
    return {by_index[row.form_index]: Kept(row.saved_at, row.typed) for row in rows}


def forget(*, owner: Owner, form: str = "") -> None:
    """Take away what is kept of a form that was sent; without one all that is the owner's."""
    if owner:
        rows = owner.rows.filter(form_index=_index(form)) if form else owner.rows
        rows.delete()


def purge_kept(*, at: dt.datetime) -> int:
    """Delete what nobody came back to in the days promised; returns how many forms."""
    done = 0
    while True:
        old = KeptText.objects.filter(saved_at__lt=at - KEPT_FOR).order_by("pk")
        numbers = list(old.values_list("pk", flat=True)[:_BATCH])
        if not numbers:
            return done
        KeptText.objects.filter(pk__in=numbers).delete()
        done += len(numbers)


def is_new(*, owner: Owner, form: str) -> bool:
    """Whether keeping this form would add a row."""
    return not owner.rows.filter(form_index=_index(form)).exists()


def _write(owner: Owner, index: str, text: str, *, at: dt.datetime) -> None:
    # Two tabs of one owner write one after the other.
    row = owner.rows.select_for_update(no_key=True).filter(form_index=index).first()
    if row is None:
        if owner.user_id and not User.objects.filter(pk=owner.user_id, is_active=True).exists():
            return
        row = KeptText(user_id=owner.user_id, browser_index=owner.browser, form_index=index)
        spare = owner.rows.order_by("-saved_at", "-pk").values_list("pk", flat=True)
        KeptText.objects.filter(pk__in=list(spare[MOST_FORMS - 1 :])).delete()
    row.content, row.saved_at = text, at
    if row.pk is None:
        # The same form from two tabs at one moment: the first one's row is there, and is enough.
        KeptText.objects.bulk_create([row], ignore_conflicts=True)
    else:
        row.save()


def _index(form: str) -> str:
    return blind_index(form, purpose="kept form")
