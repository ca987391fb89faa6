"""The sets of OAI-PMH: one for each organ with all below it, one for each theme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.organs.models import Organ
from portal.search.querysets import facet_term
from portal.search.tokens import clean
from portal.taxonomy.models import Theme

_SPEC_WORD = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")


@dataclass(frozen=True)
class Set:
    """A set: its spec, its name, and the facet term that its records bear in the search."""

    spec: str
    name: str
    term: str


def all_sets() -> list[Set]:
    """Organs in the order of their tree, then themes in theirs."""
    organs = Organ.objects.values_list("code", "name")
    # A code that the protocol cannot write in a spec has no set; its records are in those above.
    found = [
        Set(f"organ-{code}", name, facet_term("organ", clean(code)))
        for code, name in organs
        if _SPEC_WORD.fullmatch(code)
    ]
    for theme in Theme.objects.select_related("parent"):
        facet = "subtheme" if theme.parent else "theme"
        above = f"{theme.parent.number}:" if theme.parent else ""
        term = facet_term(facet, clean(theme.path))
        found.append(Set(f"theme-{above}{theme.number}", theme.path.replace("\\", " / "), term))
    return found


def specs_of(terms: Iterable[str], sets: Iterable[Set]) -> list[str]:
    """The sets that a record bearing these facet terms belongs to."""
    borne = set(terms)
    return [one.spec for one in sets if one.term in borne]
