"""Which policies are explained in step (三同步), and by which rule. Pure.

A rule names what it is about; what it leaves open it does not ask. An organ's rule holds for the
organ and all below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What of a document the rules ask."""

    organ_path: str
    doc_type: str = ""
    genre: str = ""
    is_normative: bool = False
    is_rule: bool = False
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """One rule as the office wrote it; either `article` or `guideline` says where it comes from."""

    organ_path: str = ""
    doc_type: str = ""
    genre: str = ""
    normative: bool = False
    rule: bool = False
    tag: str = ""
    article: str = ""
    guideline: str = ""
    material: bool = True
    english: bool = False

    @property
    def source(self) -> str:
        """As a page names it: a law, or a year's working points, which bind the organ only."""
        return self.article or f"工作要点：{self.guideline}"

    def covers(self, facts: Facts) -> bool:
        """Whether the document is one of those it is about."""
        asked = (
            (self.organ_path, facts.organ_path.startswith(self.organ_path)),
            (self.doc_type, self.doc_type == facts.doc_type),
            (self.genre, self.genre == facts.genre),
            (self.normative, facts.is_normative),
            (self.rule, facts.is_rule),
            (self.tag, self.tag in facts.tags),
        )
        return all(met for wanted, met in asked if wanted)


def material_rule(rules: Iterable[Rule], facts: Facts) -> Rule | None:
    """The rule by which a document needs its interpretation; a law goes before working points."""
    return _first([rule for rule in rules if rule.material and rule.covers(facts)])


def english_rule(rules: Iterable[Rule], facts: Facts) -> Rule | None:
    """The rule by which it needs an English text or abstract."""
    return _first([rule for rule in rules if rule.english and rule.covers(facts)])


def _first(found: list[Rule]) -> Rule | None:
    return min(found, key=lambda rule: not rule.article, default=None)
