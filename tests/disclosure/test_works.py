"""Which documents are one regulation, and what its note says: rules, without a database."""

from __future__ import annotations

import datetime as dt

import pytest

from disclosure import works
from disclosure.relation_rules import Link
from disclosure.works import Act, Member, Paper, acts_told, caption, group_of, manner_of

JULY, AUGUST = dt.date(2019, 7, 1), dt.date(2024, 8, 1)
MEASURES = Paper(1, "海岚市公共停车管理办法", "海府令第8号", JULY)
DECISION = Paper(
    2, "海岚市人民政府关于修改《海岚市公共停车管理办法》的决定", "海府令第15号", AUGUST
)
LATER = Paper(3, "海岚市公共停车管理办法（2024年修正文本）", "", AUGUST)
ENACTED = Act(works.ENACTS, dt.date(2019, 5, 20), "海府令第8号", since=JULY)
MENDED = Act(works.AMENDS_TEXT, dt.date(2024, 6, 11), "海府令第15号", since=AUGUST)


def _papers(*papers: Paper) -> dict[int, Paper]:
    return {paper.key: paper for paper in papers}


class TestGroups:
    """Who belongs to whom."""

    def test_texts_and_what_stands_beside_them(self) -> None:
        links = [
            Link(3, 1, "revises", AUGUST),
            Link(2, 1, "amends", AUGUST),
            Link(4, 3, "translates"),
            Link(5, 3, "explains"),
            Link(5, 2, "explains"),
            Link(6, 1, "basis"),
        ]
        group = group_of(1, _papers(MEASURES, LATER), links)
        assert group.texts == (Member(1, "original", JULY), Member(3, "amended", AUGUST))
        assert {(each.key, each.role) for each in group.companions} == {
            (2, "amending"), (4, "translation"), (5, "explanation"),
        }  # fmt: skip
        assert not group.is_decision

    def test_one_decision_on_two_texts_stands_there_once_from_its_first_day(self) -> None:
        links = [
            Link(3, 1, "revises", AUGUST),
            Link(2, 3, "amends", dt.date(2025, 1, 1)),
            Link(2, 1, "amends", AUGUST),
        ]
        group = group_of(1, _papers(MEASURES, LATER), links)
        assert group.companions == (Member(2, "amending", AUGUST),)

    @pytest.mark.parametrize(
        ("title", "number", "amended", "role"),
        [
            ("停车办法（2024年修正文本）", "海府令第15号", False, "amended"),
            ("停车办法（2024修订）", "", True, "revised"),
            ("停车办法", "", True, "amended"),
            ("停车办法", "海府令第15号", True, "amended"),
            ("停车办法", "海府令第20号", False, "revised"),
            ("停车办法", "", False, "amended"),
            ("停车办法（试行）", "海府令第20号", False, "revised"),
        ],
    )
    def test_a_text_made_anew_is_told_from_one_put_together(
        self, title: str, number: str, amended: bool, role: str
    ) -> None:
        assert manner_of(Paper(3, title, number), amended_that_day=amended) == role

    @pytest.mark.parametrize(
        ("title", "kinds", "is_decision"),
        [
            (DECISION.title, ["amends"], True),
            ("关于废止部分政府规章的决定", ["repeals"], True),
            ("关于宣布失效一批文件的通知", ["repeals", "basis"], True),
            (DECISION.title, ["basis"], False),
            ("海岚市公共停车管理办法", ["repeals"], False),
            ("关于修改停车收费标准有关问题的解读", ["amends"], False),
        ],
    )
    def test_a_decision_does_nothing_else(
        self, title: str, kinds: list[str], is_decision: bool
    ) -> None:
        assert works.is_decision(title, kinds) is is_decision

    @pytest.mark.parametrize("kind", ["revises", "translates", "annexes"])
    def test_a_part_of_another_begins_no_work(self, kind: str) -> None:
        links = [Link(3, 1, kind, AUGUST)]
        assert works.is_original(1, links)
        assert not works.is_original(3, links)
        assert works.is_original(3, [Link(3, 1, "explains")])


class TestCaption:
    """题注."""

    def test_of_a_text_put_together_after_a_decision(self) -> None:
        told = "（2019年5月20日海府令第8号公布　根据2024年6月11日海府令第15号修正）"
        assert caption("", [ENACTED, MENDED]) == told
        assert caption("（2019年5月20日海府令第8号公布）", [ENACTED, MENDED]) == told
        assert caption(told, [ENACTED, MENDED]) == told

    def test_several_are_counted_each_in_its_kind(self) -> None:
        again = Act(works.AMENDS_TEXT, dt.date(2025, 3, 2), "海府令第21号")
        anew = Act(works.REVISES_TEXT, dt.date(2026, 4, 3), "海府令第30号")
        assert caption("", [ENACTED, MENDED, again, anew]) == (
            "（2019年5月20日海府令第8号公布　根据2024年6月11日海府令第15号第一次修正　"
            "根据2025年3月2日海府令第21号第二次修正　2026年4月3日海府令第30号修订）"
        )
        note = "（2019年5月20日海府令第8号公布　根据2024年6月11日海府令第15号第一次修正）"
        assert caption(note, [ENACTED, MENDED, again]).endswith("海府令第21号第二次修正）")

    def test_of_what_was_repealed(self) -> None:
        end = Act(works.ENDS, dt.date(2027, 1, 5), "海府令第40号")
        assert caption("（2019年5月20日海府令第8号公布）", [ENACTED, end]) == (
            "（2019年5月20日海府令第8号公布　2027年1月5日海府令第40号废止）"
        )

    def test_without_a_number_the_title_stands_for_it(self) -> None:
        by = Act(works.AMENDS_TEXT, dt.date(2024, 6, 11), "", "关于修改《停车办法》的决定")
        assert caption("", [ENACTED, by]).endswith(
            "根据2024年6月11日《关于修改〈停车办法〉的决定》修正）"
        )
        alone = Act(works.AMENDS_TEXT, dt.date(2024, 6, 11), "")
        assert caption("", [ENACTED, alone]).endswith("　2024年6月11日修正）")
        assert caption("", []) == ""

    def test_an_older_text_tells_what_had_been_done_to_it_and_the_end_of_all(self) -> None:
        end = Act(works.ENDS, dt.date(2027, 1, 5), "海府令第40号", since=dt.date(2027, 2, 1))
        acts = [end, MENDED, ENACTED]
        last = AUGUST - dt.timedelta(days=1)
        today = dt.date(2026, 1, 1)
        assert acts_told(acts, last=last, on=today) == [ENACTED]
        assert acts_told(acts, last=None, on=today) == [ENACTED, MENDED]
        assert acts_told(acts, last=last, on=dt.date(2027, 2, 1)) == [ENACTED, end]
