"""A column that holds a text."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from disclosure.models import Document
from portal.text.fields import StructuredTextField
from portal.text.model import Paragraph, Text, words
from portal.text.serial import dump
from tests.builders import City, draft
from tests.text.samples import EVERYTHING

ONE = Text((Paragraph(words("一段")),))


@pytest.mark.django_db
class TestColumn:
    """In the database and back."""

    def test_a_text_comes_back(self, city: City) -> None:
        document = draft(city)
        Document.objects.filter(pk=document.pk).update(text=EVERYTHING)
        assert Document.objects.get(pk=document.pk).text == EVERYTHING
        assert Document.objects.filter(text__version=1, text=EVERYTHING).exists()
        assert Document.objects.values_list("text__version", flat=True).get() == 1

    def test_nobody_reads_what_nobody_asks_for(self, city: City) -> None:
        document = draft(city)
        Document.objects.filter(pk=document.pk).update(text={"version": 9})
        row = Document.objects.get(pk=document.pk)
        assert row.title == document.title
        with pytest.raises(ValueError, match="版本"):
            assert row.text

    def test_a_row_without_a_text_has_the_empty_one(self, city: City) -> None:
        document = draft(city, body="")
        assert Document.objects.get(pk=document.pk).text == Text()
        assert Document.objects.defer("text").get(pk=document.pk).text == Text()


def test_what_is_typed_is_a_text_or_refused() -> None:
    field = StructuredTextField()
    assert field.to_python(dump(ONE)) == ONE
    assert field.to_python(ONE) is ONE
    with pytest.raises(ValidationError, match="版本"):
        field.to_python({"version": 7})


def test_migrations_name_it_without_what_is_usual() -> None:
    assert StructuredTextField("正文").deconstruct()[3] == {"verbose_name": "正文"}
