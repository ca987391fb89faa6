"""辅导课件: slides and checklists that go with an explanation, through the gate like all files."""

from __future__ import annotations

import io

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from policies.interpretations.blockers import for_submission
from policies.interpretations.models import Interpretation, Part
from policies.interpretations.services import parts
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.text.lines import from_lines
from tests.builders import City
from tests.conftest import NOON
from tests.files.samples import docx_bytes, pdf_bytes
from tests.policies.interpretations.cases import ACTS, begun, public_policy

pytestmark = pytest.mark.django_db
WAY = ("submit", "pass_secrecy", "sign", "publish")


def with_slides(city: City, data: bytes, name: str = "夜间停车课件.pdf") -> Interpretation:
    """A draft that explains two policies with one set of slides."""
    other = public_policy(city, number="试府办规〔2026〕4号", title="试江市月卡办法")
    case = begun(city, [public_policy(city), other])
    parts.write_part(
        interpretation=case, form="course", slides=(io.BytesIO(data), name),
        by=city.people[Role.CLERK], at=NOON,
    )  # fmt: skip
    return Interpretation.objects.get(pk=case.pk)


def read(client: Client, address: str) -> str:
    """A page; a title may end its line between any two words."""
    return client.get(address).content.decode().replace("<wbr>", "")


def published(city: City, case: Interpretation) -> Interpretation:
    roles = {"submit": Role.CLERK, "pass_secrecy": Role.SECRECY_REVIEWER}
    for action in WAY:
        case = Interpretation.objects.get(pk=case.pk)
        by: User = city.people[roles.get(action, Role.SIGNER)]
        ACTS[action](case, by, NOON)
    return Interpretation.objects.get(pk=case.pk)


def test_taken_along_from_the_page_of_every_policy_it_explains(client: Client, city: City) -> None:
    case = published(city, with_slides(city, pdf_bytes()))
    file = Part.objects.get(form="course").slides
    assert file is not None
    page = read(client, case.series.get_absolute_url())
    address = reverse("files:download", args=[file.public_id])
    assert address in page
    assert "下载课件（PDF" in page
    assert client.get(address).getvalue().startswith(b"%PDF")
    for row in case.policies.select_related("document"):
        assert case.title in read(client, row.document.get_absolute_url())
    assert case.title in read(client, "/policies/?form=course")


def test_before_it_is_public_nobody_has_it(client: Client, city: City) -> None:
    case = with_slides(city, pdf_bytes())
    file = Part.objects.get(form="course").slides
    assert file is not None
    address = reverse("files:download", args=[file.public_id])
    assert client.get(address).status_code == 404
    staff = reverse("admin:policies_interpretation_recording", args=[case.pk, 2])
    assert client.get(staff).status_code == 302
    client.force_login(city.outsider, "django.contrib.auth.backends.ModelBackend")
    assert client.get(staff).status_code == 404
    client.force_login(city.people[Role.CLERK], "django.contrib.auth.backends.ModelBackend")
    assert client.get(staff).getvalue().startswith(b"%PDF")


def test_numbers_of_persons_in_it_stop_it(city: City) -> None:
    case = with_slides(city, docx_bytes("联系人身份证号310110199001011237"), "清单.docx")
    found = [blocker.message for blocker in for_submission(case)]
    assert any("课件" in each and "身份证" in each for each in found), found


def test_a_part_of_another_form_has_none(city: City) -> None:
    case = with_slides(city, pdf_bytes())
    slides = case.parts.get(form="course").slides
    with pytest.raises(IntegrityError), transaction.atomic():
        case.parts.filter(form="written").update(slides=slides)
    course = case.parts.get(form="course")
    by = city.people[Role.CLERK]
    text = from_lines(["换成文字。"])
    parts.rewrite_part(interpretation=case, part=course, form="written", text=text, by=by, at=NOON)
    assert not case.parts.exclude(slides=None).exists()
