"""The rules of interpretations without a database: worked dates and worked numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from policies.interpretations.captions import (
    BadCaptions,
    Cue,
    read_captions,
    transcript_of,
    web_vtt,
)
from policies.interpretations.copied_text import copied
from policies.interpretations.deadlines import last_day, lateness
from policies.interpretations.indicators import Explained, Policy, year_of
from policies.interpretations.requirements import Facts, Rule, english_rule, material_rule
from policies.interpretations.workflow import WORKFLOW, Status
from portal.workdays.calendar import NamedDay, WorkingCalendar
from portal.workdays.services import shipped_arrangements
from portal.workflow import lawful_path

LAW = "《上海市优化营商环境条例》第七十四条第二款"
DAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    """The days the State Council named."""
    rows = shipped_arrangements()
    days = [
        NamedDay(day, span.is_working, span.name, row.number)
        for row in rows
        for span in row.spans
        for day in span.dates()
    ]
    return WorkingCalendar([row.year for row in rows], days)


class TestInStep:
    def test_a_law_goes_before_working_points(self) -> None:
        rules = [Rule(normative=True, guideline="2026年"), Rule(tag="市场准入", article=LAW)]
        facts = Facts("0001", is_normative=True, tags=frozenset({"市场准入"}))
        assert material_rule(rules, facts) == rules[1]
        assert material_rule(rules, Facts("0001", is_normative=True)).source == "工作要点：2026年"

    @pytest.mark.parametrize(
        ("rule", "covers"),
        [
            (Rule(doc_type="通知"), True),
            (Rule(doc_type="意见"), False),
            (Rule(genre="办法"), True),
            (Rule(normative=True), True),
            (Rule(rule=True), False),
            (Rule(organ_path="0001"), True),
            (Rule(organ_path="0002"), False),
            (Rule(tag="就业"), True),
            (Rule(doc_type="通知", tag="住房"), False),
        ],
    )
    def test_all_that_a_rule_names_must_be_met(self, rule: Rule, covers: bool) -> None:
        facts = Facts("00010003", "通知", "办法", is_normative=True, tags=frozenset({"就业"}))
        assert rule.covers(facts) == covers

    def test_english_is_a_duty_of_its_own(self) -> None:
        rules = [Rule(tag="外商投资", article=LAW, material=False, english=True)]
        facts = Facts("0001", tags=frozenset({"外商投资"}))
        assert material_rule(rules, facts) is None
        assert english_rule(rules, facts) == rules[0]


class TestDays:
    """Acceptance tests 3 and 4."""

    def test_three_working_days_end_on_a_saturday_that_is_worked(
        self, calendar: WorkingCalendar
    ) -> None:
        released = dt.date(2026, 9, 30)
        assert last_day(calendar, released, 3) == dt.date(2026, 10, 10)
        late = [
            lateness(calendar, policy_on=released, explained_on=dt.date(2026, 10, day), days=3)
            for day in (8, 10, 12)
        ]
        assert late == [0, 0, 1]

    @pytest.mark.parametrize(
        ("published", "due"),
        [
            (dt.date(2026, 4, 30), dt.date(2026, 5, 11)),
            (dt.date(2026, 2, 13), dt.date(2026, 2, 27)),
        ],
    )
    def test_five_working_days_of_filing(
        self, calendar: WorkingCalendar, published: dt.date, due: dt.date
    ) -> None:
        assert last_day(calendar, published, 5) == due

    def test_on_the_day_itself_where_none_is_given(self, calendar: WorkingCalendar) -> None:
        day = dt.date(2026, 9, 30)
        assert last_day(calendar, day, 0) == day
        assert lateness(calendar, policy_on=day, explained_on=dt.date(2026, 10, 1), days=0) == 1

    def test_beyond_the_calendar_no_date_is_guessed(self, calendar: WorkingCalendar) -> None:
        assert last_day(calendar, dt.date(2030, 1, 1), 3) is None
        day = dt.date(2030, 1, 1)
        assert lateness(calendar, policy_on=day, explained_on=day, days=3) is None


class TestCopied:
    """Acceptance test 6."""

    RUN = "".join(chr(0x4E00 + number) for number in range(120))
    OWN = "".join(chr(0x6000 + number) for number in range(57))

    def test_the_worked_number(self) -> None:
        found = copied(self.OWN[:30] + self.RUN + self.OWN[30:], [f"第一条　{self.RUN}\n附则"])
        assert (found.letters, found.marked, found.percent) == (177, 120, 68)
        assert found.passages == (self.RUN,)
        assert found.quoted == ()

    def test_what_is_quoted_is_told_apart(self) -> None:
        text = f"{self.OWN[:30]}“{self.RUN}”{self.OWN[30:]}"
        found = copied(text, [self.RUN])
        assert (found.marked, found.passages, found.quoted) == (0, (), (self.RUN,))
        counted = copied(text, [self.RUN], quotes_apart=False)
        assert (counted.marked, counted.quoted) == (120, ())

    @pytest.mark.parametrize(("size", "marked"), [(12, 0), (13, 13), (14, 14)])
    def test_the_window(self, size: int, marked: int) -> None:
        assert copied(self.RUN[:size] + self.OWN, [self.RUN]).marked == marked

    def test_blanks_and_line_ends_hide_nothing(self) -> None:
        broken = f"{self.RUN[:20]}\n　{self.RUN[20:40]}"
        assert copied(broken, [self.RUN]).marked == 40

    def test_an_opened_quotation_that_never_ends_quotes_nothing(self) -> None:
        assert copied(f"“{self.RUN}", [self.RUN]).marked == 120

    def test_nothing_written(self) -> None:
        assert copied("", [self.RUN]).percent == 0


class TestCaptions:
    VTT = (
        "\ufeffWEBVTT\r\n\r\nNOTE 说明\r\n\r\n1\r\n00:01.000 --> 00:03.500 align:start\r\n"
        "<v 旁白>晚上 A&amp;B\r\n怎么停车\r\n\r\n00:00:04.000 --> 00:00:06.000\r\n看泊位牌\r\n"
    )

    def test_read_and_written_again(self) -> None:
        cues = read_captions(self.VTT)
        assert cues == (Cue(1000, 3500, "晚上 A&B 怎么停车"), Cue(4000, 6000, "看泊位牌"))
        assert transcript_of(cues) == "晚上 A&B 怎么停车\n看泊位牌"
        assert web_vtt(cues).startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n晚上 A&amp;B")
        assert read_captions(web_vtt(cues)) == cues

    def test_srt_is_taken_too(self) -> None:
        assert read_captions("1\n00:00:01,000 --> 00:00:02,250\n您好\n") == (
            Cue(1000, 2250, "您好"),
        )

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("今天天气好", "没有读到字幕"),
            ("WEBVTT\n\n00:02.000 --> 00:01.000\n倒了", "开始以前就结束"),
            ("WEBVTT\n\n00:05.000 --> 00:06.000\n后\n\n00:01.000 --> 00:02.000\n先", "按时间排列"),
        ],
    )
    def test_what_is_no_caption(self, text: str, said: str) -> None:
        with pytest.raises(BadCaptions, match=said):
            read_captions(text)


class TestYear:
    """Acceptance test 5, and what counts for nothing."""

    @staticmethod
    def policy(key: int, *forms: str, **more: object) -> Policy:
        each = Explained("release", frozenset(forms), DAY, dt.date(2026, 11, 27), DAY)
        return Policy(key, (each,) if forms else (), **more)

    def test_six_of_ten_in_several_forms_reach_the_line(self) -> None:
        rows = [self.policy(number, "written", "film") for number in range(6)]
        rows += [self.policy(number, "film") for number in range(6, 10)]
        year = year_of(rows, on=DAY)
        assert (year.several.percent, year.several.is_met) == (60, True)
        assert not year_of(rows[1:], on=DAY).several.is_met

    def test_two_films_are_one_form(self) -> None:
        film = Explained("release", frozenset({"film"}), DAY)
        assert Policy(1, (film, film)).forms == {"film"}

    def test_three_different_forms(self) -> None:
        year = year_of(
            [self.policy(1, "written", "film", "pictures"), self.policy(2, "a", "b")], on=DAY
        )
        assert (year.three.part, year.three.whole, year.behind["two_forms"]) == (1, 2, (2,))

    def test_an_exception_counts_for_no_share_and_is_listed(self) -> None:
        year = year_of([self.policy(1, "written"), self.policy(2, is_exception=True)], on=DAY)
        assert (year.covered.part, year.covered.whole) == (1, 1)
        assert year.behind["exceptions"] == (2,)
        assert year.behind["uncovered"] == ()

    def test_filing_is_judged_when_its_last_day_is_over(self) -> None:
        def filed(key: int, due: int, on: int | None) -> Policy:
            day = dt.date(2026, 11, on) if on else None
            each = Explained("release", frozenset({"a"}), DAY, dt.date(2026, 11, due), day)
            return Policy(key, (each,))

        rows = [filed(1, 27, 26), filed(2, 27, 30), filed(3, 27, None), filed(4, 30, None)]
        year = year_of(rows, on=dt.date(2026, 11, 30))
        assert (year.filed.part, year.filed.whole) == (1, 3)
        assert year.behind["unfiled"] == (2, 3)

    def test_lateness_is_that_of_the_first(self) -> None:
        first = Explained("release", frozenset({"a"}), DAY, late_days=0)
        later = Explained("follow_up", frozenset({"a"}), dt.date(2026, 12, 20), late_days=20)
        late = Explained("release", frozenset({"a"}), DAY, late_days=1)
        year = year_of([Policy(1, (later, first)), Policy(2, (late,))], on=DAY)
        assert (year.in_time.part, year.behind["late"]) == (1, (2,))
        assert year.stages == {"release": 2, "follow_up": 1}

    def test_missing_english(self) -> None:
        rows = [
            Policy(1, needs_english=True),
            Policy(2, needs_english=True, has_english=True),
            Policy(3),
        ]
        assert year_of(rows, on=DAY).behind["no_english"] == (1,)

    def test_of_nothing_every_line_is_reached(self) -> None:
        assert year_of([], on=DAY).covered.is_met


def test_every_state_can_be_reached_or_follows_from_the_policy() -> None:
    assert lawful_path(WORKFLOW, Status.PUBLISHED) == ("submit", "pass_secrecy", "sign", "publish")
    assert lawful_path(WORKFLOW, Status.RETURNED) == ("submit", "return_secrecy")
