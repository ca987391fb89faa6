"""The staff's pages of a correction, from the document's page to the signature."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from disclosure.correction.workflow import WORKFLOW
from disclosure.models import Correction, Document
from portal.accounts.choices import Role
from portal.desk.today import day_of
from portal.taxonomy.models import PolicyTag
from portal.text.html import to_html
from portal.text.model import Text
from tests.builders import City, published
from tests.disclosure.correction.cases import NOTE, SECRET, begun, corrected
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def page(correction: Correction) -> str:
    return f"/admin/disclosure/correction/{correction.pk}/change/"


def act(client: Client, correction: Correction, name: str, **given: Any) -> Any:
    return client.post(f"/admin/disclosure/correction/{correction.pk}/act/{name}/", given)


def given(correction: Correction, **changes: Any) -> dict[str, Any]:
    """The form of the draft as the page fills it in."""
    client = signed_in(correction.begun_by)
    form = client.get(f"/admin/disclosure/correction/{correction.pk}/act/edit/").context["form"]
    found = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    if isinstance(text := found.get("body"), Text):
        found["body"] = f"<div data-text>{to_html(text)}</div>"
    return {name: value for name, value in found.items() if value not in (None, False)} | changes


def test_a_whole_correction_at_the_desk(city: City) -> None:
    document = published(city)
    clerk = signed_in(city.people[Role.CLERK])
    record = f"/admin/disclosure/document/{document.pk}/"
    assert "act/begin_correction/" in clerk.get(f"{record}change/").content.decode()
    begun_page = clerk.post(
        f"{record}act/begin_correction/",
        {"kind": "content", "reason": "读者指出有误", "note": NOTE},
    )
    correction = Correction.objects.get()
    assert begun_page["Location"] == page(correction)
    assert "act/edit/" in clerk.get(page(correction)).content.decode()
    body = f"{document.body}\n{SECRET}"
    answer = act(clerk, correction, "edit", **given(correction, body=body))
    assert answer.status_code == 302, answer.context["form"].errors
    shown = clerk.get(page(correction)).content.decode()
    assert SECRET in shown
    assert SECRET in clerk.get(page(correction).replace("change", "preview")).content.decode()
    for name, role, more in (
        ("submit", Role.CLERK, {}),
        ("confirm_openness", Role.OPENNESS_REVIEWER, {}),
        ("pass_secrecy", Role.SECRECY_REVIEWER, {"opinion": "不涉密"}),
        ("sign", Role.SIGNER, {}),
    ):
        person = city.people[role]
        panels = day_of(person, on=timezone.localdate()).panels
        assert "corrections" in [panel.code for panel, _ in panels]
        assert act(signed_in(person), correction, name, **more).status_code == 302, name
    document.refresh_from_db()
    assert document.body == body
    done = clerk.get(page(correction)).content.decode()
    assert "第2版" in done
    assert "第2版" in clerk.get(f"{record}change/").content.decode()


def test_only_what_was_typed_changes(city: City) -> None:
    """Sending the form as it is drawn changes nothing: no element is lost on the way."""
    tag = PolicyTag.objects.create(name="屋顶绿化", group="城市")
    document = published(
        city,
        labels={"tags": [tag]},
        effective_on=dt.date(2026, 11, 5),
        copies=20,
        body="\t甲\t乙\n一、明确责任\n",
    )
    correction = begun(city, document, abstract="另一份概述")
    before = correction.elements
    clerk = signed_in(city.people[Role.CLERK])
    assert act(clerk, correction, "edit", **given(correction)).status_code == 302
    correction.refresh_from_db()
    assert correction.elements == before


def test_what_is_left_blank_is_blank(city: City) -> None:
    document = published(city, expires_on=dt.date(2030, 1, 1))
    correction = begun(city, document)
    clerk = signed_in(city.people[Role.CLERK])
    answer = act(clerk, correction, "edit", **given(correction, expires_on="", abstract=""))
    assert answer.status_code == 302
    correction.refresh_from_db()
    assert (correction.elements["expires_on"], correction.elements["abstract"]) == (None, "")


def test_the_form_asks_what_its_kind_may_change(city: City) -> None:
    form = signed_in(city.people[Role.CLERK])
    correction = begun(city, kind="form")
    fields = form.get(page(correction).replace("change", "act/edit")).context["form"].fields
    assert {"title", "body", "theme"} <= set(fields)
    assert not {"signed_on", "expires_on", "is_normative", "doc_number"} & set(fields)


def test_a_refusal_keeps_what_was_typed(city: City) -> None:
    correction = begun(city, note="")
    clerk = signed_in(city.people[Role.CLERK])
    refused = act(clerk, correction, "submit")
    assert refused.status_code == 409
    assert "更正说明" in refused.content.decode()
    wrong = act(clerk, correction, "edit", **given(correction, signed_on="2026-13-40"))
    assert wrong.status_code == 400
    assert "日历上有的日子" in wrong.content.decode()


def test_a_page_drawn_before_the_last_act_is_refused(city: City) -> None:
    correction = begun(city)
    clerk = signed_in(city.people[Role.CLERK])
    typed = given(correction, title="关于屋顶绿化养护的通知")
    answer = act(clerk, correction, "edit", **typed, seen="2026-01-01T00:00:00+00:00")
    assert answer.status_code == 409
    assert "先看变化" in answer.content.decode()


def test_files_at_the_desk(city: City) -> None:
    correction = begun(city)
    clerk = signed_in(city.people[Role.CLERK])
    file = io.BytesIO("养护标准\n".encode())
    file.name = "标准.txt"
    assert act(clerk, correction, "add_files", files=[file]).status_code == 302
    row = correction.attachments.get()
    original = clerk.get(page(correction).replace("change", f"attachments/{row.pk}"))
    assert b"".join(original) == "养护标准\n".encode()
    renamed = act(clerk, correction, "name_file", attachment=row.pk, title="养护标准")
    assert renamed.status_code == 302
    other = io.BytesIO("新的标准\n".encode())
    other.name = "新标准.txt"
    assert act(clerk, correction, "replace_file", attachment=row.pk, file=other).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.file.name) == ("养护标准", "新标准.txt")
    assert act(clerk, correction, "drop_file", attachment=row.pk).status_code == 302
    assert not correction.attachments.exists()


def test_elements_are_put_right_on_the_documents_page(city: City) -> None:
    document = published(city)
    client = signed_in(city.people[Role.CLERK])
    address = f"/admin/disclosure/document/{document.pk}/act/correct_elements/"
    form = client.get(address).context["form"]
    typed = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed = {name: value for name, value in typed.items() if value is not None}
    answer = client.post(address, {**typed, "abstract": "屋顶绿化由产权人养护。"})
    assert answer.status_code == 302, answer.context["problems"]
    document.refresh_from_db()
    assert document.abstract == "屋顶绿化由产权人养护。"
    assert Document.objects.get().theme is not None


def test_an_old_edition_is_closed_from_the_documents_page(city: City) -> None:
    document = corrected(city, published(city))
    address = f"/admin/disclosure/document/{document.pk}/act/close_edition/"
    signer = signed_in(city.people[Role.SIGNER])
    form = signer.get(address).context["form"]
    first = document.editions.get(number=1)
    assert list(form.fields["edition"].queryset) == [first]
    typed = {"edition": first.pk, "reason": "含手机号"}
    assert signed_in(city.people[Role.CLERK]).post(address, typed).status_code == 403
    assert signer.post(address, typed).status_code == 302
    assert document.editions.get(number=1).is_closed


def test_every_act_has_its_button(city: City) -> None:
    """The page offers each act of a state, with a form or the reason why not."""
    correction = begun(city)
    for role in (Role.CLERK, Role.OPENNESS_REVIEWER):
        offers = signed_in(city.people[role]).get(page(correction)).context["offers"]
        offered = {offer.act.act.action for offer in offers.every}
        assert offered <= set(WORKFLOW.actions)
        assert "withdraw" not in offered


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(city: City, django_assert_num_queries: Any, count: int) -> None:
    for number in range(count):
        begun(city, published(city, doc_number=f"试府办〔2026〕{number + 20}号"))
    client = signed_in(city.people[Role.CLERK])
    client.get("/admin/disclosure/correction/?queue=all")
    with django_assert_num_queries(10):
        client.get("/admin/disclosure/correction/?queue=all")
