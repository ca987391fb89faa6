"""What one press of a button is answered when the act is refused."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.common.errors import ActRefused, NotNow, NotPermitted
from portal.common.verdicts import Blocker
from portal.desk.pages import refused_page
from tests.builders import City
from tests.kind.models import Enquiry

pytestmark = pytest.mark.django_db


def pressed(city: City, **given: object) -> HttpRequest:
    request = RequestFactory().post("/admin/kind/enquiry/7/stop/?queue=mine", given)
    request.user = city.people[Role.REQUEST_HANDLER]
    return request


def page_of(request: HttpRequest, error: Exception, **more: object) -> tuple[int, str]:
    back = "/admin/kind/enquiry/7/change/"
    page_owner = admin.site.get_model_admin(Enquiry)
    response = refused_page(page_owner, request, error, back=back, **more)  # type: ignore[arg-type]
    assert response["Cache-Control"] == "no-store, private"
    page = response.render().content.decode()  # type: ignore[attr-defined]
    assert f'href="{back}"' in page
    assert "没有办理成功" in page
    return response.status_code, page


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotPermitted("不由您办。"), 403), (NotNow("已经办结。"), 409), (ActRefused("请先写。"), 409)],
)
def test_it_says_why_with_the_status_of_the_floor(
    city: City, error: ActRefused, status: int
) -> None:
    answered, page = page_of(pressed(city), error)
    assert (answered, str(error) in page) == (status, True)


def test_what_is_missing_is_told_one_by_one(city: City) -> None:
    missing = Blocked([Blocker("a", "没有标题。"), Blocker("b", "没有日期。")])
    status, page = page_of(pressed(city), missing)
    assert status == 409
    assert "<li>没有标题。</li><li>没有日期。</li>" in page.replace("\n", "").replace("  ", "")


def test_what_was_typed_is_sent_again_with_all_else(city: City) -> None:
    request = pressed(city, reason="登记<有误>", kind="repeals", csrfmiddlewaretoken="old")
    _, page = page_of(request, ActRefused("理由太短。"), typed={"reason": "理由"})
    assert ">登记&lt;有误&gt;</textarea>" in page
    assert '<input type="hidden" name="kind" value="repeals">' in page
    assert 'value="old"' not in page


def test_without_typed_words_nothing_is_sent_again(city: City) -> None:
    _, page = page_of(pressed(city, kind="repeals"), ActRefused("不行。"))
    assert 'name="kind"' not in page


def test_a_file_must_be_chosen_again_and_what_is_missing_is_400(city: City) -> None:
    request = pressed(city, file=SimpleUploadedFile("草案.docx", b"x"))
    status, page = page_of(request, ActRefused("读不出来。"), status=400)
    assert (status, "“草案.docx”没有保存，须重新选择。" in page) == (400, True)
