"""Parts: what is not taken, what stays, what the blockers say of each."""

from __future__ import annotations

import io

import pytest

from policies.interpretations.blockers import of_part
from policies.interpretations.models import Part
from policies.interpretations.services import parts
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.text.lines import from_lines
from portal.text.model import Figure, Text
from portal.text.vocabulary import ALT_TO_WRITE
from tests.builders import City
from tests.conftest import NOON
from tests.files.films import mp3
from tests.files.samples import image_bytes, pdf_bytes
from tests.policies.interpretations.cases import begun, policy

STRANGE = "00000000-0000-4000-8000-000000000000"
WORDS = from_lines(["一段话。"])


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        (Part(form="written", text=WORDS), []),
        (Part(form="written"), ["empty_part"]),
        (Part(form="film"), ["no_recording", "no_captions", "no_transcript"]),
        (Part(form="sound", transcript="说的话"), ["no_recording"]),
        (Part(form="pictures", text=Text((Figure(STRANGE, ALT_TO_WRITE),))), ["no_alternative"]),
    ],
    ids=["text", "nothing", "film", "sound", "picture"],
)
def test_nobody_is_left_out(part: Part, codes: list[str]) -> None:
    part.position = 1
    assert [blocker.code for blocker in of_part(part)] == codes


@pytest.mark.django_db
def test_what_is_not_taken_leaves_nothing_behind(city: City) -> None:
    case, by = begun(city, [policy(city)]), city.people[Role.CLERK]
    part, before = case.parts.get(), case.acts.count()
    sound = (io.BytesIO(mp3()), "讲.mp3")
    slides, picture = (io.BytesIO(pdf_bytes()), "讲.pdf"), (io.BytesIO(image_bytes()), "讲.png")
    for said, given in (
        ("请选择形式", {"form": "dance"}),
        ("没有上传到本解读", {"form": "pictures", "text": Text((Figure(STRANGE, "图"),))}),
        ("只能放在形式为视频", {"form": "written", "recording": sound}),
        ("不是视频", {"form": "film", "recording": sound}),
        ("没有读到字幕", {"form": "film", "captions": b"hello"}),
        ("不是 UTF-8", {"form": "film", "captions": b"\xff\xfe\x00"}),
        ("只能放在形式为辅导课件", {"form": "written", "slides": slides}),
        ("请用 PDF、Word", {"form": "course", "slides": picture}),
        ("小标题最多100字", {"form": "written", "title": "长" * 101}),
    ):
        with pytest.raises(ActRefused, match=said):
            parts.rewrite_part(interpretation=case, part=part, by=by, at=NOON, **given)
    assert case.acts.count() == before
    assert case.parts.get().lines == ["晚上单位大院开门，居民可以停车。", "周末全天可以停。"]


@pytest.mark.django_db
def test_the_label_of_machines_stays(city: City) -> None:
    case, by = begun(city, [policy(city)]), city.people[Role.CLERK]
    for told in (True, False):
        parts.rewrite_part(interpretation=case, part=case.parts.get(), form="written",
                           text=WORDS, made_by_ai=told, by=by, at=NOON)  # fmt: skip
        assert case.parts.get().made_by_ai


@pytest.mark.django_db
def test_order_is_kept_without_gaps(city: City) -> None:
    case, by = begun(city, [policy(city)]), city.people[Role.CLERK]
    for form in ("pictures", "questions"):
        parts.write_part(interpretation=case, form=form, text=WORDS, by=by, at=NOON)
    last = case.parts.get(position=3)
    parts.place_part(interpretation=case, part=last, position=1, by=by, at=NOON)
    forms = case.parts.values_list("form", flat=True)
    assert list(forms.all()) == ["questions", "written", "pictures"]
    parts.drop_part(interpretation=case, part=case.parts.get(position=2), by=by, at=NOON)
    assert list(case.parts.values_list("position", "form")) == [(1, "questions"), (2, "pictures")]
