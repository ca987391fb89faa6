"""What an answer to concern still lacks before it is released: one list for page and acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.common.verdicts import Blocker
from portal.files.selectors import office_contacts
from portal.links.selectors import dead_of
from portal.personal.free_text import grave

if TYPE_CHECKING:
    from policies.concerns.models import Concern, ConcernStatement


def blockers_of(concern: Concern, statement: ConcernStatement) -> list[Blocker]:
    """Everything that keeps this statement from readers."""
    found = []
    if concern.public_at is None:
        if not statement.facts:
            found.append(Blocker("no_facts", "还没有写核实的情况。", "facts"))
        if not statement.done:
            found.append(Blocker("no_measures", "还没有写处置措施。", "done"))
    elif not (statement.facts or statement.done or statement.further):
        found.append(Blocker("no_news", "续报还没有写内容。", "facts"))
    found += _dead_links(concern)
    return found + _personal_data(concern, statement)


def _dead_links(concern: Concern) -> list[Blocker]:
    named = {"origin_url": concern.origin_url, "press_url": concern.press_url}
    dead = dead_of(url for url in named.values() if url)
    return [
        Blocker("dead_link", f"网址打不开或者有危险：{url}（{dead[url]}）。", name)
        for name, url in named.items()
        if url in dead
    ]


def _personal_data(concern: Concern, statement: ConcernStatement) -> list[Blocker]:
    """Numbers of persons and ways of reaching them; what organs publish as their own is none."""
    texts = {
        "title": concern.title,
        "asked": concern.asked,
        "origin_words": concern.origin_words,
        "press_place": concern.press_place,
        "facts": statement.facts,
        "done": statement.done,
        "further": statement.further,
    }
    contacts = office_contacts()
    known = contacts.phones | contacts.others
    return [
        Blocker("personal_data", f"疑似{spot.kind}：{spot.masked}，请删去。", name)
        for name, text in texts.items()
        for spot in grave(text)
        if text[spot.start : spot.end].lower() not in known
    ]
