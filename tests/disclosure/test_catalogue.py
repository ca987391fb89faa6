"""Theme, category, labels and abstracts for many drafts at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from disclosure.imports.gist import gist
from disclosure.models import Document
from disclosure.services.catalogue import set_catalogue
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.common.errors import NotPermitted
from portal.site.demo.builders import bring_to
from portal.taxonomy.models import PolicyTag, Theme
from tests.builders import City

BACKEND = "django.contrib.auth.backends.ModelBackend"
Make = Callable[..., Document]
PAGE = "/admin/disclosure/document/catalogue/"
LIST = "/admin/disclosure/document/"
pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["各区人民政府：", "为改善水环境，现就河道清洁有关事项通知如下。", "一、明确责任",
             "由街道负责。", "二、加强检查"],
            "为改善水环境。包括明确责任、加强检查。",
        ),
        (["第一条　为了规范停车，制定办法。"], "第一条　为了规范停车，制定办法。"),
        (["收入\t支出"], ""),
        ([], ""),
        (["见附件。"], ""),
    ],
)  # fmt: skip
def test_a_first_line_about_a_text(lines: list[str], told: str) -> None:
    assert gist(lines) == told


def test_a_long_opening_is_cut() -> None:
    assert len(gist(["很" * 500])) <= 121


@pytest.fixture
def drafts(make_draft: Make) -> list[Document]:
    bare: dict[str, Any] = {"abstract": "", "theme": None, "category": None}
    return [
        make_draft(title=f"通知{number}", doc_number=f"试府办〔2026〕{number}号", **bare)
        for number in (21, 22, 23)
    ]


def _client(city: City, role: Role | None = Role.CLERK) -> Client:
    client = Client()
    client.force_login(city.people[role] if role else city.outsider, backend=BACKEND)
    return client


def _address(drafts: list[Document]) -> str:
    return f"{PAGE}?ids={','.join(str(draft.pk) for draft in drafts)}"


def test_one_page_completes_and_submits_many(
    city: City, drafts: list[Document], make_draft: Make
) -> None:
    sample = make_draft()
    tag = PolicyTag.objects.create(name="绿化")
    client = _client(city)
    chosen = {"action": "bulk_catalogue", "_selected_action": [d.pk for d in drafts], "index": 0}
    answer = client.post(f"{LIST}?queue=all", chosen)
    assert answer["Location"] == _address(drafts)
    form = client.get(_address(drafts)).context["form"]
    proposal = form[f"abstract_{drafts[0].pk}"].value()
    assert "包括明确责任" in proposal
    given = {
        "theme": sample.theme_id, "category": sample.category_id, "tags": [tag.pk],
        **{f"abstract_{d.pk}": f"概述{d.pk}" for d in drafts},
    }  # fmt: skip
    page = client.post(_address(drafts), {**given, "submit": "1"}, follow=True).content.decode()
    assert "已填写并提交审查 3 件" in page
    for draft in Document.objects.filter(pk__in=[d.pk for d in drafts]):
        assert (draft.status, draft.theme_id) == (Status.OPENNESS_REVIEW, sample.theme_id)
        assert draft.abstract == f"概述{draft.pk}"
        assert list(draft.tags.all()) == [tag]


def test_what_is_refused_stays_with_what_was_typed(
    city: City, drafts: list[Document], make_draft: Make
) -> None:
    sample = make_draft()
    Document.objects.filter(pk=drafts[1].pk).update(body="")
    given = {
        "theme": sample.theme_id, "category": sample.category_id,
        **{f"abstract_{d.pk}": f"概述{d.pk}" for d in drafts},
    }  # fmt: skip
    client = _client(city)
    answer = client.post(_address(drafts), {**given, "submit": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "通知22</a>：请填写正文" in page
    assert f"概述{drafts[1].pk}" in page
    drafts[1].refresh_from_db()
    # What was filled in is kept; the page goes on with that one alone.
    assert (drafts[1].abstract, drafts[1].status) == (f"概述{drafts[1].pk}", Status.DRAFT)
    assert "已填写，还不能提交" in page
    assert f"概述{drafts[0].pk}" not in page
    long = {**given, f"abstract_{drafts[1].pk}": "长" * 301}
    assert client.post(_address(drafts), long).status_code == 400
    only_saved = client.post(_address(drafts), given, follow=True)
    assert "已填写 1 件" in only_saved.content.decode()


def test_tags_are_added_to_those_there_are(city: City, make_draft: Make, now: dt.datetime) -> None:
    one, other = PolicyTag.objects.create(name="绿化"), PolicyTag.objects.create(name="停车")
    document = make_draft(labels={"tags": [one]})
    clerk = city.people[Role.CLERK]
    set_catalogue(document=document, tags=[other], by=clerk, at=now)
    assert set(document.tags.all()) == {one, other}
    assert document.abstract == Document.objects.get(pk=document.pk).abstract
    with pytest.raises(NotPermitted):
        set_catalogue(document=document, abstract="x", by=city.outsider, at=now)
    with pytest.raises(Blocked):
        Document.objects.filter(pk=document.pk).update(body="")
        set_catalogue(document=document, abstract="新", submits=True, by=clerk, at=now)
    document.refresh_from_db()
    assert document.abstract != "新"


def test_others_and_what_is_in_review_are_not_on_the_page(
    city: City, drafts: list[Document], make_draft: Make, now: dt.datetime
) -> None:
    done = bring_to(make_draft(), "signing", cast=city.cast, at=now)
    for role in (None, Role.SIGNER):
        answer = _client(city, role).get(_address([*drafts, done]), follow=True)
        assert drafts[0].title not in answer.content.decode()
    answer = _client(city).get(_address([done]), follow=True)
    assert "没有您可以修改的草稿" in answer.content.decode()
    for odd in ("", "?ids=", "?ids=x,²,-1", f"?ids={'9' * 30}"):
        assert _client(city).get(f"{PAGE}{odd}").status_code in (302, 200)


def test_a_theme_is_proposed_by_what_the_organ_published(
    city: City, drafts: list[Document], make_draft: Make, now: dt.datetime
) -> None:
    known = make_draft(title="关于第3号停车场收费公示的通知", doc_number="试府办〔2026〕3号")
    bring_to(known, "published", cast=city.cast, at=now)
    like = make_draft(
        title="关于第9号停车场收费公示的通知", doc_number="试府办〔2026〕9号", theme=None
    )
    form = _client(city).get(_address([*drafts, like])).context["form"]
    assert form[f"theme_{like.pk}"].value() == known.theme_id
    assert not form[f"theme_{drafts[0].pk}"].value()
    other = Theme.objects.exclude(pk=form[f"theme_{like.pk}"].value()).order_by("-pk")[0]
    own = {f"theme_{like.pk}": known.theme_id, "theme": other.pk}
    _client(city).post(_address([*drafts, like]), own)
    like.refresh_from_db()
    drafts[0].refresh_from_db()
    assert (like.theme_id, drafts[0].theme_id) == (known.theme_id, other.pk)
