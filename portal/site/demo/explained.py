"""What explains and answers in the demo city: interpretations, answers, service items, packs.

Everything goes through the real acts. What is there already is left as it is.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from noto_cjk_sans_otc import FONT_PATH
from PIL import Image, ImageDraw, ImageFont

from disclosure.exchange.table import Row
from disclosure.imports.parser import parse_document
from disclosure.models import Document
from disclosure.services.imports import known_organs
from policies.answers.choices import Audience as Readers
from policies.answers.models import Entry, EntryVersion
from policies.answers.services import entries
from policies.collections.choices import Kind
from policies.collections.models import PolicyCollection
from policies.collections.services import members, versions
from policies.interpretations.models import GuideElement, Interpretation
from policies.interpretations.scan import scan
from policies.interpretations.services import drafts, parts, release, review
from policies.selection.models import AskedBallot, Selection
from policies.selection.services import ballots, experts, nominations, selections
from policies.service_items.models import ItemOfPolicy, ServiceItem
from policies.service_items.services.items import import_items
from policies.service_items.services.links import link_item
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.files.services import read_file
from portal.organs.models import Organ
from portal.site.demo.builders import holder
from portal.site.demo.texts import demo_texts
from portal.taxonomy.models import Audience, PolicyTag
from portal.taxonomy.models.labels import AudienceKind
from portal.text.lines import from_lines
from portal.text.model import Figure, Text

HERE: Final = Path(__file__).parent
_HOUR: Final = dt.timedelta(hours=1)
_OFFICE: Final = "HL-BGS"
_EXAMINED: Final = "经逐项审查，不涉及国家秘密、工作秘密和敏感信息。"


def load_explained(*, now: dt.datetime) -> None:
    """All of it that is not there yet, each in a transaction of its own."""
    for demo in _listed("interpretations.toml", "interpretation"):
        _interpret(demo, now=now)
    for demo in _listed("answers.toml", "answer"):
        _answer(demo, now=now)
    _offer(now=now)
    for pack in PACKS:
        _gather(pack, now=now)
    select_good_ones(now=now)


def _listed(name: str, of: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))[of]
    return rows


@cache
def _titles() -> Mapping[str, tuple[str, str]]:
    """Organ and title of each file of the demo's documents, by its number."""
    organs = known_organs()
    return {
        text.name[:3]: (
            text.header["organ"],
            text.header.get("title")
            or parse_document(text.text, file=text.name, organs=organs).title,
        )
        for text in demo_texts()
    }


def document_of(number: str) -> Document:
    """The document of the demo whose file begins with a number."""
    organ, title = _titles()[number]
    return Document.objects.select_related("organ").get(organ__code=organ, title=title)


def _after(policy: Document, hours: int, now: dt.datetime) -> dt.datetime:
    """So many hours after a policy came out, and long enough ago for what follows."""
    shown = policy.shown_at
    return now - 10 * _HOUR if shown is None else min(shown + hours * _HOUR, now - 10 * _HOUR)


@transaction.atomic
def _interpret(demo: Mapping[str, Any], *, now: dt.datetime) -> None:
    """An interpretation from its first word to the public, a day after its policy."""
    if Interpretation.objects.filter(title=demo["title"]).exists():
        return
    policy = document_of(demo["doc"])
    organ, at = policy.organ, _after(policy, 20, now)
    clerk = holder(organ, Role.CLERK)
    case = drafts.begin(
        organ=organ, title=demo["title"], by=clerk, at=at, documents=[policy], kind=demo["kind"]
    )
    own: Mapping[str, Any] = {"by": clerk, "at": at + _HOUR}
    drafts.edit(
        interpretation=case, title=demo["title"], summary=demo["summary"], kind=demo["kind"], **own
    )
    drafts.plan(
        interpretation=case, outline="背景、主要内容、怎样办、去哪里问。",
        forms="、".join(part["form"] for part in demo["parts"]), channels="门户网站、街道窗口",
        timing="与文件同日", **own,
    )  # fmt: skip
    for part in demo["parts"]:
        text = _drawn(case, part, **own) if "picture" in part else from_lines(part["lines"])
        parts.write_part(interpretation=case, form=part["form"], text=text, **own)
    known = dict(GuideElement.objects.filter(kind=demo["kind"]).values_list("name", "pk"))
    filled = {known[name]: said for name, said in demo["elements"].items() if name in known}
    drafts.fill(interpretation=case, texts=filled, **own)
    if doubts := [found.key for found in scan(case).found]:
        review.confirm_items(
            interpretation=case, items=doubts, reason="图上只有标题和数字，逐字看过。",
            by=holder(organ, Role.OPENNESS_REVIEWER), at=at + _HOUR,
        )  # fmt: skip
    review.submit(interpretation=case, by=clerk, at=at + 2 * _HOUR)
    secrecy, signer = holder(organ, Role.SECRECY_REVIEWER), holder(organ, Role.SIGNER)
    review.pass_secrecy(interpretation=case, opinion=_EXAMINED, by=secrecy, at=at + 3 * _HOUR)
    review.sign(interpretation=case, by=signer, at=at + 4 * _HOUR)
    release.publish(interpretation=case, by=signer, at=at + 5 * _HOUR)


def _drawn(case: Interpretation, part: Mapping[str, Any], *, by: User, at: dt.datetime) -> Text:
    """A text of one drawing, made of words and numbers, with what it shows in words."""
    stream = io.BytesIO(_bars(part["picture"]))
    stored = parts.add_picture(
        interpretation=case, stream=stream, name=f"{case.title[:20]}.png", by=by, at=at
    )
    # No worker runs while the demo is loaded: what it would do is done here.
    read_file(file_id=stored.pk, at=at)
    return Text((Figure(str(stored.public_id), part["alt"]),))


def _bars(rows: Sequence[tuple[str, str, float]]) -> bytes:
    """Bars one below the other, each with its name and its number."""
    height, most = 64, max(row[2] for row in rows)
    image = Image.new("RGB", (720, height * len(rows) + 16), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT_PATH), 26)
    for place, (name, said, number) in enumerate(rows):
        top = 8 + place * height
        draw.text((16, top + 12), name, font=font, fill="#1f2933")
        draw.rectangle((200, top + 10, 200 + 300 * number / most, top + 50), fill="#9b2c2c")
        draw.text((212 + 300 * number / most, top + 12), said, font=font, fill="#1f2933")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@transaction.atomic
def _answer(demo: Mapping[str, Any], *, now: dt.datetime) -> None:
    """An answer drafted by the organ of its policy and released by another."""
    if EntryVersion.objects.filter(question=demo["question"]).exists():
        return
    policy = document_of(demo["doc"])
    organ, at = policy.organ, _after(policy, 30, now)
    editor = holder(organ, Role.MESSAGE_RESPONDER)
    named = [policy.doc_number or policy.get_absolute_url()]
    entry: Entry = entries.draft(
        organ=organ, audience=Readers.PUBLIC, question=demo["question"], policies=named, by=editor,
        at=at,
    )  # fmt: skip
    entries.write(
        entry=entry, question=demo["question"], short_answer=demo["short"],
        answer=from_lines([demo["long"]]), similar=demo["similar"], policies=named,
        review_on=entry.review_on, note="", by=editor, at=at + _HOUR,
    )  # fmt: skip
    entries.STEPS.perform(entry, "submit", by=editor, at=at + 2 * _HOUR)
    reviewer = holder(organ, Role.ANSWER_REVIEWER)
    entries.release(entry=entry, by=reviewer, at=at + 3 * _HOUR)


def _offer(*, now: dt.datetime) -> None:
    """The service items, and the policies that lead to them."""
    with (HERE / "service_items.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    organs = {organ.code: organ for organ in Organ.objects.all()}
    led = {row["task_code"]: row.pop("docs").split(";") for row in listed}
    for number, row in enumerate(listed, start=2):
        organ = organs[row.pop("organ")]
        if ServiceItem.objects.filter(task_code=row["task_code"]).exists():
            continue
        given = Row(number, {**row, "dept_name": organ.name})
        clerk = holder(organ, Role.CLERK)
        import_items(rows=[given], by=clerk, at=now - 40 * _HOUR, dry_run=False)
    for item in ServiceItem.objects.filter(task_code__in=led).select_related("organ"):
        if not item.is_on_offer(on=now.date()) or item.links.exists():
            continue
        for policy in map(document_of, led[item.task_code]):
            if not ItemOfPolicy.objects.filter(document=policy, item=item).exists():
                clerk = holder(policy.organ, Role.CLERK)
                link_item(document=policy, item=item, by=clerk, at=now - 30 * _HOUR)


# Slug, kind, title, summary, audience, tags, files of the documents, and of a pack what it says.
PACKS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "slug": "parking", "kind": Kind.THEME, "title": "停车一件事", "tags": ["停车"],
        "summary": "办法、收费和共享停车的文件放在一处。", "docs": ["001", "002", "040"],
        "intro": "在路边停、在小区停、借单位的车位停，各按哪一份文件，这里都有。",
    },
    {
        "slug": "elevator", "kind": Kind.THEME, "title": "老房加梯一件事", "tags": ["加装电梯"],
        "summary": "从表决到补贴，市、区、街道三级的文件。", "docs": ["012", "013", "058", "079"],
        "intro": "市里的实施办法、区里的补贴、街道的年度计划，按办事的次序排好。",
    },
    {
        "slug": "school", "kind": Kind.THEME, "title": "入学一件事", "tags": ["入学"],
        "summary": "招生的意见和各区的入学范围。", "docs": ["027", "061"],
        "intro": "先看全市的排序规则，再看所在区的学校范围。",
    },
    {
        "slug": "waste", "kind": Kind.THEME, "title": "垃圾分类一件事", "tags": ["垃圾分类"],
        "summary": "四类怎样分，什么时候投。", "docs": ["003", "038", "082"],
        "intro": "新办法明年一月起施行，定时定点的规定同时衔接。",
    },
    {
        "slug": "elder-care", "kind": Kind.PACK, "title": "居家养老服务包", "audience": "老年人",
        "summary": "失能老人每月能得到的服务和怎样申请。", "docs": ["029", "030", "080"],
        "intro": "在家养老的老人，按失能的程度每月得到服务时数。",
        "conditions": ["年满六十周岁", "本市户籍", "经评估为轻度、中度或者重度失能", "居住在家中"],
        "materials": "身份证\n评估结果\n低收入证明（申请全额的提供）",
        "rules": "先评估，再申请；补贴是服务时数，不发现金。\n住院期间停发，出院次月恢复。",
        "review_points": "年龄和户籍由系统核对；评估等级以评估机构的结果为准；收入由民政部门核对。",
        "amounts": "轻度每月三百二十元，中度六百八十元，重度一千元。",
        "how_to_apply": "在街道社区事务受理中心窗口，或者在政务服务网申请；行动不便的可以约上门。",
        "contact": "市民政局养老服务处（演示）",
    },
    {
        "slug": "elder-meals", "kind": Kind.PACK, "title": "老年助餐服务包", "audience": "老年人",
        "summary": "社区食堂三档补贴和送餐上门。", "docs": ["066", "080"],
        "intro": "在社区食堂用餐的老人，按年龄每餐补贴。",
        "conditions": ["年满六十周岁", "本街道户籍"],
        "materials": "身份证",
        "rules": "刷身份证当场扣减，不用报销；送餐须经评估。",
        "review_points": "年龄由系统核对；送餐看行动能力和是否独居。",
        "amounts": "六十岁以上每餐二元，七十岁以上三元，八十岁以上五元；送餐另补两元。",
        "how_to_apply": "到社区食堂登记一次，当天起享受。",
        "contact": "青禾街道社区服务办公室（演示）",
    },
)  # fmt: skip


@transaction.atomic
def _gather(demo: Mapping[str, Any], *, now: dt.datetime) -> None:
    """A theme or pack of the city's office, released, with its documents."""
    if PolicyCollection.objects.filter(slug=demo["slug"]).exists():
        return
    office, at = Organ.objects.get(code=_OFFICE), now - 60 * _HOUR
    clerk, signer = holder(office, Role.CLERK), holder(office, Role.SIGNER)
    audience = None
    if "audience" in demo:
        audience, _ = Audience.objects.get_or_create(
            name=demo["audience"], defaults={"kind": AudienceKind.PEOPLE}
        )
    tags = [PolicyTag.objects.get_or_create(name=name)[0] for name in demo.get("tags", ())]
    version = versions.create(
        organ=office, slug=demo["slug"], kind=demo["kind"], title=demo["title"], by=clerk, at=at,
        audience=audience, tags=tags, editor=clerk,
    )  # fmt: skip
    words = {name: demo[name] for name in versions.WORDS if name in demo}
    versions.write(
        collection_version=version, by=clerk, at=at, conditions=demo.get("conditions", ()), **words
    )
    for number in demo["docs"]:
        members.include(
            collection=version.collection, document=document_of(number), by=clerk, at=at
        )
    versions.STEPS.perform(version, "submit", by=clerk, at=at + _HOUR)
    versions.release(collection_version=version, by=signer, at=at + 2 * _HOUR)


# Of the demo's interpretations those that stand, and who marks them how.
CHOSEN: Final = (
    ("停车怎样收费、哪里能停：一篇看懂新办法", "收费和车位分开讲，一张图看完。"),
    ("加装电梯六步走", "照着六步就能办。"),
    ("垃圾分类新办法，明年一月起和您有关的五件事", "只讲和居民有关的。"),
    ("居家养老，这五年家门口会多什么", "把规划讲成家门口的变化。"),
    ("小区里电动自行车怎样停、怎样充", "问答短，答得准。"),
)
_JUDGES: Final = (
    ("hu.luru", "高校教师（演示）", (88, 92, 85, 80, 90)),
    ("hu.gongkai", "市民代表（演示）", (90, 86, 88, 84, 82)),
    ("hu.baomi", "媒体编辑（演示）", (84, 90, 86, 78, 88)),
)
VOTERS: Final = 41


@transaction.atomic
def select_good_ones(*, now: dt.datetime) -> None:
    """A selection of the city's office from nomination to its result, with invented voters."""
    office, begun = Organ.objects.get(code=_OFFICE), now - dt.timedelta(days=40)
    clerk, signer = holder(office, Role.CLERK), holder(office, Role.SIGNER)
    if Selection.objects.filter(organ=office).exists():
        return
    day, first = dt.timedelta(days=1), begun.date()
    selection = selections.create(
        organ=office, year=first.year, title="好解读评选", by=clerk, at=begun
    )
    selections.write(
        selection=selection, title="好解读评选",
        rules="各机关从公开的解读里提名，讲得准、看得懂、办得成的都可以。\n公众投票和专家打分各占一部分。",
        nominations_end=first + 7 * day, voting_begins=first + 10 * day,
        voting_ends=first + 20 * day, marking_ends=first + 30 * day, votes_weight=40, awards=3,
        votes_each=2, criteria=["政策讲得准 40", "看得懂 40", "办得成 20"], by=clerk, at=begun,
    )  # fmt: skip
    selections.STEPS.perform(selection, "submit", by=clerk, at=begun + _HOUR)
    selections.STEPS.perform(selection, "release", by=signer, at=begun + 2 * _HOUR)
    standing = []
    for title, reason in CHOSEN:
        edition = Interpretation.objects.public().select_related("organ").get(title=title)
        by = holder(edition.organ, Role.CLERK)
        row = nominations.nominate(
            selection=selection, edition=edition, reason=reason, by=by, at=begun + 3 * _HOUR
        )
        standing.append(nominations.accept(nomination=row, by=clerk, at=begun + day))
    for username, name, points in _JUDGES:
        judge = experts.invite(
            selection=selection, name=name, user=User.objects.get(username=username), by=clerk,
            at=begun + day,
        )  # fmt: skip
        keys = list(selection.criteria.values_list("pk", flat=True))
        sheet = {
            row.pk: {key: given - 2 * place for place, key in enumerate(keys)}
            for row, given in zip(standing, points, strict=True)
        }
        experts.mark(expert=judge, points=sheet, at=begun + 25 * day)
    for number in range(VOTERS):
        at = begun + 12 * day
        chosen = {standing[number % 5].pk, standing[number * number % 3].pk}
        address = f"voter-{number}@example.test"
        ballots.ask_by_mail(selection=selection, chosen=chosen, address=address, at=at)
        ballots.confirm(asked=AskedBallot.objects.get(selection=selection), at=at + _HOUR)
    selections.draw(selection=selection, by=clerk, at=begun + 35 * day)
    selections.announce(selection=selection, by=signer, at=begun + 36 * day)
