"""Choosing the organ and filling in: nothing typed is lost, nothing hostile gets in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.forms.application import ApplicationForm
from requests_app.models import ApplicationDraft, DraftFile, InformationRequest
from tests.builders import City, organ
from tests.requests_app.cases import PNG
from tests.requests_app.public import NAME, NUMBER, applied, draft_of, picture, written
from tests.site.pages import Page

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


class TestHome:
    """What one can ask for, and how."""

    def test_channels_addresses_terms_and_help(self, client: Client, city: City) -> None:
        city.office.phone, city.office.address = "0000-81110001", "东河区一号窗口"
        city.office.save()
        source = client.get("/requests/").content.decode()
        wanted = (
            "当面提交", "挂号信、特快专递", "0000-81110001", "东河区一号窗口", "第三十三条",
            "第四十三条", 'href="/requests/apply/"', 'href="/requests/track/"',
        )  # fmt: skip
        for words in wanted:
            assert words in source, words
        assert Page(source).inline == []

    def test_a_closed_channel_offers_no_form(
        self, client: Client, city: City, settings: Any
    ) -> None:
        settings.CLOSED_REQUEST_CHANNELS = ["online"]
        assert 'href="/requests/apply/"' not in client.get("/requests/").content.decode()
        assert "不接收网上申请" in client.get("/requests/apply/").content.decode()


def test_no_browser_cuts_what_is_pasted_and_the_server_says_how_much_it_is(
    client: Client, city: City
) -> None:
    answer: Any = client.get("/requests/apply/", {"organ": city.office.code}, follow=True)
    page = answer.content.decode()
    assert not re.search("<textarea[^>]*maxlength", page)
    assert 'data-most="2000"' in page
    pasted = "长" * 20_000
    said: Any = written(client, city, description=pasted)
    assert "最多写2000字，现有20000字" in said.content.decode()
    assert pasted in said.content.decode()


def test_further_papers_are_kept_with_the_draft_and_named_before_sending(
    client: Client, city: City
) -> None:
    written(client, city, action="save", other_files=[picture()])
    draft = ApplicationDraft.objects.get()
    assert [row.purpose for row in draft.files.all()] == ["identity", "other"]
    page = client.get(f"/requests/apply/{draft.public_id}/").content.decode()
    assert page.count("已上传") == 2
    case, _ = applied(client, city, other_files=[picture()])
    assert case.evidence.filter(purpose="other").count() == 1


class TestOrgan:
    """Choosing the organ."""

    def test_by_place_under_short_names(self, client: Client, city: City) -> None:
        park = organ("SJ-Y", "试江高新技术产业园区管理委员会", "district", "park", city.root)
        school = organ("SJ-D-J", "试江市东河区教育局", "district", "department", city.district)
        areas = client.get("/requests/apply/").context["areas"]
        shown = {area.label: [one.code for one in area.organs] for area in areas}
        assert list(shown) == ["市级机关", "东河区", "西山区", "园区"]
        assert shown["市级机关"] == [city.root.code, city.office.code]
        assert shown["东河区"] == [city.district.code, school.code, city.street.code]
        assert shown["园区"] == [park.code]

    def test_a_search_narrows_the_places(self, client: Client, city: City) -> None:
        found = client.get("/requests/apply/", {"q": "柳桥"})
        assert [area.organs for area in found.context["areas"]] == [(city.street,)]
        assert found.context["areas"][0].label == "东河区"
        nothing = client.get("/requests/apply/", {"q": "不存在的"}).content.decode()
        assert "没有找到" in nothing
        assert 'value="不存在的"' in nothing

    def test_a_whole_name_of_the_suggestions_is_a_choice(self, client: Client, city: City) -> None:
        source = client.get("/requests/apply/").content.decode()
        assert f'<option value="{city.street.name}">' in source
        asked = {"q": city.street.name, "title": "绿化合同"}
        page: Any = client.get("/requests/apply/", asked, follow=True)
        assert page.context["organ"] == city.street
        assert 'value="绿化合同"' in page.content.decode()

    def test_a_whole_name_is_a_choice_for_a_draft_too(self, client: Client, city: City) -> None:
        written(client, city, action="save")
        draft = ApplicationDraft.objects.get()
        asked = {"q": city.street.name, "draft": str(draft.public_id)}
        page: Any = client.get("/requests/apply/", asked, follow=True)
        assert page.context["organ"] == city.street
        assert page.redirect_chain[-1][0].startswith(f"/requests/apply/{draft.public_id}/")

    def test_a_link_from_a_document_fills_in_organ_and_title(
        self, client: Client, city: City
    ) -> None:
        asked = {"organ": city.street.code, "title": "绿化合同"}
        source = client.get("/requests/apply/", asked, follow=True).content.decode()
        assert city.street.name in source
        assert 'value="绿化合同"' in source

    def test_an_organ_that_is_gone_cannot_be_asked(self, client: Client, city: City) -> None:
        city.street.is_active = False
        city.street.save()
        source = client.get("/requests/apply/", {"organ": city.street.code}).content.decode()
        assert "向哪个机关申请" in source
        assert city.street.name not in source


class TestForm:
    """The elements of 第二十九条."""

    def test_it_never_asks_what_for(self, client: Client, city: City) -> None:
        assert not {"purpose", "usage", "use"} & set(ApplicationForm.base_fields)
        source = client.get("/requests/apply/", {"organ": city.office.code}).content.decode()
        assert "用途" not in source

    def test_what_was_typed_stays_and_each_error_leads_to_its_field(
        self, client: Client, city: City
    ) -> None:
        response = written(client, city, name="", identity_number="990101199001010010")
        page = response.content.decode()
        assert response.status_code == 400
        assert 'href="#id_name"' in page
        assert 'href="#id_identity_number"' in page
        assert "身份证号码不对" in page
        assert "2025年签订的" in page
        assert "已上传：身份证明" in page
        assert Page(page).inline == []

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"info_title": "", "description": ""}, "至少写一项"),
            ({"phone": "", "address": ""}, "至少填写一种联系方式"),
            ({"phone": "请打给我"}, "只写号码"),
            ({"delivery_way": "email"}, "请填写电子邮箱"),
            ({"delivery_way": "post", "address": ""}, "请填写通信地址"),
            ({"delivery_way": "entrusted"}, "请选择怎样把答复给您"),
            ({"email": "不是邮箱"}, "电子邮箱的写法不对"),
            ({"medium": ""}, "请选择要什么形式"),
            ({"applicant_kind": "king"}, "请选择申请人类别"),
            ({"identity_kind": "x"}, "请选择证件类型"),
            ({"identity_kind": "credit_code", "identity_number": "12"}, "统一社会信用代码"),
            ({"identity_kind": "passport", "identity_number": "<b>"}, "证件号码只写数字和字母"),
            ({"identity_number": "990101199002300011"}, "身份证号码不对"),
            ({"identity_files": b""}, "请上传身份证明"),
            ({"agent_name": "代理人乙"}, "请填写代理人的证件号码"),
            ({"agent_name": "代理人乙", "agent_number": "P1234567"}, "请上传授权委托书"),
            ({"agent_number": "P1234567"}, "请填写代理人姓名"),
            ({"info_title": "长" * 301}, "最多写300字"),
        ],
    )
    def test_what_is_wrong_is_said_in_words(
        self, client: Client, city: City, changes: dict[str, Any], words: str
    ) -> None:
        response = written(client, city, **changes)
        assert response.status_code == 400
        assert words in response.content.decode()
        assert InformationRequest.objects.count() == 0

    def test_full_width_digits_are_taken(self, client: Client, city: City) -> None:
        wide = "".join(chr(ord(char) + 0xFEE0) for char in NUMBER)
        case, _ = applied(client, city, identity_number=wide)
        assert case.identity_number == NUMBER

    def test_markup_is_shown_as_text(self, client: Client, city: City) -> None:
        draft = draft_of(client, city, description=HOSTILE, address=HOSTILE)
        for page in ("", "review/"):
            address = f"/requests/apply/{draft.public_id}/{page}"
            assert "<script>alert" not in client.get(address).content.decode()

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.exe", b"MZ\x90\x00" + b"\x00" * 200, ""),
            ("a.png", PNG[:40], ""),
            ("a.png", b"<script>alert(1)</script>", ""),
            ("a.png", b"", "是空的"),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        ],
    )
    def test_a_hostile_or_truncated_file_is_refused_and_the_rest_kept(
        self, client: Client, city: City, name: str, content: bytes, words: str
    ) -> None:
        response = written(client, city, identity_files=SimpleUploadedFile(name, content))
        page = response.content.decode()
        assert response.status_code == 400
        assert 'href="#id_identity_files"' in page
        assert words in page
        assert "2025年签订的" in page
        assert DraftFile.objects.count() == 0

    def test_an_upload_that_breaks_off_is_refused(self, client: Client, city: City) -> None:
        draft = draft_of(client, city)
        body = (
            b'--cut\r\nContent-Disposition: form-data; name="identity_files"; filename="a.png"'
            b"\r\nContent-Type: image/png\r\n\r\n" + PNG[:30]
        )
        cut = "multipart/form-data; boundary=cut"
        answer = client.post(f"/requests/apply/{draft.public_id}/", body, content_type=cut)
        assert answer.status_code in (302, 400)
        assert draft.files.count() == 1
        assert InformationRequest.objects.count() == 0

    @pytest.mark.parametrize(
        "address",
        [
            "/requests/apply/?organ=%00", "/requests/apply/?q=%00", "/requests/apply/?draft=x",
            "/requests/case/%00/", "/requests/receipt/%00/", "/requests/track/%00/",
            "/requests/found/?document=%C2%B2&answer=9999999999999999",
        ],
    )  # fmt: skip
    def test_odd_addresses_do_no_harm(self, client: Client, city: City, address: str) -> None:
        assert client.get(address).status_code in (200, 302)

    def test_an_organ_closed_meanwhile_costs_nothing_typed(
        self, client: Client, city: City
    ) -> None:
        city.office.is_active = False
        city.office.save()
        response = written(client, city)
        draft = ApplicationDraft.objects.get()
        assert response["Location"] == f"/requests/apply/?draft={draft.public_id}"
        assert draft.typed["name"] == NAME
        assert draft.files.count() == 1

    def test_a_form_of_an_absurd_length_is_refused(self, client: Client, city: City) -> None:
        response = written(client, city, description="长" * 70_000)
        assert response.status_code == 400
        assert "太长" in response.content.decode()
        assert ApplicationDraft.objects.count() == 0

    def test_the_trap_keeps_nothing(self, client: Client, city: City) -> None:
        assert written(client, city, website="http://spam.example").status_code == 302
        assert ApplicationDraft.objects.count() == 0
