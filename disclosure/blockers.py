"""The one list of what keeps a document from going on.

The form shows it, the API returns it, the act enforces it.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.utils import timezone

from disclosure.choices import (
    ATTACHED,
    DATED_RELATIONS,
    Kind,
    Language,
    Openness,
    Reach,
    RelationKind,
)
from disclosure.companions import conditions
from disclosure.dead_links import LinkKind, dead_links
from disclosure.grounds import GROUNDS, carries
from disclosure.permissions import may_change
from disclosure.scan import Found, public_attachments, scan, text_fingerprint
from disclosure.selectors import relations_offered
from disclosure.workflow import GONE
from portal.common.verdicts import Blocker
from portal.files.gate.items import SECRECY, UNREAD
from portal.organs.docnumbers import is_strict
from portal.statute import DOCUMENT_FORMAT, PRIVACY_LAW, SECRETS_LAW, Article
from portal.text.vocabulary import ALT_TO_WRITE
from portal.text.walk import figures_in

if TYPE_CHECKING:
    from disclosure.models import Document, NegativeListEntry

_MARK = re.compile(r"[（(]\s*此件(依申请公开|不予公开|删减后公开)\s*[）)]")
_SECRECY_BASIS = str(Article(35, law=SECRETS_LAW))
_MAY_NOT_STAY = "标有密级的文件不得在本系统流转和公开，请按保密规定处理后销毁。"


def for_submission(document: Document, *, on: dt.date) -> list[Blocker]:
    """What keeps a draft from being submitted for review on a day."""
    return [
        *_missing(document),
        *_contradictions(document, on=on),
        *_pictures(document),
        *_secrets(document),
        *_number(document),
        *_addressees(document),
        *_relations(document),
        *_unanswered_offers(document),
        *_dead_links(document),
        *_gate(document),
    ]


def doubts_of(document: Document) -> list[str]:
    """What may be right and seldom is: shown to everybody who handles it, stops nothing."""
    found = []
    signed, begins, printed = document.signed_on, document.effective_on, document.printed_on
    if signed and begins and begins < signed:
        found.append(f"施行日期（{begins}）早于成文日期（{signed}），请对照原件核对。")
    if signed and printed and printed < signed:
        found.append(f"印发日期（{printed}）早于成文日期（{signed}），请对照原件核对。")
    return found


def for_signing(document: Document, *, on: dt.date) -> list[Blocker]:
    """What keeps a reviewed document from being signed: the same list, the reviews, and what other
    parts of the portal ask before anybody may read it.
    """
    return [
        *for_submission(document, on=on),
        *_reviews(document),
        *conditions(document, on=on),
    ]


def for_release_time(
    document: Document, *, publish_at: dt.datetime, at: dt.datetime
) -> list[Blocker]:
    """What is wrong with the moment for which a publication is planned."""
    if publish_at <= at:
        return [Blocker("release_past", "定时公开的时间应晚于现在。", "publish_at")]
    due = document.publish_due_on
    if due and timezone.localdate(publish_at) > due:
        text = f"定时公开不得晚于公开期限（{due.isoformat()}），请提前。"
        return [Blocker("release_late", text, "publish_at", str(Article(26)))]
    return []


def for_openness(
    *, openness: str, basis: str, ground: str, entry: NegativeListEntry | None = None
) -> list[Blocker]:
    """What is wrong with a decision on the 公开属性."""
    law = str(Article(17, 1))
    if openness not in Openness.values:
        return [Blocker("openness", "请认定公开属性。", "openness", law)]
    if openness == Openness.OPEN:
        return []
    label, found = Openness(openness).label, []
    if not carries(basis, openness):
        offered = "、".join(each.citation for each in GROUNDS if openness in each.openness)
        text = (
            f"认定为{label}须从清单中选择依据（{'、'.join(dict.fromkeys(offered.split('、')))}）。"
        )
        found.append(Blocker("openness_basis", text, "openness_basis", law))
    elif entry and entry.ground != basis:
        text = f"负面清单事项“{entry.title}”的法定依据与所选依据不同，请核对。"
        found.append(Blocker("openness_entry", text, "openness_entry", law))
    if not ground.strip():
        text = f"认定为{label}须结合文件写明理由。"
        found.append(Blocker("openness_ground", text, "openness_ground", law))
    return found


def _missing(document: Document) -> list[Blocker]:
    attached = document.kind in ATTACHED
    wanted = [
        (document.title.strip(), "title", "请填写标题。"),
        _content(document),
        (document.signed_on, "signed_on", f"请填写{'形成' if attached else '成文'}日期。"),
        (document.theme_id, "theme", "请选择主题分类。"),
        (document.category_id, "category", "请选择公开类别（条例第二十条各项）。"),
        (document.abstract.strip(), "abstract", "请填写内容概述（目录必备要素）。"),
        (document.issuer_rows.exists(), "issuers", "请填写发文机关。"),
    ]
    if document.kind == Kind.OFFICIAL:
        wanted.append(
            (
                document.doc_type
                or document.attached_instrument
                or document.is_rule
                or not document.doc_number,
                "doc_type",
                "请选择公文种类。",
            )
        )
    if document.is_rule:
        wanted.append((document.rule_note.strip(), "rule_note", "规章须有题注。"))
    basis = str(Article(12, 3))
    missing = [
        Blocker(f"missing_{field}", text, field, basis) for ok, field, text in wanted if not ok
    ]
    return missing + for_openness(
        openness=document.openness,
        basis=document.openness_basis,
        ground=document.openness_ground,
        entry=document.openness_entry,
    )


def _content(document: Document) -> tuple[object, str, str]:
    """附件型信息 may say everything in its files, everything else says it in its text."""
    if document.body.strip() or document.kind not in ATTACHED:
        return document.body.strip(), "body", "请填写正文。"
    files = [row for row in public_attachments(document) if not row.is_figure]
    return files, "attach_files", "请添加附件，或者填写正文。"


def _pictures(document: Document) -> list[Blocker]:
    """Pictures of an import whose alternative text nobody has written yet."""
    bare = [each for each in figures_in(document.text) if each.alt == ALT_TO_WRITE]
    if not bare:
        return []
    text = f"正文有图片{len(bare)}幅没有替代文字，请逐幅写明图中的内容。"
    return [Blocker("figure_alt", text, "body")]


def _contradictions(document: Document, *, on: dt.date) -> list[Blocker]:
    found = []
    if document.signed_on and document.signed_on > on:
        found.append(Blocker("signed_in_future", "成文日期晚于今天，请核对。", "signed_on"))
    came_out = document.first_published_on
    if came_out and document.signed_on and came_out < document.signed_on:
        text = f"首次公开日期（{came_out}）早于成文日期，请核对。"
        found.append(Blocker("published_before_signed", text, "signed_on"))
    if (
        document.effective_on
        and document.expires_on
        and document.expires_on < document.effective_on
    ):
        found.append(Blocker("expires_first", "有效期届满早于施行日期，请核对。", "expires_on"))
    mark = _MARK.search(document.body)
    if mark and document.openness == Openness.OPEN:
        text = f"正文标注“此件{mark[1]}”，与主动公开不一致，请核对公开属性。"
        found.append(Blocker("openness_mark", text, "openness", str(Article(17, 1))))
    return found


def _secrets(document: Document) -> list[Blocker]:
    if not document.secrecy_mark:
        return []
    return [Blocker("secrecy_mark", _MAY_NOT_STAY, "secrecy_mark", _SECRECY_BASIS)]


def _number(document: Document) -> list[Blocker]:
    if not document.doc_number:
        return []
    if not is_strict(document.doc_number):
        text = "发文字号应写成“机关代字〔年份〕顺序号号”，年份用六角括号，序号不加“第”、不编虚位。"
        return [Blocker("doc_number_form", text, "doc_number", DOCUMENT_FORMAT.number)]
    others = (
        type(document)
        .objects.filter(doc_number_key=document.doc_number_key)
        .exclude(pk=document.pk)
        .exclude(status__in=GONE)
    )
    other = others.first()
    if other is None:
        return []
    # What another organ has not published is not named to this one.
    known = other.is_public or other.organ_id == document.organ_id
    named = f"{other.quoted_title}（{other.get_status_display()}）" if known else "其他机关的文件"
    text = f"发文字号与{named}重复，请核对。"
    return [Blocker("doc_number_taken", text, "doc_number", DOCUMENT_FORMAT.number)]


def _addressees(document: Document) -> list[Blocker]:
    """定点定向公开 is for what concerns certain people only, and never for general rules."""
    if document.reach != Reach.ADDRESSED:
        return []
    found = []
    if not document.addressees.exists():
        text = "定点定向公开的文件须选定公开对象（机关或对象组）。"
        found.append(Blocker("missing_addressees", text, "addressees"))
    if not document.reach_reason.strip():
        text = "请写明为什么只向特定对象公开。"
        found.append(Blocker("missing_reach_reason", text, "reach_reason"))
    if document.is_normative or document.is_rule:
        text = "规章和行政规范性文件须向社会公布，不能定点定向公开。"
        found.append(Blocker("normative_addressed", text, "reach", str(Article(20))))
    return found


def _relations(document: Document) -> list[Blocker]:
    """What its relations forbid; those already public are seen to by the act that made them."""
    found = []
    rows = document.relations_out.select_related("target")
    for row in rows:
        changes = row.kind in DATED_RELATIONS
        if changes and document.reach == Reach.ADDRESSED and row.target.reach == Reach.EVERYONE:
            text = f"定点定向公开的文件不能{row.get_kind_display()}面向社会公开的文件。"
            found.append(Blocker("addressed_change", text, "reach"))
        if row.kind == RelationKind.TRANSLATES and row.target.language == document.language:
            text = "译本与原文的语种相同，请改正语种。"
            found.append(Blocker("translation_language", text, "language"))
    foreign = document.language != Language.CHINESE
    if foreign and not any(row.kind == RelationKind.TRANSLATES for row in rows):
        text = "外文文本须关联到它的中文原文。"
        found.append(Blocker("translation_original", text, "language"))
    return found


def _unanswered_offers(document: Document) -> list[Blocker]:
    """What the text does to a document whose page would go on saying otherwise.

    A document the portal does not hold, or that is not this organ's to change, stops nothing. A
    relation of any kind answers, and so does a reason why there is none: the text may have been
    misread.
    """
    return [
        Blocker(
            "relation_unregistered",
            f"正文写明{each.kind.label}{each.name}，请登记文件关系；并非如此的，请写明不登记的理由。",
            "relations",
        )
        for each in relations_offered(document)
        if each.target is not None and may_change(document, each.target)
    ]


def _dead_links(document: Document) -> list[Blocker]:
    """Links that lead nowhere; an outside one by its last check, which may be a week old."""
    words = {
        LinkKind.INTERNAL: ("正文中的站内链接“{}”打不开（{}），请改正或删除。", "body"),
        LinkKind.ATTACHMENT: ("附件“{}”的{}。", ""),
        LinkKind.EXTERNAL: ("正文中的外部链接“{}”上次查验未通过（{}），请改正或删除。", "body"),
    }
    found = []
    for link in dead_links(document):
        text, field = words[link.kind]
        found.append(Blocker("dead_link", text.format(link.target, link.problem), field))
    return found


def _gate(document: Document) -> list[Blocker]:
    """What stands in elements and cleaned copies that may not go out, or not without a person."""
    result = scan(document)
    blockers = [
        Blocker("file_waiting", f"{part}正在检查，请稍候片刻再试。") for part in result.waiting
    ]
    blockers += [
        Blocker("file_refused", f"{each.part}：{each.problem}", row=each.attachment)
        for each in result.refused
    ]
    confirmed = set(document.confirmations.values_list("content_sha256", "item_key"))
    for found in result.found:
        if not found.item.confirmable:
            blockers.append(_stops(found))
        elif (found.content_sha256, found.key) not in confirmed:
            blockers.append(_asks(found))
    return blockers


def _stops(found: Found) -> Blocker:
    item = found.item
    field = found.field if found.field != "attachments" else ""
    if item.kind == SECRECY:
        text = f"{found.place}标有密级“{item.shown}”。{_MAY_NOT_STAY}"
        return Blocker("secrecy_mark", text, field, _SECRECY_BASIS, row=found.attachment)
    text = f"{found.part}含{item.label}“{item.shown}”{_within(found)}，请删除或遮盖。"
    return Blocker("personal_data", text, field, str(Article(15)), row=found.attachment)


def _asks(found: Found) -> Blocker:
    item = found.item
    if item.kind == UNREAD:
        text = f"{found.place}{item.shown}，请公开审查人员逐页看过后确认。"
        return _doubt("unread_part", text, found, str(Article(17, 1)))
    if item.kind == SECRECY:
        text = f"{found.place}有{item.label}“{item.shown}”，请核对，由公开审查人员确认可以公开。"
        return _doubt("secrecy_doubt", text, found, _SECRECY_BASIS)
    text = (
        f"{found.part}含{item.label}“{item.shown}”{_within(found)}，"
        "请删除，或由公开审查人员确认可以公开。"
    )
    basis = str(Article(25, law=PRIVACY_LAW))
    return _doubt("personal_data_warning", text, found, basis)


def _doubt(code: str, text: str, found: Found, basis: str) -> Blocker:
    field = found.field if found.field != "attachments" else ""
    return Blocker(code, text, field, basis, overridable=True, row=found.attachment)


def _within(found: Found) -> str:
    return "" if found.field else f"（{found.item.where}）"


def _reviews(document: Document) -> list[Blocker]:
    blockers = []
    decision = document.openness_decisions.order_by("-at", "-id").first()
    if decision is None or decision.openness != document.openness:
        text = "尚未由公开审查人员认定公开属性。"
        blockers.append(Blocker("openness_review", text, "openness", str(Article(17, 1))))
    reviewed = set(document.secrecy_reviews.values_list("file_id", "content_sha256"))
    basis = str(Article(35, law=SECRETS_LAW))
    if (None, text_fingerprint(document)) not in reviewed:
        blockers.append(Blocker("secrecy_review", "正文尚未通过保密审查。", "", basis))
    blockers += [
        Blocker("secrecy_review", f"附件“{attachment.title}”尚未通过保密审查。", "", basis)
        for attachment in public_attachments(document)
        if (attachment.file_id, attachment.file.sha256) not in reviewed
    ]
    return blockers
