"""Titles are alike by what they are about, never by what stands in every title."""

from __future__ import annotations

from disclosure.imports.likeness import likeness, subject_of


def alike(one: str, other: str) -> float:
    return likeness(subject_of(one), subject_of(other))


def test_the_same_matter_of_another_year() -> None:
    assert alike("关于做好2025年防汛工作的通知", "试江市人民政府关于做好2026年防汛工作的通知") == 1


def test_words_of_every_title_say_nothing() -> None:
    assert alike("关于印发河道保洁办法的通知", "关于印发学校食堂管理规定的通知") < 0.1
    assert alike("通知", "关于通知") == 0
