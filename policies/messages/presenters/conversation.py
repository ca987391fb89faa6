"""What was said in a message, in its order, for its writer and for those who work on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from policies.messages.models import Message, MessageAnswer
from portal.personal.free_text import masked


@dataclass(frozen=True)
class Turn:
    """One turn: by the organ or by the writer, what kind of word it is, and what is said."""

    at: dt.datetime
    is_office: bool
    kind: str
    text: str
    outcome: str = ""


def own_conversation(message: Message) -> list[Turn]:
    """All of it, for whoever wrote it; of an answer given to several no word of another's."""
    turns = [Turn(message.submitted_at, False, "留言", message.text)]
    turns += [
        Turn(word.at, word.by_id is not None, word.get_kind_display(), word.text)
        for word in message.words.all()
    ]
    turns += [
        Turn(each.approved_at, True, "答复", each.text, each.get_outcome_display())
        for each in message.answers.all()
        if each.approved_at
    ]
    if message.merged_into:
        turns += _shared(message.merged_into)
    return sorted(turns, key=lambda turn: turn.at)


def staff_conversation(message: Message) -> list[Turn]:
    """The same for those who work on it, with everything personal masked, and the draft."""
    names = [message.name] if message.name else []
    turns = [Turn(message.submitted_at, False, "留言", masked(message.text, names=names))]
    turns += [
        Turn(
            word.at, word.by_id is not None, word.get_kind_display(),
            masked(word.text, names=names),
        )
        for word in message.words.all()
    ]  # fmt: skip
    turns += [
        Turn(
            each.approved_at or each.at, True, "答复" if each.approved_at else "答复稿",
            masked(each.text, names=names), each.get_outcome_display(),
        )
        for each in message.answers.all()
    ]  # fmt: skip
    turns += [
        Turn(row.at, False, f"评价：{row.get_score_display()}", masked(row.text, names=names))
        for row in message.ratings.all()
    ]
    turns += [
        Turn(row.at, True, f"回访：{row.get_found_display()}", masked(row.text, names=names))
        for row in message.revisits.all()
    ]
    return sorted(turns, key=lambda turn: turn.at)


def _shared(target: Message) -> list[Turn]:
    """The answers to the one that others were merged into, without its writer's name, numbers."""
    names = [target.name] if target.name else []
    answers: list[MessageAnswer] = [each for each in target.answers.all() if each.approved_at]
    return [
        Turn(
            each.approved_at, True, "答复", masked(each.text, names=names),
            each.get_outcome_display(),
        )
        for each in answers
        if each.approved_at
    ]  # fmt: skip
