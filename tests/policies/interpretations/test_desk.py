"""The officers' pages: begun, written, reviewed, released; what is missing and copied is shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disclosure.models import Document
from disclosure.workflow import Status as DocumentStatus
from policies.interpretations.models import (
    GuideElement,
    InStep,
    Interpretation,
    Rating,
    StepException,
)
from policies.interpretations.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.site.demo.builders import bring_to
from tests.builders import City
from tests.conftest import NOON
from tests.files.films import mp4
from tests.policies.interpretations.cases import (
    BODY,
    LAW,
    PLAN,
    begun,
    brought,
    policy,
    public_policy,
    rule,
)
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/admin/policies/interpretation/"


def act(user: User, case: Interpretation, name: str, query: str = "", **given: object) -> Any:
    """Do an act by its page."""
    case.refresh_from_db()
    given["seen"] = case.updated_at.isoformat()
    return signed_in(user).post(f"{LIST}{case.pk}/act/{name}/{query}", given)


def page(user: User, case: Interpretation) -> str:
    answer = signed_in(user).get(f"{LIST}{case.pk}/change/")
    assert answer.status_code == 200
    return str(answer.content.decode())


class TestWholeWay:
    def test_from_the_first_page_to_the_public(self, city: City) -> None:
        clerk, document = city.people[Role.CLERK], public_policy(city)
        begin = signed_in(clerk).post(f"{LIST}begin/", {
            "organ": city.office.pk, "document": document.doc_number, "title": "晚上车能停哪里",
            "stage": "release", "kind": "normative", "language": "zh-Hans",
        })  # fmt: skip
        case = Interpretation.objects.get()
        assert begin["Location"] == f"{LIST}{case.pk}/change/"
        told = page(clerk, case)
        for missing in ("请用一句话说明", "请至少写一部分", "请写解读方案", "背景依据、适用范围"):
            assert missing in told
        element = GuideElement.objects.get(kind="normative", name="适用范围")
        done = [
            act(clerk, case, "edit", title="晚上车能停哪里", summary="单位大院晚上开门。",
                stage="release", kind="normative", language="zh-Hans", explainer="局长 林禾"),
            act(clerk, case, "plan", **PLAN),
            act(clerk, case, "write_part", form="written", text="晚上可以停车。"),
            act(clerk, case, "write_part", form="questions", text="一、去哪里看？\n看名单。"),
            act(clerk, case, "rewrite_part", "?part=1", form="written", title="一句话",
                text="晚上、周末都可以停车。", made_by_ai="on"),
            act(clerk, case, "place_part", part=case.parts.get(position=2).pk, position=1),
            act(clerk, case, "fill", **{f"element_{element.pk}": "本市机关和居民。"}),
            act(clerk, case, "point", places=[f"{case.policies.get().pk}:tiao-2"]),
            act(clerk, case, "submit"),
            act(city.people[Role.SECRECY_REVIEWER], case, "pass_secrecy", opinion="不涉密。"),
            act(city.people[Role.SIGNER], case, "sign"),
            act(city.people[Role.SIGNER], case, "publish"),
            act(clerk, case, "file", filed_on="2026-11-20", place="市政府办公室"),
        ]  # fmt: skip
        assert [answer.status_code for answer in done] == [302] * len(done)
        case.refresh_from_db()
        assert (case.status, case.explainer) == (Status.PUBLISHED, "局长 林禾")
        rows = [(part.form, part.title, part.made_by_ai) for part in case.parts.all()]
        assert rows == [("questions", "", False), ("written", "一句话", True)]
        assert case.elements.get().text == "本市机关和居民。"
        passage = case.policies.get().passages.get()
        assert (passage.anchor, passage.label[:3]) == ("tiao-2", "第二条")
        told = Client().get(f"/policies/{case.series_id}/").content.decode()
        for words in ("局长 林禾", "含人工智能生成的内容", "本市机关和居民", "#tiao-2", "去哪里看"):
            assert words in told
        again = act(clerk, case, "revise")
        assert again["Location"].endswith(f"/{case.series.editions.get(edition=2).pk}/change/")

    def test_a_film_is_kept_back_until_it_can_be_read_and_heard(self, city: City) -> None:
        clerk, case = city.people[Role.CLERK], begun(city)
        film = SimpleUploadedFile("夜间停车.mp4", mp4(), content_type="video/mp4")
        answer = act(clerk, case, "write_part", form="film", recording=film)
        assert answer.status_code == 302
        told = page(clerk, case)
        assert "没有字幕" in told
        assert "没有文字稿" in told
        vtt = SimpleUploadedFile("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n晚上停车\n".encode())
        act(clerk, case, "rewrite_part", "?part=2", form="film", captions=vtt)
        part = case.parts.get(position=2)
        assert part.transcript == "晚上停车"
        told = page(clerk, case)
        assert "没有字幕" not in told
        assert "须有人从头到尾看过" in told
        assert act(clerk, case, "submit").status_code == 409
        found = page(city.people[Role.OPENNESS_REVIEWER], case)
        key = found.split('name="items" value="')[1].split('"')[0]
        reviewer = city.people[Role.OPENNESS_REVIEWER]
        act(reviewer, case, "confirm_items", items=[key], reason="看过。")
        assert act(clerk, case, "submit").status_code == 302


class TestWhatIsShown:
    def test_copied_passages_and_the_share(self, city: City) -> None:
        clerk, case = city.people[Role.CLERK], begun(city)
        act(clerk, case, "write_part", form="written", text=BODY * 3)
        told = page(clerk, case)
        assert "请改成自己的话" in told
        assert "<mark>第一条机关应当在夜间开放停车场。" in told

    def test_what_readers_said(self, city: City) -> None:
        case = brought(city, Status.PUBLISHED)
        Rating.objects.create(series=case.series, edition=case, day=NOON.date(), reader="x",
                              understood="no", reason="不知道去哪里办。")  # fmt: skip
        assert "不知道去哪里办。" in page(city.people[Role.CLERK], case)

    def test_the_preview_is_the_page_and_nobody_keeps_it(self, city: City) -> None:
        case = begun(city, [policy(city)])
        answer = signed_in(city.people[Role.SIGNER]).get(f"{LIST}{case.pk}/preview/")
        assert "居民可以停车" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]

    def test_what_is_not_there(self, city: City) -> None:
        case, client = begun(city), signed_in(city.people[Role.CLERK])
        for name in ("rewrite_part/", "rewrite_part/?part=9", "nothing/"):
            assert client.get(f"{LIST}{case.pk}/act/{name}").status_code == 404

    def test_a_document_that_is_not_there_keeps_what_was_typed(self, city: City) -> None:
        case = begun(city)
        answer = act(city.people[Role.CLERK], case, "link", document="沪府办规〔2026〕99号")
        assert answer.status_code == 409
        assert "没有找到这份文件" in answer.content.decode()
        assert "沪府办规〔2026〕99号" in answer.content.decode()


class TestOutsiders:
    """Whoever has nothing to do with it finds nothing at any of its addresses."""

    def test_of_another_organ(self, city: City) -> None:
        case, client = begun(city, [policy(city)]), signed_in(city.outsider)
        picture = "pictures/00000000-0000-4000-8000-000000000000/"
        places = ("change/", "act/edit/", "act/publish/", "preview/", "recordings/1/", picture)
        found = {place: client.get(f"{LIST}{case.pk}/{place}").status_code for place in places}
        assert found == dict.fromkeys(places, 404)

    def test_their_list_and_figures_do_not_hold_it(self, city: City) -> None:
        case = brought(city, Status.PUBLISHED)
        rule(city)
        client = signed_in(city.outsider)
        assert case.title not in client.get(f"{LIST}?queue=all").content.decode()
        assert city.office.short_name not in client.get(f"{LIST}figures/").content.decode()

    def test_who_is_no_clerk_begins_none(self, city: City) -> None:
        client = signed_in(city.people[Role.SIGNER])
        assert client.get(f"{LIST}begin/").status_code == 404

    def test_a_picture_is_added_by_who_writes(self, city: City) -> None:
        case = begun(city)
        answer = signed_in(city.people[Role.SIGNER]).post(f"{LIST}{case.pk}/pictures/")
        assert answer.status_code == 400
        assert not case.pictures.exists()


class TestToday:
    def test_what_waits_and_what_nobody_has_begun(self, city: City) -> None:
        draft = policy(city)
        waiting = brought(city, Status.SIGNING, [public_policy(city, number="试府办规〔2026〕9号")])
        rule(city)
        told = signed_in(city.people[Role.CLERK]).get("/admin/").content.decode()
        assert "须同步解读、还没有动笔的文件" in told
        assert f"begin/?document=/documents/{draft.pk}/" in told
        told = signed_in(city.people[Role.SIGNER]).get("/admin/").content.decode()
        assert f"{LIST}{waiting.pk}/change/" in told
        assert "还没有动笔" not in told


class TestOffice:
    def test_a_rule_is_kept_with_its_source(self, city: City) -> None:
        head = signed_in(city.people[Role.OFFICE_HEAD])
        given = {
            "organ": city.office.pk,
            "normative": "on",
            "article": LAW,
            "guideline": "",
            "needs_material": "on",
            "is_active": "on",
            "doc_type": "",
            "genre": "",
            "tag": "",
        }
        assert head.post("/admin/policies/instep/add/", given).status_code == 302
        row = InStep.objects.get()
        assert (row.about, row.as_rule().source) == ("行政规范性文件", LAW)
        assert AuditEntry.objects.filter(action="interpretations.save_rule").count() == 1
        given |= {"guideline": "2026年要点"}
        answer = head.post(f"/admin/policies/instep/{row.pk}/change/", given)
        assert answer.status_code == 400
        assert "法律依据和工作要点填写一项" in answer.content.decode()

    def test_whoever_is_not_its_office_reads_it_only(self, city: City) -> None:
        row = rule(city)
        clerk = signed_in(city.people[Role.CLERK])
        assert LAW in clerk.get("/admin/policies/instep/").content.decode()
        assert clerk.get("/admin/policies/instep/add/").status_code == 403
        assert LAW not in signed_in(city.outsider).get("/admin/policies/instep/").content.decode()
        changed = f"/admin/policies/instep/{row.pk}/change/"
        assert signed_in(city.outsider).get(changed).status_code in (302, 403, 404)

    def test_a_rule_of_the_city_is_read_below_it(self, city: City) -> None:
        row = InStep.objects.create(organ=city.root, normative=True, article=LAW)
        told = signed_in(city.people[Role.CLERK]).get("/admin/policies/instep/").content.decode()
        assert row.article in told

    def test_an_element_is_added(self, city: City) -> None:
        head = signed_in(city.people[Role.OFFICE_HEAD])
        given = {"kind": "plan", "name": "资金安排", "hint": "多少钱", "position": 9,
                 "is_active": "on"}  # fmt: skip
        assert head.post("/admin/policies/guideelement/add/", given).status_code == 302
        assert not GuideElement.objects.get(name="资金安排").is_required
        assert head.post("/admin/policies/guideelement/add/", given).status_code == 400

    def test_an_exception_is_recorded_by_the_signer(self, city: City) -> None:
        rule(city)
        document = bring_to(policy(city), DocumentStatus.SIGNING, cast=city.cast, at=NOON)
        signer = signed_in(city.people[Role.SIGNER])
        given = {"named": document.doc_number, "reason": "应急文件。"}
        assert signer.post("/admin/policies/stepexception/add/", given).status_code == 302
        assert StepException.objects.get().document == document
        told = signer.get("/admin/policies/stepexception/").content.decode()
        assert "应急文件。" in told
        clerk = signed_in(city.people[Role.CLERK])
        assert clerk.get("/admin/policies/stepexception/add/").status_code == 403

    def test_one_that_needs_none_is_refused_in_the_form(self, city: City) -> None:
        document = policy(city)
        signer = signed_in(city.people[Role.SIGNER])
        given = {"named": document.title, "reason": "应急文件。"}
        answer = signer.post("/admin/policies/stepexception/add/", given)
        assert answer.status_code == 409
        assert "没有同步解读的要求" in answer.content.decode()


class TestFigures:
    def test_each_figure_leads_to_its_documents(self, city: City) -> None:
        explained = public_policy(city)
        bare = public_policy(city, number="试府办规〔2026〕5号", title="试江市洗车管理办法")
        brought(city, Status.PUBLISHED, [explained])
        rule(city)
        client = signed_in(city.people[Role.SUPERVISOR])
        told = client.get(f"{LIST}figures/").content.decode()
        assert "50%" in told
        assert "没有解读的 1" in told
        assert "发布解读1" in told
        listed = client.get(f"{LIST}figures/?organ={city.office.code}&show=uncovered")
        assert bare.title in listed.content.decode()
        assert Document.objects.get(pk=explained.pk).title not in listed.content.decode()
