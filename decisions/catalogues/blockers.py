"""What keeps a catalogue from the public: numbers of persons in what everybody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decisions.catalogues.models import Catalogue, ItemEdition
from portal.common.verdicts import Blocker
from portal.files.selectors import office_contacts
from portal.personal.free_text import grave


def blockers_of(texts: Iterable[tuple[str, str]]) -> list[Blocker]:
    """Everything that keeps these texts, each with what it is, from readers; what organs publish as
    their own telephone is none.
    """
    contacts = office_contacts()
    known = contacts.phones | contacts.others
    return [
        Blocker("personal_data", f"{what}里疑似有{spot.kind}：{spot.masked}，请改正。")
        for what, text in texts
        for spot in grave(text)
        if text[spot.start : spot.end].lower() not in known
    ]


def texts_of(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """What everybody reads of a catalogue beside its items."""
    yield "公开说明", catalogue.note
    yield "年终说明", catalogue.closing_note
    yield "由谁汇总", catalogue.collected_by
    yield "由谁批准", catalogue.approved_by
    yield "先在哪里公布", catalogue.published_where


def texts_of_editions(editions: Iterable[ItemEdition]) -> Iterator[tuple[str, str]]:
    """What everybody reads of these items, and of what changed them."""
    for edition in editions:
        what = f"“{edition.title[:20]}”"
        for text in (edition.title, edition.gist, edition.basis, edition.uninvited):
            yield what, text
        if adjustment := edition.adjustment:
            for text in (adjustment.reason, adjustment.asked_by, adjustment.approved_by):
                yield f"{what}的调整理由", text
