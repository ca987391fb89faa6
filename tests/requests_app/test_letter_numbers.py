"""文号: given with the act, without gaps, for good; the words stay; who opens them is recorded."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator

import docx
import pypdfium2
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.organs.models import OrganPrefix
from portal.papers.printout import paper_of_letter
from portal.tracking.codes import code_from
from requests_app.letters.kinds import KINDS
from requests_app.models import InformationRequest, Letter
from requests_app.services import answers, extension, fees, reasons
from requests_app.services.letters.numbers import make
from requests_app.services.letters.printout import open_paper
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, SIGNER, Status
from tests.builders import City, person
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.letters import sent
from tests.requests_app.officers import SECRETS, leaks, page_of, signed_in, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
NUMBER = re.compile(r"演公开[答告函]〔2026〕([1-9]\d*)号")


@pytest.fixture(autouse=True)
def plain(settings: Settings) -> Iterator[None]:
    settings.AXES_ENABLED = False
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def people(city: City) -> Desk:
    OrganPrefix.objects.create(organ=city.office, prefix="演")
    return desk(city)


def test_each_act_numbers_its_letters_once_and_the_trail_says_which(
    city: City, people: Desk
) -> None:
    hand, head, at = people[HANDLER], people[HEAD], SUBMITTED_AT
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    assert not Letter.objects.exists()
    sent(case, people, at=at)
    extension.extend(request=case, days=10, reason="材料很多", by=head, at=at)
    reasons.ask_reasons(
        request=case, why="一月三十件", respond_by=at.date() + 10 * DAY, by=hand, at=at
    )
    numbers = list(Letter.objects.values_list("kind", "number"))
    assert numbers == [
        ("consulted", "演公开告〔2026〕1号"),
        ("third_party", "演公开函〔2026〕1号"),
        ("extension", "演公开告〔2026〕2号"),
        ("reasons", "演公开告〔2026〕3号"),
    ]
    entry = AuditEntry.objects.get(action="requests.consult")
    assert entry.content()["details"]["letters"] == ["演公开告〔2026〕1号", "演公开函〔2026〕1号"]
    assert not leaks(trail())
    kept = Letter.objects.get(kind="extension")
    again = make(KINDS["extension"], case, None, by=head, at=at + 400 * DAY)
    assert (again, Letter.objects.count()) == (kept, 4)
    kept.void_on = at.date()
    kept.save()
    fresh = make(KINDS["extension"], case, None, by=head, at=at + 400 * DAY)
    assert fresh is not None
    assert fresh.number == "演公开告〔2027〕1号"
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM requests_app_letter")
        assert not [row for (row,) in cursor.fetchall() if "材料很多" in row or SECRETS[0] in row]


def test_words_stay_as_they_went_out_and_what_is_taken_back_keeps_its_number(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    extension.extend(request=case, days=10, reason="材料很多", by=people[HEAD], at=SUBMITTED_AT)
    letter = Letter.objects.get(kind="extension")
    before = paper_of_letter(letter).text
    sent(case, people, at=SUBMITTED_AT + DAY)
    due = InformationRequest.objects.get(pk=case.pk).reply_due_on
    assert due is None  # the opinion is waited for: a letter drawn up now would have no day
    assert paper_of_letter(Letter.objects.get(pk=letter.pk)).text == before
    other = bring_to(submitted(city), Status.DELIVERING, people=people)
    first = other.letters.get(kind="reply")
    answers.recall(request=other, reason="写错", by=people[SIGNER], at=SUBMITTED_AT + DAY)
    first.refresh_from_db()
    assert first.void_on == (SUBMITTED_AT + DAY).date()
    for action in ("submit_answer", "approve", "pass_secrecy", "sign"):
        STEPS[action](other, people, SUBMITTED_AT + DAY)
    alive = other.letters.get(kind="reply", void_on=None)
    assert (first.sequence, alive.sequence) == (1, 2)
    third = bring_to(submitted(city), "awaiting_payment", people=people)
    fees.cancel_fee(request=third, reason="算错", by=people[HANDLER], at=SUBMITTED_AT)
    assert third.letters.get(kind="fee").void_on


def test_silence_is_told_by_a_letter_of_its_own(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    STEPS["lapse_uncorrected"](case, people, SUBMITTED_AT)
    text = paper_of_letter(case.letters.get(kind="no_longer")).text
    assert "一次性告知补正" in text
    assert "自收到本告知书之日起六个月内向有管辖权的人民法院提起行政诉讼" in text


@pytest.mark.parametrize(("steps", "first"), [("submit_answer", False), ("refuse", True)])
def test_a_remedy_comes_first_where_something_is_withheld(
    city: City, people: Desk, steps: str, first: bool
) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    STEPS[steps](case, people, SUBMITTED_AT)
    STEPS["approve"](case, people, SUBMITTED_AT)
    if first:
        STEPS["second"](case, people, SUBMITTED_AT)
    STEPS["pass_secrecy"](case, people, SUBMITTED_AT)
    if first:
        answers.file_refusal(request=case, by=people[SIGNER], at=SUBMITTED_AT)
    STEPS["sign"](case, people, SUBMITTED_AT)
    text = paper_of_letter(case.letters.get(kind="reply")).text
    assert ("应当自收到本答复之日起六十日内先向" in text) is first
    assert ("或者自收到本答复之日起六个月内向" in text) is not first


def test_officers_print_and_download_and_nobody_else(
    city: City, people: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    case = bring_to(submitted(city), Status.DELIVERING, people=people)
    letter = case.letters.get()
    address, named = page_of(case, "letter"), {"paper": f"reply:{letter.answer_id}"}
    intake = signed_in(people[INTAKE])
    card = intake.get(page_of(case)).content.decode()
    for words in (letter.number, "送达回证", "答复审查呈批单", "登记回执"):
        assert words in card
    assert not leaks(card)
    before = trail().count("查看申请人完整信息")
    word = intake.post(address, {**named, "form": "docx"})
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(word.getvalue())).paragraphs)
    pdf = intake.post(address, {**named, "form": "pdf"})
    drawn = pypdfium2.PdfDocument(pdf.getvalue())[0].get_textpage().get_text_range()
    for found in (text, drawn):
        assert letter.number in found
        assert SECRETS[0] in found
    for response in (word, pdf):
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert "%E3%80%942026%E3%80%95" in response["Content-Disposition"]
        assert response["Content-Disposition"].startswith("attachment")
    assert trail().count("查看申请人完整信息") == before + 2
    assert letter.number in trail()
    assert not leaks(trail())
    for form in ("receipt:", f"service:{letter.answer_id}", f"approval:{letter.answer_id}"):
        page = intake.post(address, {"paper": form})
        assert (page.status_code, case.number in page.content.decode()) == (200, True)
    assert Letter.objects.count() == 1
    for wrong in ("reply:", "reply:0", "reply:x", "x", "", "fee:", "extension:"):
        refused = intake.post(address, {"paper": wrong})
        assert refused.status_code in (404, 409)
        assert Letter.objects.count() == 1
    elsewhere = person("p-else", organs=[city.street], roles=[Role.REQUEST_HANDLER])
    for who in (signed_in(elsewhere), signed_in(city.outsider), Client()):
        assert who.post(address, {**named, "form": "pdf"}).status_code in (302, 404)
    other = bring_to(submitted(city), Status.DELIVERING, people=people)
    assert intake.post(page_of(other, "letter"), named).status_code == 404
    signer = signed_in(people[SIGNER])
    assert signer.post(address, named).status_code == 403
    card = signer.get(page_of(case)).content.decode()
    assert 'name="paper" value="reply' not in card
    assert 'name="paper" value="approval' in card
    assert not leaks(caplog.text)


def test_the_applicant_has_what_was_sent_and_nothing_else(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    consulted = sent(case, people, at=SUBMITTED_AT)
    slip = signed_in(people[HANDLER]).post(
        page_of(case, "letter"), {"paper": f"service_opinion:{consulted.pk}"}
    )
    assert consulted.party in slip.content.decode()
    assert not leaks(slip.content.decode())
    assert code_from(consulted.key) not in slip.content.decode()
    mine = case.letters.get(kind="consulted")
    theirs = case.letters.get(kind="third_party")
    browser = Client()
    code = code_from(case.submission_key)
    browser.post("/requests/track/", {"number": case.number, "code": code})
    page = browser.get(f"/requests/case/{case.number}/").content.decode()
    assert mine.number in page
    assert theirs.number not in page
    address = f"/requests/case/{case.number}/letter/"
    response = browser.get(f"{address}{mine.public_id}/")
    text = pypdfium2.PdfDocument(response.getvalue())[0].get_textpage().get_text_range()
    assert (mine.number in text, consulted.party in text) == (True, False)
    assert "private" in response["Cache-Control"]
    assert browser.get(f"{address}{theirs.public_id}/").status_code == 404
    assert Client().get(f"{address}{mine.public_id}/").status_code == 302
    other = bring_to(submitted(city), Status.DELIVERING, people=people)
    browser.post(
        "/requests/track/", {"number": other.number, "code": code_from(other.submission_key)}
    )
    answer = other.letters.get(kind="reply")
    unsent = f"/requests/case/{other.number}/letter/{answer.public_id}/"
    assert browser.get(unsent).status_code == 404
    assert browser.get(f"/requests/case/{other.number}/letter/{mine.public_id}/").status_code == 404
    STEPS["deliver"](other, people, SUBMITTED_AT)
    assert browser.get(unsent).status_code == 200


def test_what_was_done_before_letters_had_numbers_is_numbered_when_printed(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    Letter.objects.all().delete()
    intake = signed_in(people[INTAKE])
    assert "第一次打印或者下载时编定" in intake.get(page_of(case)).content.decode()
    pages = [intake.post(page_of(case, "letter"), {"paper": "correction:"}) for _ in range(2)]
    numbers = {NUMBER.search(page.content.decode()).group() for page in pages}  # type: ignore[union-attr]
    assert numbers == {Letter.objects.get().number}
    InformationRequest.objects.filter(pk=case.pk).update(purged_at=timezone.now())
    with pytest.raises(ActRefused):
        open_paper(
            request=case, kind=KINDS["correction"], subject=None,
            by=people[INTAKE], at=timezone.now(),
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_twelve_letters_at_once_have_twelve_numbers_in_a_row(city: City) -> None:
    people = desk(city)
    cases = [bring_to(submitted(city), Status.HANDLING, people=people) for _ in range(6)]
    start = threading.Barrier(len(cases))
    failed: list[Exception] = []

    def ask(case: InformationRequest) -> None:
        try:
            start.wait()
            sent(case, people, at=SUBMITTED_AT)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for kind in ("consulted", "third_party"):
        rows = Letter.objects.filter(kind=kind).order_by("sequence")
        assert [row.sequence for row in rows] == [1, 2, 3, 4, 5, 6]
