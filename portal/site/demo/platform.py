"""Invented guides and the catalogue of 制度 of the demo city, by the real acts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from disclosure.models import Document
from portal.accounts.choices import Role
from portal.organs.models import Organ
from portal.platform.choices import RuleLevel
from portal.platform.models import GuideVersion, RuleEntry
from portal.platform.services import guides
from portal.platform.services.rules import save_rule
from portal.site.demo.builders import holder
from portal.statute import REGULATION

_REGULATION_AT = "https://www.gov.cn/zhengce/content/2019-04/15/content_5382991.htm"
# Of the demo's documents those that say how openness is done, by their numbers.
_DOCUMENTS = ("海数规〔2026〕1号",)


@dataclass(frozen=True)
class DemoGuide:
    """One version: whose, how long ago it was released, and what it changes of the one before."""

    organ: str
    days_ago: int
    changes: dict[str, Any] = field(default_factory=dict)


GUIDES = (
    DemoGuide("HL", 400, {
        "office_name": "市政府办公室政务公开处（演示）",
        "obtaining": "在本站“公文库”检索、查阅和下载。\n在市档案馆、市图书馆查阅（演示）。",
    }),
    DemoGuide("HL", 30, {
        "obtaining": (
            "在本站“公文库”检索、查阅和下载。\n"
            "在市档案馆、市图书馆和各街道（镇）便民服务中心的查阅点查阅（演示）。\n"
            "主动公开的信息，自形成或者变更之日起20个工作日内公开。"
        ),
    }),
    DemoGuide("HL-JS", 90, {
        "office_name": "市住房建设局办公室（演示）",
        "classification": (
            "本局主动公开的信息分为住房保障、房屋管理、工程建设和机构信息四类，各类的法定依据见"
            "“法定主动公开内容”。"
        ),
        "further": "老旧小区加装电梯的申报材料和进度，请拨打联系电话询问（演示）。",
    }),
    DemoGuide("HL-WH", 60, {
        "office_name": "区政府办公室政务公开科（演示）",
        "obtaining": "在本站“公文库”按“文汇区”筛选。\n在区档案馆、区图书馆查阅（演示）。",
    }),
)  # fmt: skip


@transaction.atomic
def load_platform(*, now: dt.datetime) -> int:
    """What is not there yet; returns how many guides were added."""
    added = 0 if GuideVersion.objects.exists() else sum(_guide(each, now=now) for each in GUIDES)
    if not RuleEntry.objects.exists():
        _rules(at=now)
    return added


def _guide(demo: DemoGuide, *, now: dt.datetime) -> bool:
    organ, at = Organ.objects.get(code=demo.organ), now - dt.timedelta(days=demo.days_ago)
    clerk, signer = holder(organ, Role.CLERK), holder(organ, Role.SIGNER)
    guide = guides.draft(organ=organ, by=clerk, at=at)
    guide = guides.write(guide=guide, by=clerk, at=at, **demo.changes)
    guide = guides.STEPS.perform(guide, "submit", by=clerk, at=at)
    guides.release(guide=guide, by=signer, at=at)
    return True


def _rules(*, at: dt.datetime) -> None:
    office = Organ.objects.get(code="HL-BGS")
    clerk = holder(office, Role.CLERK)
    save_rule(
        organ=office, level=RuleLevel.STATE, title=REGULATION.title, number=REGULATION.number,
        issuer="国务院", url=_REGULATION_AT, position=1, by=clerk, at=at,
    )  # fmt: skip
    for place, number in enumerate(_DOCUMENTS):
        found = Document.objects.public().filter(doc_number=number).first()
        if found:
            save_rule(
                organ=office, level=RuleLevel.CITY, document=found, position=10 + place,
                by=clerk, at=at,
            )  # fmt: skip
    district = Organ.objects.get(code="HL-WH-BGS")
    save_rule(
        organ=district, level=RuleLevel.DISTRICT, title="文汇区政务公开工作规程（演示）",
        issuer=district.name, position=20, by=holder(district, Role.CLERK), at=at,
    )  # fmt: skip
