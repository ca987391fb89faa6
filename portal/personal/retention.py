"""How long personal data of a closed case are kept, what holds them longer, and their end.

A purge takes away who it was and what they wrote, and every file; what a figure counts stays,
and the audit trail, which never held any of it, is as verifiable as before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from portal.audit.services import record
from portal.common.errors import ActRefused
from portal.common.verdicts import ALLOWED, Verdict, no_occasion
from portal.personal.sealed_papers import delete_files
from portal.statute import PRIVACY_LAW, Article

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from portal.accounts.models import User

Case = TypeVar("Case", bound=Model)

# 保存期限已届满的，应当主动删除个人信息.
BASIS: Final = Article(47, law=PRIVACY_LAW)
GONE: Final = "（已按保存期限清除）"
# How far ahead the list of what will be purged looks.
SOON: Final = dt.timedelta(days=90)
MOST_SHOWN: Final = 200
LONGEST_REASON: Final = 300
_SLACK: Final = dt.timedelta(days=4)


@dataclass(frozen=True)
class Retention(Generic[Case]):
    """What one kind of case brings to the keeping and the end of its personal data.

    `setting` names the setting with the months of each class, `classes` how the rows of a class
    are found, and `class_of` the class of one. `is_over` says whether nothing keeps the term of a
    closed case from running; `read` brings what these two ask of many, by one query each. `sealed`
    are the columns of the case that are emptied, `forget` takes away what else there is of it and
    returns the files to be deleted; the case is saved after it. `prefix` begins the codes of the
    audit entries. A case has `organ`, `number`, `closed_on`, `legal_hold`, `purged_at`,
    `code_index` and `user`.
    """

    model: type[Case]
    prefix: str
    setting: str
    classes: Mapping[str, Q]
    class_of: Callable[[Case], str]
    sealed: tuple[str, ...]
    forget: Callable[[Case], list[FieldFile]]
    is_over: Callable[[Case], bool] = lambda _case: True
    read: Callable[[QuerySet[Case]], QuerySet[Case]] = lambda rows: rows

    def months(self, kind: str) -> int:
        """How long a class is kept after its cases are closed."""
        found: Mapping[str, int] = getattr(settings, self.setting)
        return found[kind]

    def term_over(self, case: Case) -> dt.date | None:
        """The last day of its term; None while it is open or contested. A hold stands above it."""
        closed: dt.date | None = _columns(case).closed_on
        if closed is None or not self.is_over(case):
            return None
        return closed + relativedelta(months=self.months(self.class_of(case)))

    def keep_until(self, case: Case) -> dt.date | None:
        """The last day on which its personal data are kept; None while it is open or held."""
        return None if _columns(case).legal_hold else self.term_over(case)

    def held(self, seen: QuerySet[Case]) -> QuerySet[Case]:
        """Those kept beyond their term, the longest closed first."""
        return self.read(seen.exclude(legal_hold="").order_by("closed_on", "pk"))

    def purged_soon(self, seen: QuerySet[Case], *, on: dt.date) -> list[Case]:
        """Those whose term ends within `SOON`, the first to go first; at most `MOST_SHOWN`."""
        last = on + SOON
        # Months differ in length: some days too many are looked at, and counted exactly below.
        near = self._closed_long_ago(seen, last, slack=_SLACK)
        dated = [(self.term_over(case), case) for case in self.read(near)]
        found = [(until, case.pk, case) for until, case in dated if until and until <= last]
        return [case for _, _, case in sorted(found, key=lambda row: row[:2])[:MOST_SHOWN]]

    def purge_due(self, *, at: dt.datetime, limit: int) -> int:
        """Purge every case whose term is over, each in a transaction of its own, until `limit`
        are purged; returns how many.
        """
        today = timezone.localdate(at)
        old = self._closed_long_ago(self.model._default_manager.all(), today)
        done = 0
        for number in list(old.values_list("pk", flat=True)):
            if done == limit:
                break
            done += self._purge(number, today, at=at)
        return done

    def note(
        self,
        case: Case,
        action: str,
        sentence: str,
        *,
        by: User | None,
        at: dt.datetime,
        reason: str,
    ) -> None:
        """One entry of the trail; keeping and purging rest on 个人信息保护法第四十七条."""
        record(
            action=f"{self.prefix}.{action}",
            summary=f"{sentence}：{_columns(case).number}",
            by=by,
            at=at,
            organ=_columns(case).organ,
            subject=case,
            basis=BASIS,
            details={"reason": reason},
        )

    def _closed_long_ago(
        self, rows: QuerySet[Case], day: dt.date, *, slack: dt.timedelta = dt.timedelta()
    ) -> QuerySet[Case]:
        """Those neither held nor purged whose term, counted from their closing, ends by a day."""
        over = Q(pk__in=())
        for kind, mine in self.classes.items():
            over |= mine & Q(closed_on__lte=day - relativedelta(months=self.months(kind)) + slack)
        return rows.filter(over, legal_hold="", purged_at=None).order_by("closed_on", "pk")

    @transaction.atomic
    def _purge(self, number: int, today: dt.date, *, at: dt.datetime) -> bool:
        case = self.model._default_manager.select_for_update(no_key=True).get(pk=number)
        until, held = self.keep_until(case), _columns(case)
        if until is None or today <= until or held.purged_at:
            return False
        kind = self.class_of(case)
        for name in self.sealed:
            setattr(case, name, "")
        held.code_index, held.user, held.purged_at = "", None, at
        files = self.forget(case)
        case.save()
        delete_files(files)
        self.note(case, "purge", "按保存期限清除个人信息", by=None, at=at, reason=kind)
        return True


def may_be_held(case: Model) -> Verdict:
    """Whether there is anything to be kept longer that is not kept so yet."""
    if _columns(case).purged_at:
        return no_occasion("本件的个人信息已经清除，没有可以延长保存的。")
    if _columns(case).legal_hold:
        return no_occasion("本件已经延长保存。理由有变的，先解除，再重新延长。")
    return ALLOWED


def may_be_let_go(case: Model) -> Verdict:
    """Whether there is a hold to be lifted."""
    return ALLOWED if _columns(case).legal_hold else no_occasion("本件没有延长保存。")


def hold(case: Model, reason: str) -> None:
    """Keep a case beyond its term, for a review, a suit or an inspection; not saved yet.

    `reason` is cleaned: it names nobody, for it stays. Raises ActRefused.
    """
    if not (verdict := may_be_held(case)):
        raise ActRefused(verdict.reason)
    if len(reason) > LONGEST_REASON:
        raise ActRefused(f"保留的理由最多{LONGEST_REASON}字，请删减。")
    _columns(case).legal_hold = reason


def lift_hold(case: Model) -> None:
    """Let the ordinary term apply again; not saved yet. Raises ActRefused when there is none."""
    if not (verdict := may_be_let_go(case)):
        raise ActRefused(verdict.reason)
    _columns(case).legal_hold = ""


def _columns(case: Any) -> Any:
    """The case with the columns every kind has; there is no common model that names them."""
    return case
