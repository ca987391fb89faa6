"""咨询答复书: its facts and its words."""

import datetime as dt
from dataclasses import dataclass

from portal.papers.kinds import Kinds, LetterKind
from portal.papers.paper import Body, headed, said
from portal.statute import Article


@dataclass(frozen=True)
class Answered:
    """Which organ answers whom, what is said, and the day on which it was agreed to."""

    organ: str
    addressee: str
    number: str
    text: str
    agreed_on: dt.date


def _words(case: Answered, _given: Answered, _law: tuple[Article, ...]) -> Body:
    opening = said(f"您的咨询（编号：{case.number}）收悉，现答复如下。")
    return Body((*opening, *headed("答复", case.text)), case.agreed_on)


ANSWER = LetterKind(
    "enquiry_answer", "咨询答复书", "answer", "enquirer", "enquiry", (Article(28),), ("approve",),
    Answered, _words,
)  # fmt: skip
KINDS = Kinds(ANSWER)
