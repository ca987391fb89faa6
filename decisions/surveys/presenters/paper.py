"""A questionnaire as sheets for the printer: every question, the condition of each branch in words,
boxes to tick and room to write.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from decisions.surveys.presenters.asked import Asked, asked
from decisions.surveys.presenters.standing import stretch_words
from decisions.surveys.questions import Kind
from portal.papers.typesetting import Sheet
from portal.text.model import Block, Paragraph, words

if TYPE_CHECKING:
    from decisions.surveys.models import Survey, SurveyVersion

BOX: Final = "□"
BLANK: Final = "_" * 10
HOW: Final = (
    "请在方框里打勾，不写姓名和电话。写着“若第几题选……”的，符合的才答。"
    "填好交给主办机关或者街道、社区。"
)
_BLANKS: Final = {Kind.LONG: 6}
_LINE: Final = "_" * 36


def sheet_of(survey: Survey, version: SurveyVersion) -> Sheet:
    """The paper of one version; the same version gives the same pages."""
    held = version.questionnaire
    stands = f"{survey.organ.name}　{stretch_words(survey)}　第{version.number}版"
    own: list[Block] = [_said(stands)]
    own += [_said(line) for line in survey.gist.splitlines() if line.strip()]
    own.append(_said(HOW))
    for each in asked(held, held, {}):
        own += _question(each)
    return Sheet(
        title=survey.title,
        own=tuple(own),
        released_at=timezone.localtime(version.released_at or version.written_at),
        author=survey.organ.name,
    )


def _said(text: str) -> Paragraph:
    return Paragraph(words(text))


def _question(each: Asked) -> Iterator[Block]:
    if each.kind == Kind.NOTE.code:
        yield from (_said(line) for line in each.question.title.splitlines() if line.strip())
        return
    before = f"{each.condition}，请答：" if each.condition else ""
    yield _said(f"{before}{each.number}. {each.question.title}　{each.hint}".rstrip("　"))
    for pick in each.picks:
        other = each.question.other
        rest = f"：{BLANK}" if other is not None and other.code == pick.value else ""
        yield _said(f"{BOX} {pick.label}{rest}")
    for line in each.lines:
        boxes = "　".join(f"{BOX} {pick.label}" for pick in line.picks)
        yield _said(f"{line.label}：" + ("第____位" if each.kind == Kind.ORDER.code else boxes))
    if not each.picks and not each.lines:
        yield from (_said(_LINE) for _ in range(_BLANKS.get(each.question.kind, 1)))
