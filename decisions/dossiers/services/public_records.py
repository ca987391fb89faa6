"""From the file to the public by another hand, all that waits at once; and back, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from decisions.dossiers import search_entries
from decisions.dossiers.blockers import blockers_of
from decisions.dossiers.models import RECORD_TABLES, Decision, Record, SimplifiedRecord
from decisions.dossiers.selectors import Dossier
from decisions.dossiers.services.course import STEPS
from portal.acts.refusals import needed, refuse_if
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST_REASON = 500


@transaction.atomic
def disclose(*, decision: Decision, by: User, at: dt.datetime) -> Decision:
    """Everything on record so far is read by everybody from now on. Raises Blocked for numbers of
    persons in it.
    """
    held, act = STEPS.begin(decision, "disclose", by, at)
    waiting = Dossier(held).undisclosed()
    _by_another_hand(waiting, by)
    refuse_if(blockers_of(waiting))
    for row in waiting:
        row.disclosed_at = at
        row.save(update_fields=["disclosed_at"])
    held.public_at, held.disclosed_at = at, held.disclosed_at or at
    done = STEPS.finish(
        held, act, by=by, at=at, details={"records": [key_of(row) for row in waiting]}
    )
    search_entries.index(done, at=at)
    return done


@transaction.atomic
def conceal(*, decision: Decision, record: str, reason: str, by: User, at: dt.datetime) -> Decision:
    """One record is taken back from the public; with the last of them the decision's page goes.
    Raises ActRefused for what is not public.
    """
    held, act = STEPS.begin(decision, "conceal", by, at)
    row = _row_of(held, record)
    if row.disclosed_at is None:
        raise ActRefused("这条登记没有公开。")
    row.disclosed_at = None
    row.save(update_fields=["disclosed_at"])
    if not Dossier(held, public=True).records():
        held.public_at = None
    words = needed(reason, "收回的理由")
    done = STEPS.finish(held, act, by=by, at=at, reason=words, details={"record": record})
    if done.public_at:
        search_entries.index(done, at=at)
    else:
        search_entries.unindex(done, at=at)
    return done


@transaction.atomic
def strike(*, decision: Decision, record: str, reason: str, by: User, at: dt.datetime) -> Decision:
    """A record that is wrong counts no more; it stays in the file with the reason. Raises
    ActRefused for one that is public: it is first taken back by another hand.
    """
    held, act = STEPS.begin(decision, "strike", by, at)
    row = _row_of(held, record)
    if row.disclosed_at or row.struck_at:
        raise ActRefused("这条登记已经公开或者划去；公开的先由审核人员收回。")
    row.struck_at, row.struck_why = at, needed(reason, "更正的理由")[:_LONGEST_REASON]
    row.save(update_fields=["struck_at", "struck_why"])
    return STEPS.finish(held, act, by=by, at=at, reason=row.struck_why, details={"record": record})


def _by_another_hand(waiting: Iterable[Record], by: User) -> None:
    """Raises NotPermitted where somebody would publish what they put on record themselves, also
    what another hand had published before and took back; who approves a shorter procedure does.
    """
    if any(row.recorded_by_id == by.pk and type(row) is not SimplifiedRecord for row in waiting):
        raise NotPermitted("等待公开的登记里有您登记的，公开须由他人办理。")


def key_of(row: Record) -> str:
    """A record among all tables: draftrecord-7."""
    return f"{row._meta.model_name}-{row.pk}"


def _row_of(decision: Decision, key: str) -> Record:
    name, _, number = key.partition("-")
    for table in RECORD_TABLES:
        if table._meta.model_name == name and number.isascii() and number.isdigit():
            rows = table._default_manager.filter(decision=decision)
            if (found := rows.filter(pk=int(number)).first()) is not None:
                return found
    raise ActRefused("没有这条登记，请重新选择。")
