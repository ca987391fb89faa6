"""Elements as kept values: what is kept is what is shown, and a document is made of it again."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest

from disclosure.editions import as_shown, edition_digest, proposed, shown_values, values_of
from disclosure.elements import OF_THE_ORDER, TABLE, Given, Hands, within
from disclosure.models import Document, Edition
from disclosure.presenters.editions import changed_elements, changed_files
from disclosure.presenters.page import kept_elements
from disclosure.presenters.sheets import reading_of
from tests.builders import City, draft
from tests.conftest import NOON
from tests.disclosure.api.varied import varied_site

FIRST = import_module("disclosure.migrations.0014_editions")


class TestHands:
    """What it takes to change an element once it is public."""

    def test_every_element_has_its_own(self) -> None:
        clerks = {each.name for each in within(Hands.CLERK)}
        assert clerks == {
            "abstract", "kind", "category", "theme", "tags", "audiences", "subject_words", "period",
        }  # fmt: skip
        seconds = {each.name for each in within(Hands.SECOND)} - clerks
        assert {"title", "body", "issuers", "rule_note"} <= seconds
        reviewed = {each.name for each in within(Hands.REVIEW)} - clerks - seconds
        assert reviewed == {
            "signed_on", "changed_on", "effective_on", "expires_on", "is_normative", "is_rule",
        }  # fmt: skip

    def test_what_decides_who_reads_it_is_nobodys(self) -> None:
        open_to_some = {each.name for each in within(Hands.REVIEW)}
        given = {each.name for each in TABLE if each.given is not Given.ACTS}
        assert given - open_to_some == {
            "organ", "doc_number", "language", "openness", "openness_basis", "openness_ground",
            "reach", "reach_reason", "secrecy_mark",
        }  # fmt: skip


@pytest.mark.django_db
class TestKept:
    """The codec, on documents of every kind."""

    def test_the_migration_keeps_what_a_publication_keeps(self, city: City) -> None:
        for name, document in varied_site(city).public.items():
            kept = document.editions.get()
            made = FIRST._edition_of(Edition, Document.objects.get(pk=document.pk))
            # A publication keeps the form of the text besides, and its digest is over that too.
            kept.elements.pop("text")
            # Elements that are younger than the migration.
            kept.elements.pop("signatory")
            kept.elements.pop("annotation")
            kept.elements.pop("period")
            for column in ("elements", "body", "attachments", "published_at", "by"):
                assert getattr(made, column) == getattr(kept, column), (name, column)

    def test_an_edition_shows_what_the_page_showed(self, city: City) -> None:
        for document in varied_site(city).public.values():
            shown = as_shown(document, document.editions.get())
            assert reading_of(shown) == reading_of(document)
            page = {line.label: line.value for line in kept_elements(document)}
            told = {line.label: line.value for line in kept_elements(shown)}
            assert told == page

    def test_of_a_rule_the_order_is_not_kept(self, city: City) -> None:
        rule = varied_site(city).public["rule"]
        edition = rule.editions.get()
        assert [edition.elements[name] for name in OF_THE_ORDER] == [""] * len(OF_THE_ORDER)
        assert "本令自公布之日起施行" in rule.body
        assert "本令自公布之日起施行" not in edition.body

    def test_what_concerns_the_office_alone_is_not_kept(self, city: City) -> None:
        document = draft(city, copies=20, openness_ground="x", secrecy_mark="")
        private = {"copies", "openness_ground", "openness_basis", "secrecy_mark"}
        assert not private & set(shown_values(document))
        assert private < set(values_of(document))

    def test_a_document_in_memory_reads_as_it_would_be(self, city: City) -> None:
        for document in varied_site(city).public.values():
            values = values_of(document)
            made = proposed(document, values, [])
            assert values_of(made) == values
            assert list(made.attachments.all()) == []
            assert made.issuer_rows.exists() == bool(values["issuers"])

    def test_the_hash_covers_everything_that_is_told(self, city: City) -> None:
        edition = varied_site(city).public["measures"].editions.get()
        assert edition_digest(edition) == edition.sha256
        for column, value in {
            "number": 9,
            "change": "form",
            "note": "x",
            "body": "x",
            "published_at": NOON + dt.timedelta(days=1),
            "elements": {**edition.elements, "title": "x"},
            "attachments": [],
        }.items():
            before = getattr(edition, column)
            setattr(edition, column, value)
            assert edition_digest(edition) != edition.sha256, column
            setattr(edition, column, before)


class TestDifferences:
    """What readers are told of two editions."""

    def test_elements(self) -> None:
        before = {"title": "甲", "tags": ["a"], "is_rule": False, "category": [20, 1], "body": "x"}
        after = {"title": "乙", "tags": [], "is_rule": True, "category": [20, 13], "body": "y"}
        told = [(row.heading, row.before, row.after) for row in changed_elements(before, after)]
        assert told == [
            ("标题", "甲", "乙"),
            ("公开类别", "第二十条第（一）项", "第二十条第（十三）项"),
            ("政策标签", "a", ""),
            ("政府规章", "否", "是"),
        ]

    @pytest.mark.parametrize(
        ("after", "told"),
        [
            ([("1", "甲"), ("2", "乙")], []),
            ([("2", "乙"), ("1", "甲")], ["附件的次序有调整"]),
            ([("1", "甲")], ["去掉附件“乙”"]),
            ([("1", "甲"), ("2", "乙"), ("3", "丙")], ["增加附件“丙”"]),
            ([("1", "新甲"), ("2", "乙")], ["附件“甲”改名为“新甲”"]),
        ],
    )
    def test_attachments(self, after: list[tuple[str, str]], told: list[str]) -> None:
        def rows(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
            return [{"sha256": digest, "title": title} for digest, title in pairs]

        assert changed_files(rows([("1", "甲"), ("2", "乙")]), rows(after)) == told
