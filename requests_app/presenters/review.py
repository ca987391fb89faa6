"""What is about to be sent, for one last look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.personal.masks import masked_number
from requests_app.choices import ApplicantKind, DeliveryWay, IdentityKind, Medium
from requests_app.models import DraftFile

if TYPE_CHECKING:
    from portal.organs.models import Organ


@dataclass(frozen=True)
class Block:
    """A part of the form with its rows, and the part of the form to change it in."""

    title: str
    anchor: str
    rows: tuple[tuple[str, str], ...]


def blocks_of(given: Mapping[str, Any], organ: Organ, files: Sequence[DraftFile]) -> list[Block]:
    """The parts of a form, cleaned, in its order. Names and contacts stand in full, so that a slip
    is seen before it is sent; numbers of documents were checked already and stay masked.
    """
    wanted = _rows(
        ("向谁申请", organ.name),
        ("信息名称", given["info_title"]),
        ("文号", given["info_number"]),
        ("其他描述", given["description"]),
    )
    how = _rows(
        ("要什么形式", Medium(given["medium"]).label),
        ("怎样给您", DeliveryWay(given["delivery_way"]).label),
        ("需要什么帮助", given["help_needed"]),
        ("建议公开", "建议向全社会公开" if given["suggests_publication"] else ""),
    )
    who = _rows(
        ("申请人", f"{given['name']}（{ApplicantKind(given['applicant_kind']).label}）"),
        ("证件类型", IdentityKind(given["identity_kind"]).label),
        ("证件号码", masked_number(given["identity_number"])),
        ("代理人", given["agent_name"]),
        ("代理人证件号码", masked_number(given["agent_number"])),
        (
            "材料",
            "、".join(f"{file.get_purpose_display()}（{size_of(file.size)}）" for file in files),
        ),
    )
    reach = _rows(
        ("联系电话", given["phone"]),
        ("电子邮箱", given["email"]),
        ("通信地址", given["address"]),
    )
    return [
        Block("要什么信息", "wanted", wanted),
        Block("以什么形式", "how", how),
        Block("申请人", "who", who),
        Block("联系方式", "reach", reach),
    ]


def _rows(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(row for row in rows if row[1])


def size_of(size: int) -> str:
    """A file's size, as people say it."""
    return f"{size / 1024 / 1024:.1f}MB" if size >= 1024 * 1024 else f"{max(size // 1024, 1)}KB"
