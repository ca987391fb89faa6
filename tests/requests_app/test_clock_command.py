"""`manage.py clock`: what it prints, what it refuses, and that it needs nothing but the files."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from portal.workdays.models import HolidayNotice
from portal.workdays.services import load_calendar
from requests_app.deadlines.clock import clock
from requests_app.deadlines.ledger_json import read_facts
from requests_app.deadlines.report import report
from tests.workdays.calendars import CALENDAR

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = [
    *("notice_of_correction_due", "reply_due", "third_party_due", "fee_due"),
    *("review_due", "suit_due", "state", "provisional", "explanation"),
]
SILENT = {
    "received_on": "2026-01-26",
    "corrections": [],
    "consultations": [
        {"kind": "third_party", "sent_on": "2026-02-02", "served_on": "2026-02-04"},
    ],
    "extension": None,
    "fee": None,
    "delivered_on": None,
    "as_of": "2026-02-10",
}


def run(monkeypatch: pytest.MonkeyPatch, given: str | bytes) -> tuple[str, str]:
    raw = given.encode() if isinstance(given, str) else given
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out, err = io.StringIO(), io.StringIO()
    call_command("clock", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_it_prints_every_date_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = run(monkeypatch, json.dumps(SILENT))
    answer = json.loads(out)
    assert err == ""
    assert list(answer) == KEYS
    explanation = answer.pop("explanation")
    assert answer == {
        "notice_of_correction_due": "2026-02-04",
        "reply_due": "2026-03-24",
        "third_party_due": "2026-03-03",
        "fee_due": None,
        "review_due": None,
        "suit_due": None,
        "state": "consulting",
        "provisional": False,
    }
    assert [step["kind"] for step in explanation] == [
        *("notice_of_correction", "third_party", "counted", "excluded", "counted", "reply"),
    ]
    assert all(
        list(step) == ["kind", "from", "to", "days", "text", "article", "lines"]
        for step in explanation
    )
    assert explanation[3]["article"] == "《中华人民共和国政府信息公开条例》第三十三条第三款"
    assert explanation[4]["lines"][-1] == {
        "date": "2026-03-24",
        "ordinal": 20,
        "text": "2026-03-24 周二 第20日",
    }


@pytest.mark.django_db
def test_rows_and_shipped_notices_give_the_same_answer() -> None:
    facts, rows = read_facts(json.dumps(SILENT)), load_calendar()
    assert rows is not CALENDAR
    assert report(clock(facts, rows), rows) == report(clock(facts, CALENDAR), CALENDAR)


@pytest.mark.django_db
def test_without_rows_the_shipped_notices_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    HolidayNotice.objects.all().delete()
    out, err = run(monkeypatch, '{"received_on": "2024-01-30"}')
    assert json.loads(out)["reply_due"] == "2024-03-01"
    assert "按随附的通知推算" in err


@pytest.mark.django_db
def test_the_organs_readings_are_a_setting(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.REQUEST_CLOCK_READINGS = {"payment_restarts": False}
    fee = {"notice_received_on": "2026-09-22", "paid_on": "2026-10-12"}
    out, _ = run(monkeypatch, json.dumps({"received_on": "2026-09-18", "fee": fee}))
    assert json.loads(out)["reply_due"] == "2026-10-22"


@pytest.mark.django_db
def test_text_streams_do_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"received_on": "2026-09-18"}'))
    out = io.StringIO()
    call_command("clock", stdout=out)
    assert json.loads(out.getvalue())["reply_due"] == "2026-10-22"


def but(**changes: Any) -> str:
    return json.dumps({"received_on": "2026-03-02"} | changes)


def asked(**changes: Any) -> str:
    one = {"kind": "third_party", "sent_on": "2026-03-09"} | changes
    return but(consultations=[one])


REFUSED = [
    ("", "不是有效的 JSON"),
    ("{", "不是有效的 JSON"),
    ('{"received_on": "2026-03-02"} {}', "不是有效的 JSON"),
    (b'{"received_on": "\xff"}', "不是有效的 JSON"),
    ("[" * 100_000, "不是有效的 JSON"),
    ("1" * 5000, "不是有效的 JSON"),
    ("[]", "输入 应为 JSON 对象"),
    ("null", "输入 应为 JSON 对象"),
    ("{}", "缺少“received_on”"),
    ('{"received_on": null}', "缺少“received_on”"),
    ('{"received_on": "2026-03-02", "received_on": "2026-03-03"}', "重复的键"),
    (but(recieved_on="2026-03-02"), "不认识的键“recieved_on”"),
    (but(received_on="2026-02-30"), '"2026-02-30" 不存在或无法识别'),
    (but(received_on="20260302"), "无法识别"),
    (but(received_on="2026-W10-1"), "无法识别"),
    (but(received_on="2026-03-02T08:00:00"), "无法识别"),
    (but(received_on="２０２６-03-02"), "无法识别"),
    (but(received_on="9999-12-31"), "无法识别"),
    (but(received_on=20260302), "无法识别"),
    (but(received_on=["2026-03-02"]), "无法识别"),
    (but(delivered_on=True), "delivered_on 的日期 true"),
    (but(corrections={}), "corrections 应为数组"),
    (but(corrections=["2026-03-04"]), "corrections[0] 应为 JSON 对象"),
    (but(corrections=[{}]), "corrections[0] 缺少“noticed_on”"),
    (but(corrections=[{"noticed_on": "2026-03-01"}]), "早于收到申请之日"),
    (
        but(corrections=[{"noticed_on": "2026-03-09", "received_on": "2026-03-06"}]),
        "收到补正之日 corrections.received_on（2026年3月6日）早于补正告知之日",
    ),
    (
        but(corrections=[{"noticed_on": "2026-03-04"}, {"noticed_on": "2026-03-05"}]),
        "不得再次要求补正",
    ),
    (asked(kind="neighbour"), "kind 应为 third_party 或 co_maker"),
    (asked(kind=["third_party"]), "kind 应为"),
    (asked(sent_on=None), "缺少“sent_on”"),
    (asked(sent_on="2026-03-01"), "征求意见书发出之日"),
    (asked(served_on="2026-03-08"), "征求意见书送达之日"),
    (asked(closed_on="2026-03-08"), "收到意见之日"),
    (asked(served_on="2026-03-12", closed_on="2026-03-11"), "早于征求意见书送达之日"),
    (but(extension={"approved_on": "2026-03-10", "days": 21}), "最长不得超过20个工作日"),
    (but(extension={"approved_on": "2026-03-10", "days": -1}), "应为1至20，不是-1"),
    (but(extension={"approved_on": "2026-03-10", "days": 5.0}), "days 应为整数"),
    (but(extension={"approved_on": "2026-03-10", "days": True}), "days 应为整数"),
    (but(extension={"approved_on": "2026-03-10", "days": "5"}), "days 应为整数"),
    (but(extension={"approved_on": None, "days": 5}), "缺少“approved_on”"),
    (but(extension={"approved_on": "2026-03-31", "days": 5}), "晚于答复期限（2026年3月30日"),
    (but(extension={"approved_on": "2026-03-01", "days": 5}), "批准延期之日"),
    (but(extension=[]), "extension 应为 JSON 对象"),
    (but(fee={"paid_on": "2026-03-09"}), "缺少“notice_received_on”"),
    (but(fee={"notice_received_on": "2026-03-01"}), "收到收费通知之日"),
    (but(fee={"notice_received_on": "2026-03-09", "paid_on": "2026-03-08"}), "缴费之日"),
    (but(delivered_on="2026-03-01"), "答复送达之日"),
    (but(delivered_on="2026-03-10", fee={"notice_received_on": "2026-03-11"}), "早于收到收费通知"),
    (
        but(delivered_on="2026-03-10", extension={"approved_on": "2026-03-11", "days": 5}),
        "早于批准延期之日",
    ),
    (but(delivered_on="2026-03-10", corrections=[{"noticed_on": "2026-03-11"}]), "早于补正告知"),
    (
        but(
            delivered_on="2026-03-10",
            corrections=[{"noticed_on": "2026-03-09", "received_on": "2026-03-11"}],
        ),
        "早于收到补正之日",
    ),
    (
        but(
            delivered_on="2026-03-10",
            fee={"notice_received_on": "2026-03-09", "paid_on": "2026-03-11"},
        ),
        "早于缴费之日",
    ),
    (
        but(
            delivered_on="2026-03-08",
            consultations=[{"kind": "co_maker", "sent_on": "2026-03-09"}],
        ),
        "早于征求意见书发出之日",
    ),
    (but(as_of="2026-03-01"), "判断之日 as_of（2026年3月1日）早于收到申请之日"),
    (but(as_of="今天"), "as_of 的日期"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "message"), REFUSED, ids=lambda value: str(value)[:50])
def test_impossible_facts_are_refused(
    monkeypatch: pytest.MonkeyPatch, given: str | bytes, message: str
) -> None:
    with pytest.raises(CommandError) as caught:
        run(monkeypatch, given)
    assert message in str(caught.value)
    assert caught.value.returncode == 2


@pytest.mark.django_db
def test_all_contradictions_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError) as caught:
        run(monkeypatch, but(delivered_on="2026-03-01", as_of="2026-02-01"))
    assert len(str(caught.value).splitlines()) == 2


def process(given: str) -> subprocess.CompletedProcess[str]:
    """The command on a machine without any server."""
    env = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    return subprocess.run(
        [sys.executable, "manage.py", "clock"],
        input=given,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=env,
        check=False,
        timeout=120,
    )


def test_the_repository_alone_is_enough() -> None:
    done = process(json.dumps(SILENT))
    assert done.returncode == 0
    assert json.loads(done.stdout)["reply_due"] == "2026-03-24"
    assert "按随附的节假日安排通知推算" in done.stderr


def test_a_refusal_prints_nothing_and_ends_with_two() -> None:
    done = process(but(as_of="2026-03-01"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "早于收到申请之日" in done.stderr
