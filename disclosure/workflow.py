"""The review of a document before publication, as data.

公开属性源头认定 > 保密审查 > 签发: each act names the states it leaves, the state it reaches, the
role it needs, who may not do it, and its article. The diagram in the docs, the buttons, the
refusals, the audit sentences and the test matrix are all drawn from this one table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.statute import DOCUMENT_RULES, SECRETS_LAW, Article

DRAFT = "draft"
OPENNESS_REVIEW = "openness_review"
SECRECY_REVIEW = "secrecy_review"
SIGNING = "signing"
SCHEDULED = "scheduled"
PUBLISHED = "published"
FILED = "filed"
RETURNED = "returned"
WITHDRAWN = "withdrawn"

STATES = (
    DRAFT,
    OPENNESS_REVIEW,
    SECRECY_REVIEW,
    SIGNING,
    SCHEDULED,
    PUBLISHED,
    FILED,
    RETURNED,
    WITHDRAWN,
)


@dataclass(frozen=True)
class Transition:
    """One act: from any of `sources` to `target`, done by a holder of `role`.

    `apart_from` lists acts whose doers may not do this one too; `needs_reason` demands a
    sentence from the doer; `sentence` is what the audit trail says.
    """

    action: str
    label: str
    sources: tuple[str, ...]
    target: str
    role: str
    basis: Article
    sentence: str
    apart_from: tuple[str, ...] = ()
    needs_reason: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        action="submit",
        label="提交审查",
        sources=(DRAFT, RETURNED),
        target=OPENNESS_REVIEW,
        role="clerk",
        basis=Article(17, 1),
        sentence="提交公开审查",
    ),
    Transition(
        action="confirm_openness",
        label="认定公开属性",
        sources=(OPENNESS_REVIEW,),
        target=SECRECY_REVIEW,
        role="openness_reviewer",
        basis=Article(17, 1),
        sentence="认定公开属性",
        apart_from=("submit",),
    ),
    Transition(
        action="pass_secrecy",
        label="保密审查通过",
        sources=(SECRECY_REVIEW,),
        target=SIGNING,
        role="secrecy_reviewer",
        basis=Article(35, law=SECRETS_LAW),
        sentence="保密审查通过",
        apart_from=("submit", "confirm_openness"),
    ),
    Transition(
        action="publish",
        label="签发并公开",
        sources=(SIGNING, SCHEDULED),
        target=PUBLISHED,
        role="signer",
        basis=Article(26),
        sentence="签发并公开",
        apart_from=("submit",),
    ),
    Transition(
        action="schedule",
        label="签发并定时公开",
        sources=(SIGNING,),
        target=SCHEDULED,
        role="signer",
        basis=Article(26),
        sentence="签发，定时公开",
        apart_from=("submit",),
    ),
    Transition(
        action="unschedule",
        label="取消定时",
        sources=(SCHEDULED,),
        target=SIGNING,
        role="signer",
        basis=Article(26),
        sentence="取消定时公开",
        needs_reason=True,
    ),
    Transition(
        action="file_away",
        label="签发备案",
        sources=(SIGNING,),
        target=FILED,
        role="signer",
        basis=Article(17, 1),
        sentence="签发备案，不主动公开",
        apart_from=("submit",),
    ),
    Transition(
        action="return_openness",
        label="退回",
        sources=(OPENNESS_REVIEW,),
        target=RETURNED,
        role="openness_reviewer",
        basis=Article(17, 1),
        sentence="公开审查退回",
        needs_reason=True,
    ),
    Transition(
        action="return_secrecy",
        label="退回",
        sources=(SECRECY_REVIEW,),
        target=RETURNED,
        role="secrecy_reviewer",
        basis=Article(35, law=SECRETS_LAW),
        sentence="保密审查退回",
        needs_reason=True,
    ),
    Transition(
        action="return_signing",
        label="退回",
        sources=(SIGNING,),
        target=RETURNED,
        role="signer",
        basis=Article(9, law=DOCUMENT_RULES),
        sentence="签发退回",
        needs_reason=True,
    ),
    Transition(
        action="withdraw",
        label="撤回",
        sources=(PUBLISHED,),
        target=WITHDRAWN,
        role="signer",
        basis=Article(6),
        sentence="撤回公开",
        needs_reason=True,
    ),
    Transition(
        action="reopen",
        label="重新办理",
        sources=(WITHDRAWN,),
        target=RETURNED,
        role="clerk",
        basis=Article(26),
        sentence="撤回后重新办理",
    ),
    Transition(
        action="keep_closed",
        label="复核维持",
        sources=(FILED,),
        target=FILED,
        role="openness_reviewer",
        basis=Article(18),
        sentence="公开属性复核，维持",
        needs_reason=True,
    ),
    Transition(
        action="reconsider",
        label="转主动公开",
        sources=(FILED,),
        target=RETURNED,
        role="openness_reviewer",
        basis=Article(18),
        sentence="公开属性复核，转主动公开重新办理",
        needs_reason=True,
    ),
)

# The acts behind the one button 退回.
RETURNS = ("return_openness", "return_secrecy", "return_signing")
ACTIONS = {transition.action: transition for transition in TRANSITIONS}


def find(action: str, source: str) -> Transition | None:
    """The transition an act makes from a state, or None when the act is not lawful there."""
    transition = ACTIONS.get(action)
    return transition if transition and source in transition.sources else None


def leaving(source: str) -> Iterator[Transition]:
    """Every transition out of a state, in the table's order."""
    return (transition for transition in TRANSITIONS if source in transition.sources)


def lawful_path(target: str) -> tuple[str, ...]:
    """The shortest chain of acts from a draft to `target`; raises KeyError if unreachable."""
    paths: dict[str, tuple[str, ...]] = {DRAFT: ()}
    frontier = [DRAFT]
    while frontier and target not in paths:
        source = frontier.pop(0)
        for transition in leaving(source):
            if transition.target not in paths:
                paths[transition.target] = (*paths[source], transition.action)
                frontier.append(transition.target)
    return paths[target]


def diagram() -> str:
    """The table as a Mermaid state diagram, for docs/."""
    lines = ["stateDiagram-v2", f"    [*] --> {DRAFT}"]
    lines += [
        f"    {source} --> {t.target}: {t.label}（{t.basis.law.short}{t.basis}）"
        for t in TRANSITIONS
        for source in t.sources
    ]
    return "\n".join(lines) + "\n"
