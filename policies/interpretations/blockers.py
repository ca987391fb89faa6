"""The one list of what keeps an interpretation from going on, or a policy from going without it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from policies.interpretations.choices import Form
from policies.interpretations.models import Interpretation, Plan, StepException
from policies.interpretations.scan import scan
from policies.interpretations.selectors import at_release, rule_for
from portal.common.verdicts import Blocker
from portal.files.gate.items import SECRECY
from portal.statute import PRIVACY_LAW, SECRETS_LAW, Article
from portal.text.vocabulary import ALT_TO_WRITE
from portal.text.walk import figures_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure.models import Document
    from policies.interpretations.models import Part


def for_submission(case: Interpretation) -> list[Blocker]:
    """What keeps a draft from its reviews."""
    parts = list(case.parts.select_related("recording", "slides"))
    return [
        *_missing(case, parts),
        *(blocker for part in parts for blocker in of_part(part)),
        *_gate(case),
    ]


def for_release(case: Interpretation) -> list[Blocker]:
    """What keeps what was signed from the public: the same once more."""
    return for_submission(case)


def of_part(part: Part) -> list[Blocker]:
    """What a part lacks for people who do not see or do not hear; our rule is that nobody is left
    out (WCAG 2.2), which no law asks of films.
    """
    name = f"第{part.position}部分（{part.get_form_display()}）"
    found = []
    if part.is_recorded and part.recording is None:
        found.append(Blocker("no_recording", f"{name}还没有上传{part.get_form_display()}文件。"))
    if part.form == Form.FILM and not part.captions:
        found.append(Blocker("no_captions", f"{name}没有字幕，听不见的人看不懂，请上传字幕。"))
    if part.is_recorded and not part.transcript:
        text = f"{name}没有文字稿，请写明说了什么；视频还要写明画面上的要点。"
        found.append(Blocker("no_transcript", text))
    if not (part.is_recorded or part.text or part.slides):
        found.append(Blocker("empty_part", f"{name}是空的，请写内容，或者去掉。"))
    if any(figure.alt == ALT_TO_WRITE for figure in figures_in(part.text)):
        text = f"{name}有图片没有替代文字，请写明图上说的是什么。"
        found.append(Blocker("no_alternative", text))
    return found


def in_step(document: Document, _on: dt.date) -> list[Blocker]:
    """三同步: what keeps a policy from being published without its interpretation. Whoever may not
    wait records why, and it goes.
    """
    rule = rule_for(document)
    if rule is None or StepException.objects.filter(document=document).exists():
        return []
    found = at_release(document)
    if not found:
        text = (
            f"本件须与解读同时公开（{rule.source}），还没有审签过的发布解读。请写好解读和解读方案，"
            "一并送审；确实不能同步解读的，由签发人员记下理由。"
        )
        return [Blocker("no_interpretation", text, "", rule.source)]
    return [
        Blocker("interpretation_blocked", f"解读“{case.title}”还不能公开：{each.message}")
        for case in found
        if not case.is_public
        for each in for_release(case)
    ]


def _missing(case: Interpretation, parts: Iterable[Part]) -> list[Blocker]:
    wanted = [
        (case.summary, "summary", "请用一句话说明这份解读讲什么。"),
        (case.policies.exists(), "", "请登记所解读的文件。"),
        (parts, "", "请至少写一部分。"),
        (Plan.objects.filter(interpretation=case).exists(), "", "请写解读方案，随解读一并送审。"),
        (case.edition == 1 or case.note, "note", "请写更新说明，告诉读者这一版改了什么。"),
    ]
    return [Blocker("missing", text, field) for given, field, text in wanted if not given]


def _gate(case: Interpretation) -> list[Blocker]:
    result = scan(case)
    found = [Blocker("file_waiting", f"{place}正在检查，请稍候再试。") for place in result.waiting]
    found += [Blocker("file_refused", each) for each in result.refused]
    cleared = set(case.clearances.values_list("content_sha256", "item_key"))
    for each in result.found:
        secret = each.item.kind == SECRECY
        basis = str(Article(35, law=SECRETS_LAW)) if secret else str(Article(15))
        if not each.item.confirmable:
            text = f"{each.words}，不得公开，请删除。"
            found.append(Blocker("not_public", text, "", basis))
        elif (each.content_sha256, each.key) not in cleared:
            text = f"{each.words}，请删除，或者由公开审查人员逐项确认可以公开。"
            basis = basis if secret else str(Article(25, law=PRIVACY_LAW))
            found.append(Blocker("to_confirm", text, "", basis, overridable=True))
    return found
