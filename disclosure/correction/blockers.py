"""What keeps a correction from going on: the list of documents, asked of the proposed edition."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from disclosure import blockers as lists
from disclosure.correction.selectors import changed_names, files_differ, proposed_document
from disclosure.editions import values_of
from disclosure.elements import Form, Hands, within
from disclosure.scan import doubts_in
from portal.common.verdicts import Blocker
from portal.statute import Article

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure.models import Correction

_DIGITS: Final = re.compile(r"[0-9]+")
_WORDED: Final = tuple(each.name for each in within(Hands.SECOND) if each.form is Form.TEXT)


def for_submission(correction: Correction, *, on: dt.date) -> list[Blocker]:
    """What keeps a draft from being submitted on a day."""
    return [
        *_nothing(correction),
        *_form(correction),
        *_note(correction),
        *lists.for_submission(proposed_document(correction), on=on),
    ]


def for_signing(correction: Correction, *, on: dt.date) -> list[Blocker]:
    """The same once more, and for content the reviews of what is proposed."""
    found = [*_nothing(correction), *_form(correction), *_note(correction)]
    judge = lists.for_signing if correction.is_of_content else lists.for_submission
    return [*found, *judge(proposed_document(correction), on=on)]


def _nothing(correction: Correction) -> list[Blocker]:
    if changed_names(correction) or files_differ(correction):
        return []
    return [Blocker("nothing_changed", "更正稿与现在公开的没有不同，请先修改，或者放弃更正。")]


def _form(correction: Correction) -> list[Blocker]:
    """A slip of the pen changes no number: dates, sums and articles are content."""
    if correction.is_of_content:
        return []
    if _numbers(values_of(correction.document)) == _numbers(correction.elements):
        return []
    text = "形式更正不能改动文中的数字（日期、金额、条款号等），请改作内容更正。"
    return [Blocker("numbers_changed", text, "body")]


def _numbers(values: Mapping[str, object]) -> list[str]:
    told = "\n".join(str(values[name] or "") for name in _WORDED)
    return _DIGITS.findall(unicodedata.normalize("NFKC", told))


def _note(correction: Correction) -> list[Blocker]:
    """Readers are told what changed and why; the words themselves are public."""
    if not correction.note:
        if not correction.is_of_content:
            return []
        text = "请填写更正说明，写明改了什么、为什么，读者会在更正记录中看到。"
        return [Blocker("missing_note", text, "note")]
    return [
        Blocker(
            "personal_data",
            f"更正说明含{item.label}“{item.shown}”，请删除。",
            "note",
            str(Article(15)),
        )
        for item in doubts_in("更正说明", correction.note)
    ]
