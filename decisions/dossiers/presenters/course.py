"""The way of a decision for everybody: step by step what was done, when, and under which rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from decisions.dossiers import steps
from decisions.dossiers.choices import Competition, Way
from decisions.dossiers.deadlines import days_of
from decisions.dossiers.models import (
    CompetitionRecord,
    Decision,
    DraftRecord,
    EvaluationRecord,
    ExecutionRecord,
    ExpertRecord,
    LegalityRecord,
    MeetingRecord,
    ParticipationRecord,
    PublicationRecord,
    Record,
    RiskRecord,
    SimplifiedRecord,
)
from decisions.dossiers.selectors import Dossier
from decisions.dossiers.sources import Told, asked_elsewhere
from decisions.dossiers.workflow import Status
from portal.statute import citations
from portal.workdays.calendar import chinese_date

DONE, NOW, TODO = "done", "now", "todo"


@dataclass(frozen=True)
class Line:
    """One thing that was done under a step: its day or days, what it was, words on it, where the
    paper lies. `round` is told where the steps began anew.
    """

    on: dt.date
    title: str
    words: Sequence[str] = ()
    links: Sequence[tuple[str, str]] = ()
    until: dt.date | None = None
    round: int = 1

    @property
    def when(self) -> str:
        """4月8日至5月8日."""
        if self.until and self.until != self.on:
            return f"{chinese_date(self.on)}至{chinese_date(self.until)}"
        return chinese_date(self.on)


@dataclass(frozen=True)
class Stop:
    """A step with what was done under it, and why it is there."""

    step: steps.Step
    lines: Sequence[Line]
    state: str

    @property
    def rule(self) -> str:
        """The articles it rests on; empty for what no law asks for."""
        return citations(self.step.articles)


@dataclass(frozen=True)
class Stage:
    """A knot of the line above the course."""

    name: str
    state: str


def course_of(dossier: Dossier, told: Sequence[Told]) -> list[Stop]:
    """Every step under which anything is known, in the order of the steps."""
    lines: dict[str, list[Line]] = {}
    for code, line in _lines(dossier, told):
        lines.setdefault(code, []).append(line)
    known = [step for step in steps.STEPS if step.code in lines]
    current = stage_of(dossier.decision, lines)
    return [
        Stop(
            step,
            sorted(lines[step.code], key=lambda line: (line.round, line.on)),
            NOW if step.stage == current and step is known[-1] else DONE,
        )
        for step in known
    ]


def stages_of(decision: Decision, stops: Iterable[Stop]) -> list[Stage]:
    """The eight stages: what is behind, where it stands, what is to come."""
    return knots_of(decision, {stop.step.code for stop in stops})


def reached_by(decisions: Collection[int]) -> dict[int, set[str]]:
    """The steps of which anything is public, by the key of the decision. A query a table."""
    found: dict[int, set[str]] = {key: {steps.START} for key in decisions}
    for table, writer in _WRITERS.items():
        rows: Any = table._default_manager.filter(
            decision__in=decisions, disclosed_at__isnull=False, struck_at__isnull=True
        )
        # What stands on another room's table is not asked for a row at a time.
        for row in rows.select_related("document") if table is PublicationRecord else rows:
            found[row.decision_id].update(code for code, _ in writer(row))
    for key in asked_elsewhere(decisions):
        found[key].add(steps.TAKING_PART)
    return found


def knots_of(decision: Decision, reached: Collection[str]) -> list[Stage]:
    """The stages, by the steps of which anything is known."""
    current = stage_of(decision, reached)
    place = steps.STAGES.index(current) if current else len(steps.STAGES)
    evaluated = steps.EVALUATION in reached
    return [
        Stage(
            name,
            NOW if name == current
            else DONE if index < place and (name != steps.STAGES[-1] or evaluated)
            else TODO,
        )
        for index, name in enumerate(steps.STAGES)
    ]  # fmt: skip


def stage_of(decision: Decision, reached: Collection[str]) -> str:
    """The stage a decision is in, by its state and what is known of it; "" when it is over."""
    match decision.status:
        case Status.SUBMITTED:
            return "决定"
        case Status.DECIDED:
            return "公布"
        case Status.IN_FORCE | Status.SUSPENDED:
            return "后评估" if steps.EVALUATION in reached else "执行"
        case Status.ENDED:
            return ""
    before = [step.stage for step in steps.STEPS if step.code in reached]
    early = [stage for stage in before if steps.STAGES.index(stage) < steps.STAGES.index("决定")]
    return max(early, key=steps.STAGES.index, default="启动")


def _lines(dossier: Dossier, told: Sequence[Told]) -> Iterator[tuple[str, Line]]:
    decision = dossier.decision
    origin = decision.get_origin_display()
    yield steps.START, Line(
        decision.started_on, "启动",
        [f"由{origin}提出。{decision.origin_words}", *filter(None, [decision.gist])],
    )  # fmt: skip
    for row in dossier.records():
        if row.struck_at is None:
            yield from _WRITERS[type(row)](row)
    for one in told:
        links = [("看全文和意见", one.url)] if one.url else []
        words = [one.words] if one.words else []
        yield one.step, Line(one.on, one.title, words, links, until=one.ends_on)


def _draft(row: DraftRecord) -> Iterator[tuple[str, Line]]:
    address = reverse("decisions:draft", args=[row.decision_id, row.pk])
    name = "草案（重大修改）" if row.is_major else "草案"
    words = _noted(row)
    if row.options > 1:
        words = [f"共{row.options}个方案。", *words]
    yield steps.DRAFT, Line(row.drafted_on, name, words, [("看草案", address)], round=row.round)
    if row.explanation:
        link = [("看起草说明", f"{address}#explanation")]
        yield steps.NOTES, Line(row.drafted_on, "起草说明", (), link, round=row.round)
    if row.interpreted_on:
        link = [("看草案解读", f"{address}#interpretation")]
        yield steps.DRAFT_READING, Line(row.interpreted_on, "草案解读", (), link, round=row.round)


def _participation(row: ParticipationRecord) -> Iterator[tuple[str, Line]]:
    words = []
    if row.way == Way.OPEN:
        words.append(f"征求意见{days_of(row.first, row.last)}日（公布当日不计）。")
    if row.people:
        words.append(f"{row.people}人参加。")
    if row.opinions:
        words.append(f"收到{row.opinions}条意见。")
    elif row.way == Way.OPEN:
        words.append("没有收到意见。")
    if row.short_reason:
        words.append(f"不足三十日的理由：{row.short_reason}")
    if row.names_on:
        words.append(f"参加人名单{chinese_date(row.names_on)}公布，产生方式：{row.selection}")
    if row.signed_on:
        words.append("笔录经参加人确认签名。")
    title = row.get_way_display()
    yield (
        steps.TAKING_PART,
        Line(row.first, title, ["".join(words), *_noted(row)], until=row.last, round=row.round),
    )


def _expert(row: ExpertRecord) -> Iterator[tuple[str, Line]]:
    words = [f"{row.experts}位专家论证，论证意见经专家签名。", *_noted(row)]
    yield steps.EXPERTS, Line(row.held_on, "专家论证", words, round=row.round)


def _risk(row: RiskRecord) -> Iterator[tuple[str, Line]]:
    by = "委托第三方评估" if row.is_third_party else "组织评估"
    words = [f"{by}，结论：{row.get_level_display()}。", *_noted(row)]
    yield steps.RISK, Line(row.assessed_on, "风险评估", words, round=row.round)


def _competition(row: CompetitionRecord) -> Iterator[tuple[str, Line]]:
    words = [f"由{row.get_reviewer_display()}审查，结论：{row.get_conclusion_display()}。"]
    if row.conclusion == Competition.EXCEPTION:
        term = f"期限到{chinese_date(row.ends_on)}" if row.ends_on else row.ends_when
        words.append(f"例外情形：{row.get_ground_display()}；{term}。")
    line = Line(row.concluded_on, "公平竞争审查", [*words, *_noted(row)], round=row.round)
    yield steps.COMPETITION, line


def _legality(row: LegalityRecord) -> Iterator[tuple[str, Line]]:
    """That it was done, and when; what was said stays in the file."""
    if row.opinion_on:
        title = "合法性审查完成"
        yield steps.LEGALITY, Line(row.opinion_on, title, round=row.round)
    else:
        title = "送合法性审查"
        yield steps.LEGALITY, Line(row.received_on, title, round=row.round)


def _meeting(row: MeetingRecord) -> Iterator[tuple[str, Line]]:
    title = f"{row.get_sitting_display()}讨论通过"
    yield steps.MEETING, Line(row.held_on, title, _noted(row), round=row.round)
    yield steps.DECISION, Line(row.decided_on, "作出决定", round=row.round)


def _publication(row: PublicationRecord) -> Iterator[tuple[str, Line]]:
    links = []
    document = row.document
    if document is not None and document.is_public:
        links.append((f"看{document.title}", document.get_absolute_url()))
    words = [f"依法不予公开：{row.withheld}"] if row.withheld else []
    if row.adopted:
        words.append(f"公众意见采纳情况：{row.adopted}")
    if row.experts_adopted:
        words.append(f"专家论证意见采纳情况：{row.experts_adopted}")
    title = "不予公开" if row.withheld else "公布"
    yield (
        steps.PUBLICATION,
        Line(row.published_on, title, [*words, *_noted(row)], links, round=row.round),
    )
    if row.interpreted_on:
        yield steps.READING, Line(row.interpreted_on, "解读", (), links, round=row.round)


def _execution(row: ExecutionRecord) -> Iterator[tuple[str, Line]]:
    yield steps.CARRYING_OUT, Line(row.reported_on, "执行情况", _noted(row), round=row.round)


def _evaluation(row: EvaluationRecord) -> Iterator[tuple[str, Line]]:
    words = [
        f"由{row.evaluator}评估，起因：{row.get_trigger_display()}；结论：{row.get_upshot_display()}。",
        *_noted(row),
    ]
    yield steps.EVALUATION, Line(row.evaluated_on, "后评估", words, round=row.round)


def _simplified(row: SimplifiedRecord) -> Iterator[tuple[str, Line]]:
    words = [f"情况紧急：{row.reason}", f"由{row.approved_by}批准。"]
    yield steps.START, Line(row.approved_on, "按简化程序办理", words, round=row.round)


def _noted(row: Record) -> list[str]:
    return [row.note] if row.note else []


_WRITERS: Final[Mapping[type[Record], Callable[[Any], Iterator[tuple[str, Line]]]]] = {
    SimplifiedRecord: _simplified,
    DraftRecord: _draft,
    ParticipationRecord: _participation,
    ExpertRecord: _expert,
    RiskRecord: _risk,
    CompetitionRecord: _competition,
    LegalityRecord: _legality,
    MeetingRecord: _meeting,
    PublicationRecord: _publication,
    ExecutionRecord: _execution,
    EvaluationRecord: _evaluation,
}
