"""The third lock: throws typed twice after the closing, a code checked against its lock, one draw
a list, and the same order from the published seed by a program that knows nothing of the portal.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import InternalError, connection, transaction

from decisions.seats.models import DiceEntry, Drawn, OutMark, Sitting, SittingCode
from decisions.seats.obstacles import code_in_vault
from decisions.seats.presenters.sitting import reckoning_of
from decisions.seats.selectors import lines_of
from decisions.seats.services import closed_lists, draws
from decisions.seats.workflow import Place
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotNow, NotPermitted
from tests.builders import City, person
from tests.decisions.seats.cases import (
    THROWS,
    again,
    announced,
    closed,
    drawn,
    people,
    thrown,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
GROUPS = ["市民", "市民", "企业", "市民", "企业", "外来务工"]
OTHER = "1 1 1 1 1 1 1 1 1 1"


def test_throws_before_the_closing_are_refused_by_act_and_database(city: City) -> None:
    row, by = announced(city), city.people[Role.PARTICIPATION]
    with pytest.raises(NotNow):
        draws.enter_throws(sitting=row, throws=THROWS, by=by, at=row.draw_at)
    with pytest.raises(InternalError, match="not closed"), transaction.atomic():
        DiceEntry.objects.create(
            sitting=row, round=1, is_check=False, throws="x", at=row.draw_at, by=by
        )


def test_throws_before_the_announced_moment_are_refused(city: City) -> None:
    row, by = closed(city), city.people[Role.PARTICIPATION]
    with pytest.raises(ActRefused, match="到时才能办"):
        draws.enter_throws(sitting=row, throws=THROWS, by=by, at=row.closes_at)
    with pytest.raises(ActRefused, match="到时才能办"):
        moment = row.draw_at - dt.timedelta(microseconds=1)
        draws.enter_throws(sitting=row, throws=THROWS, by=by, at=moment)


def test_both_officers_have_to_agree(city: City) -> None:
    row, first, second = closed(city), *(city.people[role] for role in (
        Role.PARTICIPATION, Role.DECISION_REVIEWER))  # fmt: skip
    at = row.draw_at
    with pytest.raises(ActRefused, match="请先由"):
        draws.check_throws(sitting=row, throws=THROWS, by=second, at=at)
    draws.enter_throws(sitting=row, throws=THROWS, by=first, at=at)
    draws.check_throws(sitting=row, throws=OTHER, by=second, at=at)
    assert again(row).entropy == ""
    with pytest.raises(ActRefused, match="一致以后才能开封"):
        draws.reveal(sitting=row, by=first, at=at)
    draws.check_throws(sitting=row, throws=THROWS, by=second, at=at)
    assert again(row).entropy == "3.1.7.0.9.4.4.2.8.6./"
    assert DiceEntry.objects.count() == 3
    with pytest.raises(ActRefused, match="已经定了"):
        draws.enter_throws(sitting=row, throws=OTHER, by=first, at=at)


def test_one_person_is_not_two(city: City) -> None:
    row = closed(city)
    both = person(
        "p-both", organs=[city.office], roles=[Role.PARTICIPATION, Role.DECISION_REVIEWER]
    )
    draws.enter_throws(sitting=row, throws=THROWS, by=both, at=row.draw_at)
    with pytest.raises(NotPermitted):
        draws.check_throws(sitting=row, throws=THROWS, by=both, at=row.draw_at)
    other = city.people[Role.PARTICIPATION]
    draws.enter_throws(sitting=row, throws=THROWS, by=other, at=row.draw_at)
    with pytest.raises((NotPermitted, ActRefused)):
        draws.check_throws(sitting=row, throws=THROWS, by=both, at=row.draw_at)


def test_who_typed_the_second_series_does_not_type_the_first_anew(city: City) -> None:
    row = closed(city)
    at = row.draw_at
    both = person(
        "p-both", organs=[city.office], roles=[Role.PARTICIPATION, Role.DECISION_REVIEWER]
    )
    first = city.people[Role.PARTICIPATION]
    draws.enter_throws(sitting=row, throws=THROWS, by=first, at=at)
    draws.check_throws(sitting=row, throws=OTHER, by=both, at=at)
    with pytest.raises(ActRefused, match="由两个人各自录入"):
        draws.enter_throws(sitting=row, throws=OTHER, by=both, at=at)
    assert again(row).entropy == ""


def test_a_wrong_code_is_refused_and_the_right_one_opens(city: City) -> None:
    row, by = thrown(city, closed(city)), city.people[Role.PARTICIPATION]
    right = code_in_vault(row)
    with pytest.raises(ActRefused, match="和公布的散列不一致"):
        draws.reveal(sitting=row, code="0" * 64, by=by, at=row.draw_at)
    assert again(row).code == ""
    done = draws.reveal(sitting=row, code=right, by=by, at=row.draw_at)
    assert done.seed == f"{row.draw_id}|{row.list_sha256}|{row.entropy}|{right}"


def lost(row: Sitting) -> None:
    """The sealed code is one that was never announced."""
    sealed = SittingCode.objects.get(sitting=row)
    sealed.code = "f" * 64
    sealed.save()


def test_a_code_that_opens_is_not_lost(city: City) -> None:
    row = thrown(city, closed(city))
    with pytest.raises(ActRefused, match="打得开"):
        draws.lose_code(
            sitting=row, reason="不想要", by=city.people[Role.DECISION_REVIEWER], at=row.draw_at
        )


def test_a_lost_code_is_an_incident_once_and_is_thrown_for_anew(city: City) -> None:
    row, by = thrown(city, closed(city)), city.people
    lost(row)
    with pytest.raises(ActRefused, match="打不开"):
        draws.reveal(sitting=row, by=by[Role.PARTICIPATION], at=row.draw_at)
    reviewer = by[Role.DECISION_REVIEWER]
    draws.lose_code(sitting=row, reason="密钥坏了", by=reviewer, at=row.draw_at)
    assert again(row).entropy == ""
    with pytest.raises(ActRefused, match="只能登记一次"):
        draws.lose_code(sitting=row, reason="再来", by=reviewer, at=row.draw_at)
    done = draws.reveal(sitting=thrown(city, row), by=by[Role.PARTICIPATION], at=row.draw_at)
    assert done.code == "-"
    assert done.seed.endswith("|-")
    assert [one.round for one in DiceEntry.objects.all()] == [1, 1, 2, 2]


def test_the_order_is_reckoned_again_by_a_program_that_knows_nothing_of_us(
    city: City, tmp_path: Path
) -> None:
    row = drawn(city, GROUPS, groups=["市民 0", "企业 1", "外来务工 1", "学生 1"], places=3)
    given = tmp_path / "list.csv"
    given.write_bytes(row.list_csv.encode())
    lines = lines_of(row)
    reckoning = reckoning_of(row, lines)
    assert reckoning.left_out == ["学生"]
    assert "--quota 企业=1 外来务工=1" in reckoning.command
    done = subprocess.run(
        [sys.executable, ROOT / "docs/examples/draw.py", given, row.seed, "3", "企业=1",
         "外来务工=1"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    chosen, _, substitutes = done.stdout.partition("候补")
    told = [int(line) for line in chosen.split() if line.isdigit()]
    then = [int(line) for line in substitutes.split() if line.isdigit()]
    order = list(Drawn.objects.filter(sitting=row))
    assert [one.number for one in order if one.is_chosen] == told
    assert [one.number for one in order if not one.is_chosen] == then
    assert {one.line for one in people(row, Place.INVITED)} == set(told)


def test_one_draw_a_list(city: City) -> None:
    row = drawn(city)
    with pytest.raises(NotNow):
        draws.reveal(sitting=row, by=city.people[Role.PARTICIPATION], at=row.draw_at)
    with pytest.raises(InternalError, match="the draw is over"), transaction.atomic():
        Drawn.objects.create(sitting=row, rank=99, number=99, key="x")
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        Drawn.objects.filter(sitting=row).update(is_chosen=True)
    for column in ("entropy", "code", "seed"):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            Sitting.objects.filter(pk=row.pk).update(**{column: "x"})


def test_whoever_is_marked_out_stays_in_the_draw_and_is_passed_over_on_record(city: City) -> None:
    row, by = closed(city, ["", "", ""], places=1), city.people[Role.PARTICIPATION]
    for number in (1, 2):
        closed_lists.mark_out(
            sitting=row, number=number, reason="不住在本市", by=by, at=row.closes_at
        )
    row = draws.reveal(sitting=thrown(city, row), by=by, at=row.draw_at)
    assert Drawn.objects.filter(sitting=row).count() == 3
    assert [one.line for one in people(row, Place.INVITED)] == [3]
    for one in people(row, Place.DROPPED):
        call = one.calls.get()
        assert (call.answer, call.channel, call.note) == ("not_eligible", "rule", "不住在本市")
    assert OutMark.objects.count() == 2


def test_a_list_without_anybody_is_only_aborted(city: City) -> None:
    row = closed(city, [])
    with pytest.raises(ActRefused, match="名单是空的"):
        draws.enter_throws(
            sitting=row, throws=THROWS, by=city.people[Role.PARTICIPATION], at=row.draw_at
        )


CHOSEN = {"method": "chosen", "choice_rule": "看住得多近", "groups": ["市民 0", "企业 1"]}


def test_a_choice_has_a_reason_for_each_and_keeps_the_quotas(city: City) -> None:
    row, by = closed(city, GROUPS[:5], **CHOSEN), city.people[Role.PARTICIPATION]

    def choose(*lines: str, then: tuple[str, ...] = ()) -> Sitting:
        return draws.choose(sitting=row, chosen=lines, substitutes=then, by=by, at=row.draw_at)

    for lines, told in (
        (("1",), "请填写1号的理由"),
        (("x 近",), "每行写"),
        (("9 近",), "9号不在名单上"),
        (("1 近", "1 近"), "写了两次"),
        (("1 近", "2 近", "3 近"), "请选定1到2位"),
        (("1 近", "2 近"), "“企业”至少1席"),
    ):
        with pytest.raises(ActRefused, match=told):
            choose(*lines)
    choose("1 住在附近", "3 店在附近", then=("5 店在附近",))
    assert [one.line for one in people(row, Place.INVITED)] == [1, 3]
    assert [one.line for one in people(row, Place.SUBSTITUTE)] == [5]
    assert [one.line for one in people(row, Place.ENDED)] == [2, 4]
    assert Drawn.objects.get(number=3).reason == "店在附近"


def test_a_draw_is_not_a_choice_and_a_choice_no_draw(city: City) -> None:
    row, by = closed(city), city.people[Role.PARTICIPATION]
    with pytest.raises(ActRefused, match="不能选定"):
        draws.choose(sitting=row, chosen=["1 近"], by=by, at=row.draw_at)
    other = closed(city, GROUPS[:5], topic="别的", **CHOSEN)
    with pytest.raises(ActRefused, match="不是抽签"):
        draws.enter_throws(sitting=other, throws=THROWS, by=by, at=row.draw_at)


def test_the_code_stands_nowhere_before_its_reveal(city: City) -> None:
    row = thrown(city, closed(city))
    code = code_in_vault(row)
    with connection.cursor() as cursor:
        for table in ("decisions_sitting", "decisions_sittingcode", "decisions_sittingact",
                      "audit_auditentry"):  # fmt: skip
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{code}%"])  # noqa: S608
            assert cursor.fetchone() == (0,), table
