"""更正答复书 and 转送告知书: numbered with the act, printed by their organ, read by applicants."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.acts.models import Counter
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.papers.printout import paper_of_letter
from requests_app.rectification.models import (
    Rectification,
    RectificationDecision,
    RectificationLetter,
)
from requests_app.rectification.services.printout import (
    open_rectification_letter,
)
from requests_app.rectification.services.retention import RECTIFICATIONS
from requests_app.rectification.workflow import Status
from tests.builders import City, person
from tests.requests_app.cases import SUBMITTED_AT
from tests.requests_app.officers import signed_in
from tests.requests_app.rectification.cases import (
    NAME,
    PERSONAL,
    RECORD,
    RIGHT,
    WRONG,
    brought,
    filed,
    sent,
    walk,
)

pytestmark = pytest.mark.django_db
BACK = "/admin/requests_app"
DECIDE = ("accept", "correct", "approve_correct")


@pytest.fixture(autouse=True)
def fresh(settings: Settings) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


def words(rectification: Rectification) -> str:
    return paper_of_letter(RectificationLetter.objects.get(rectification=rectification)).text


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (DECIDE, ("不准确", "2026年9月7日予以更正", f"{NAME}的号码已更正")),
        (
            ("accept", "decline", "approve_decline"),
            ("证据不足以证明记录不准确", "不予更正", "材料看不出登记有误", "行政复议"),
        ),
        (
            ("accept", "refer", "approve_refer"),
            ("不属于本机关职能范围", "邻市民政局", "0000-99990000", "由其登记"),
        ),
        (("forward",), ("转送有权更正的机关", "登记表由该机关制作", "查询码不变")),
    ],
)
def test_each_letter_says_what_was_decided(
    city: City, steps: tuple[str, ...], told: tuple[str, ...]
) -> None:
    rectification = walk(filed(city), city, *steps)
    text = words(rectification)
    for part in (*told, RECORD, rectification.number, "第四十一条"):
        assert part in text
    if steps != ("forward",):
        assert WRONG in text
        assert RIGHT in text
    assert "。。" not in text
    assert text.startswith(NAME)


def test_the_act_takes_the_number_and_nothing_of_the_letter_is_in_the_trail(city: City) -> None:
    first = walk(filed(city), city, *DECIDE)
    letter = RectificationLetter.objects.get(rectification=first)
    assert (letter.sequence, letter.organ, letter.made_on) == (1, city.office, dt.date(2026, 9, 7))
    entry = AuditEntry.objects.get(action="records.approve_correct")
    assert entry.details["letters"] == [letter.number]
    assert not [part for part in PERSONAL if part in str(entry.details) + entry.summary]
    second = RectificationLetter.objects.get(rectification=walk(filed(city), city, *DECIDE))
    assert second.sequence == 2
    with pytest.raises(NotPermitted):
        walk(first, city, "approve_correct")
    assert Counter.objects.get(organ=city.office, series__startswith="letter:").last == 2

    reviewer = city.people[Role.ANSWER_REVIEWER]
    decision = first.decisions.get()
    paper = open_rectification_letter(subject=decision, by=reviewer, at=timezone.now())
    assert paper.number == letter.number
    assert AuditEntry.objects.filter(action="records.print_letter").count() == 1
    with pytest.raises(NotPermitted):
        open_rectification_letter(subject=decision, by=city.people[Role.SIGNER], at=timezone.now())
    waiting = walk(filed(city), city, "accept", "correct").decisions.get()
    with pytest.raises(ActRefused, match="现在还不能"):
        open_rectification_letter(subject=waiting, by=reviewer, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        RectificationLetter.objects.filter(pk=letter.pk).update(decision=None)


def test_a_decision_of_before_is_numbered_when_it_is_first_printed(city: City) -> None:
    rectification = walk(filed(city), city, *DECIDE)
    RectificationLetter.objects.all().delete()
    Counter.objects.filter(series__startswith="letter:").delete()
    numbers = [
        open_rectification_letter(
            subject=RectificationDecision.objects.get(rectification=rectification),
            by=city.people[Role.REQUEST_INTAKE],
            at=timezone.now(),
        ).number
        for _ in range(2)
    ]
    assert numbers[0].endswith("1号")
    assert numbers[0] == numbers[1]


def test_the_organ_prints_its_letters_and_outsiders_find_nothing(city: City) -> None:
    answered, away = brought(city, Status.DECLINED), brought(city, Status.FORWARDED)
    forwarding = away.forwardings.get()
    answer = f"{BACK}/rectification/{answered.pk}/letter/"
    onward = f"{BACK}/rectificationforwarding/{forwarding.pk}/letter/"
    row = f"{BACK}/rectificationforwarding/{forwarding.pk}/change/"
    clerk = signed_in(city.people[Role.REQUEST_INTAKE])
    page = clerk.get(f"{BACK}/rectification/{answered.pk}/change/").content.decode()
    assert "信息更正申请答复书" in page
    assert answer in page
    kept = clerk.get(row)
    assert "信息更正申请转送告知书" in kept.content.decode()
    assert not [part for part in PERSONAL if part in kept.content.decode()]
    for address in (answer, onward):
        shown = clerk.post(address, {"form": "page"})
        assert NAME in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert clerk.get(address).status_code == 405
    word = b"".join(clerk.post(answer, {"form": "docx"}).streaming_content)  # type: ignore[attr-defined]
    assert any(NAME in p.text for p in docx.Document(io.BytesIO(word)).paragraphs)
    pdf = clerk.post(onward, {"form": "pdf"})
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert NAME not in pdf["Content-Disposition"]

    handler = signed_in(city.people[Role.REQUEST_HANDLER])
    assert handler.post(answer, {"form": "page"}).status_code == 200
    assert handler.post(onward, {"form": "page"}).status_code == 404
    outsider = person("outside", organs=[city.district], roles=[Role.REQUEST_INTAKE])
    target = person("target", organs=[forwarding.target], roles=[Role.REQUEST_INTAKE])
    for user in (outsider, target):
        client = signed_in(user)
        for address in (answer, onward):
            assert client.post(address, {"form": "page"}).status_code == 404
        assert client.get(row).status_code == 404
    anyone = Client().post(answer, {"form": "page"})
    assert anyone.status_code == 302
    assert "login" in anyone["Location"]


def test_the_applicant_downloads_what_was_sent_to_them_and_nobody_else(
    client: Client, city: City
) -> None:
    rectification, code = sent(client, city)
    walk(rectification, city, "forward")
    own = RectificationLetter.objects.get(rectification=rectification)
    other = RectificationLetter.objects.get(rectification=brought(city, Status.REFERRED))
    found = {"number": rectification.number, "code": code}
    assert client.post(reverse("requests:track"), found).status_code == 302
    page = client.get(rectification.get_absolute_url()).content.decode()
    address = reverse("requests:record_letter", args=[rectification.number, own.public_id])
    assert own.number in page
    assert address in page
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert "no-store" in answer["Cache-Control"]
    wrong = reverse("requests:record_letter", args=[rectification.number, other.public_id])
    assert client.get(wrong).status_code == 404
    assert Client().get(address)["Location"] == reverse("requests:track")


def test_the_words_go_with_the_personal_data_and_the_number_stays(city: City) -> None:
    rectification = brought(city, Status.DECLINED)
    letter = RectificationLetter.objects.get(rectification=rectification)
    assert RECTIFICATIONS.purge_due(at=SUBMITTED_AT + dt.timedelta(days=365 * 30), limit=9) == 1
    gone = RectificationLetter.objects.get(pk=letter.pk)
    assert (gone.content, gone.number) == ("", letter.number)
    reviewer = city.people[Role.ANSWER_REVIEWER]
    with pytest.raises(ActRefused, match="已按保存期限清除"):
        open_rectification_letter(
            subject=rectification.decisions.get(), by=reviewer, at=timezone.now()
        )
