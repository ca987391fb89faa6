"""The third lock and the draw: throws typed twice, the code opened, one draw a list; or a choice
with a reason for each.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction

from decisions.draws.draw import Candidate, DrawError, draw, in_order, key_of
from decisions.draws.lists import seed_of, sha256
from decisions.ledgers.refusals import public_text
from decisions.seats.choices import Answer, Channel
from decisions.seats.dice import read_throws
from decisions.seats.models import DiceEntry, Drawn, ListLine, OutMark, Sitting
from decisions.seats.obstacles import code_in_vault, round_of
from decisions.seats.services import applicant_steps
from decisions.seats.services.invitations import promote
from decisions.seats.services.sittings import STEPS
from decisions.seats.services.words import numbered
from decisions.seats.workflow import Place
from portal.common.errors import ActRefused
from portal.common.moments import moment_words, until_words
from portal.common.typed import half_width

if TYPE_CHECKING:
    from portal.accounts.models import User

LOST: Final = "-"
_LONGEST: Final = 300


@transaction.atomic
def enter_throws(*, sitting: Sitting, throws: str, by: User, at: dt.datetime) -> Sitting:
    """What fell in public, as one officer types it."""
    return _typed(sitting, "enter_throws", throws, by=by, at=at)


@transaction.atomic
def check_throws(*, sitting: Sitting, throws: str, by: User, at: dt.datetime) -> Sitting:
    """The same by another, who does not see the first: only when both agree do they count."""
    return _typed(sitting, "check_throws", throws, by=by, at=at)


@transaction.atomic
def lose_code(*, sitting: Sitting, reason: str, by: User, at: dt.datetime) -> Sitting:
    """The sealed code does not open, or is not the one that was announced: an incident, once. What
    was thrown is void, and is thrown anew.
    """
    row, act = STEPS.begin(sitting, "lose_code", by, at)
    _in_its_time(row, at)
    row.code_lost_at, row.code_lost_why = at, public_text(reason, "情况", _LONGEST)
    row.entropy = ""
    return STEPS.finish(row, act, by=by, at=at, reason=row.code_lost_why)


@transaction.atomic
def reveal(*, sitting: Sitting, code: str = "", by: User, at: dt.datetime) -> Sitting:
    """Open the code and draw. A code that is typed has to be the one whose hash was announced; the
    vault's is taken where none is. Raises ActRefused for another one.
    """
    row, act = STEPS.begin(sitting, "reveal", by, at)
    _in_its_time(row, at)
    row.code = _opened(row, code)
    row.seed = seed_of(row.draw_id, row.list_sha256, row.entropy, row.code)
    people = _candidates(row)
    try:
        drawn = draw(people, seed=row.seed, places=row.places, quotas=quotas_of(row, people))
    except DrawError as error:
        raise ActRefused(str(error)) from error
    taken = {each.number for each in drawn.chosen}
    Drawn.objects.bulk_create(
        Drawn(
            sitting=row, rank=rank, number=int(each.number), group=each.group,
            key=key_of(row.seed, each.number), is_chosen=each.number in taken,
            by_quota=drawn.by_quota.get(each.number, ""),
        )
        for rank, each in enumerate(in_order(people, row.seed), start=1)
    )  # fmt: skip
    row.drawn_at = at
    seats = {int(each.number): drawn.by_quota.get(each.number, "") for each in drawn.chosen}
    _seat(row, seats, by=by, at=at)
    details = {"seed_sha256": sha256(row.seed.encode()), "chosen": list(seats)}
    return STEPS.finish(row, act, by=by, at=at, details=details)


@transaction.atomic
def choose(
    *, sitting: Sitting, chosen: Sequence[str], substitutes: Sequence[str] = (), by: User,
    at: dt.datetime,
) -> Sitting:  # fmt: skip
    """Choose with a reason for each, in lines as “7 住在拟改造的小区”; then the substitutes in
    their order. Raises ActRefused for numbers that can't be, and for quotas that are not kept.
    """
    row, act = STEPS.begin(sitting, "choose", by, at)
    _in_its_time(row, at)
    lines = {line.number: line for line in ListLine.objects.filter(sitting=row)}
    out = set(OutMark.objects.filter(line__sitting=row).values_list("line__number", flat=True))
    first, then = ([_reasoned(line) for line in each] for each in (chosen, substitutes))
    numbers = [number for number, _ in (*first, *then)]
    if len(set(numbers)) < len(numbers):
        raise ActRefused("有编号写了两次，请核对。")
    if wrong := [number for number in numbers if number not in lines or number in out]:
        raise ActRefused(f"{wrong[0]}号不在名单上，或者已经标注不列入，请核对。")
    if not 1 <= len(first) <= row.places:
        raise ActRefused(f"请选定1到{row.places}位。")
    _keep_quotas(row, lines, {number for number, _ in first}, out)
    Drawn.objects.bulk_create(
        Drawn(
            sitting=row, rank=rank, number=number, group=lines[number].group, reason=reason,
            is_chosen=rank <= len(first),
        )
        for rank, (number, reason) in enumerate((*first, *then), start=1)
    )  # fmt: skip
    row.drawn_at = at
    _seat(row, {number: "" for number, _ in first}, by=by, at=at)
    return STEPS.finish(row, act, by=by, at=at, details={"chosen": [number for number, _ in first]})


def quotas_of(sitting: Sitting, people: Sequence[Candidate]) -> dict[str, int]:
    """The quotas of the command: a group in which nobody is stays away from it."""
    found = {each.group for each in people}
    groups = sitting.groups.all()
    return {one.name: one.quota for one in groups if one.quota and one.name in found}


def _typed(sitting: Sitting, action: str, throws: str, *, by: User, at: dt.datetime) -> Sitting:
    row, act = STEPS.begin(sitting, action, by, at)
    _in_its_time(row, at)
    try:
        source = read_throws(half_width(throws))
    except DrawError as error:
        raise ActRefused(str(error)) from error
    is_check, number = action == "check_throws", round_of(row)
    entries = DiceEntry.objects.filter(sitting=row, round=number).order_by("pk")
    # Whoever typed the one does not type the other, in whichever order they come.
    if entries.filter(is_check=not is_check, by=by).exists():
        raise ActRefused("两份点数应由两个人各自录入，请换一个人。")
    DiceEntry.objects.create(
        sitting=row, round=number, is_check=is_check, throws=source, at=at, by=by
    )
    first = entries.filter(is_check=False).last()
    second = entries.filter(is_check=True).last()
    if first and second and first.throws == second.throws:
        row.entropy = source
    return STEPS.finish(row, act, by=by, at=at, details={"agree": bool(row.entropy)})


def _opened(sitting: Sitting, code: str) -> str:
    if sitting.code_lost_at:
        return LOST
    if not (typed := half_width(code).lower()):
        if not (found := code_in_vault(sitting)):
            raise ActRefused("封存的码打不开，或者和公布的散列不一致，请由另一人登记。")
        return found
    if sha256(typed.encode()) != sitting.code_lock:
        raise ActRefused("这个码和公布的散列不一致，不能用，请核对。")
    return typed


def _candidates(sitting: Sitting) -> list[Candidate]:
    lines = ListLine.objects.filter(sitting=sitting)
    return [Candidate(str(line.number), line.group) for line in lines]


def _seat(sitting: Sitting, seats: Mapping[int, str], *, by: User, at: dt.datetime) -> None:
    """Invite the chosen, let the others of the order stand by, and skip whoever is marked out."""
    order = set(Drawn.objects.filter(sitting=sitting).values_list("number", flat=True))
    marks = dict(
        OutMark.objects.filter(line__sitting=sitting).values_list("line__number", "reason")
    )
    free: list[str] = []
    for applicant in applicant_steps.locked(sitting, Place.LISTED):
        number = applicant.line
        applicant.seat_group = seats.get(number, "")
        if number not in order:
            applicant_steps.move(applicant, "end", by=by, at=at)
        elif number in marks:
            applicant_steps.log(
                applicant, Answer.NOT_ELIGIBLE, Channel.RULE, by=by, at=at, note=marks[number]
            )
            applicant_steps.move(applicant, "drop", by=by, at=at)
            if number in seats:
                free.append(seats[number])
        else:
            applicant_steps.move(
                applicant, "invite" if number in seats else "stand_by", by=by, at=at
            )
    for seat_group in free:
        promote(sitting, seat_group, by=by, at=at)


def _reasoned(line: str) -> tuple[int, str]:
    number, reason = numbered(line, "7 住在拟改造的小区")
    return number, public_text(reason, f"{number}号的理由", _LONGEST)


def _keep_quotas(
    sitting: Sitting, lines: Mapping[int, ListLine], chosen: set[int], out: set[int]
) -> None:
    there = Counter(line.group for number, line in lines.items() if number not in out)
    came = Counter(lines[number].group for number in chosen)
    for group in sitting.groups.all():
        if came[group.name] < (least := min(group.quota, there[group.name])):
            raise ActRefused(f"“{group.name}”至少{least}席，现在只有{came[group.name]}席。")


def _in_its_time(sitting: Sitting, at: dt.datetime) -> None:
    """Raises ActRefused before the announced instant, and while objections are heard."""
    until = sitting.objections_until
    if until is not None and at < until:
        raise ActRefused(f"异议期到{until_words(until)}为止，过后才能办。")
    if at < sitting.draw_at:
        raise ActRefused(f"公告的时间是{moment_words(sitting.draw_at)}，到时才能办。")
