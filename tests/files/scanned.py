"""Official documents as scanners give them: printed, tilted, speckled, stamped; all invented.

What each page says is known, letter by letter and element by element.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import typst
from noto_cjk_sans_otc import FONT_PATH
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
_PAPER = (250, 249, 246)
_RED = (206, 36, 40)
_SENTENCES = (
    "各部门要充分认识政务公开工作的重要意义，加强组织领导，明确责任分工，把各项任务落到实处。",
    "对涉及群众切身利益的事项，应当在决策前公开征求意见，期限一般不少于三十日。",
    "二〇二六年起，全市统一使用新的信息公开目录，原目录同时停止使用。",
    "项目总投资为3,250.60万元，其中市级财政承担60%，区级财政承担40%。",
    "申请人对答复不服的，可以自收到答复之日起六十日内申请行政复议。",
    "主管部门每季度通报一次工作进展情况，对工作不力的单位予以约谈。",
    "符合条件的企业可以享受减半征收的优惠，具体办法由税务部门另行制定。",
    "学校、医院、养老机构周边两百米范围内，不得新建产生噪声污染的项目。",
    "本市户籍居民凭有效证件，可以在就近的社区事务受理服务中心办理登记。",
    "各街道办事处应当建立台账，做到底数清、情况明、数据准、责任实。",
    "供水管网改造工程计划分三期实施，第一期于2027年6月底前完成。",
    "有关单位应当妥善保管档案资料，保存期限不得少于10年。",
)
_SUBJECTS = ("政务公开", "供水安全", "社区服务", "档案管理", "噪声防治", "税费优惠", "老旧小区改造")


@dataclass(frozen=True, slots=True)
class Scan:
    """One page: its picture as a PNG or JPEG, what it says, and its elements as the import names
    them.
    """

    name: str
    data: bytes
    text: str
    elements: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page came out of the scanner: ``tilt`` in degrees, ``specks`` on it, a ``stamp`` over
    its signature, text in ``columns``, a ``table``; ``quality`` of the JPEG, 0 for a PNG.
    """

    tilt: float = 0.0
    specks: int = 0
    stamp: bool = False
    columns: int = 1
    table: bool = False
    shade: bool = False
    blur: float = 0.0
    quality: int = 0


LOOKS: tuple[Look, ...] = (
    Look(),
    Look(tilt=-5),
    Look(tilt=5),
    Look(tilt=2.3, specks=1500),
    Look(specks=4000),
    Look(tilt=-1.2, specks=2500, blur=0.6),
    Look(stamp=True),
    Look(stamp=True, tilt=3.1),
    Look(stamp=True, tilt=-4.2, specks=1500),
    Look(stamp=True, specks=2500, quality=60),
    Look(columns=2),
    Look(columns=2, tilt=4.5),
    Look(columns=2, tilt=-2.6, specks=1500),
    Look(columns=2, stamp=True),
    Look(table=True),
    Look(table=True, tilt=-3.4),
    Look(table=True, stamp=True, specks=1500),
    Look(shade=True, quality=50),
    Look(shade=True, tilt=1.7, stamp=True, blur=0.5),
    Look(tilt=-5, specks=2500, stamp=True, quality=70),
)


def scan(number: int, look: Look | None = None) -> Scan:
    """The page of a number, always the same one."""
    look = look or LOOKS[number % len(LOOKS)]
    page = _page(number, look)
    picture = _scanned(page.picture(), number, look)
    return Scan(f"{number + 1:02} {_said(look)}", picture, page.text, page.elements)


def scans() -> list[Scan]:
    """The whole set."""
    return [scan(number) for number in range(len(LOOKS))]


def scanned_file(*pages: Scan) -> bytes:
    """A PDF of scanned pages, as copiers send it."""
    first, *rest = [Image.open(io.BytesIO(page.data)).convert("RGB") for page in pages]
    buffer = io.BytesIO()
    first.save(buffer, "PDF", resolution=DPI, save_all=True, append_images=rest)
    return buffer.getvalue()


@dataclass(slots=True)
class _Page:
    markup: str
    text: str
    elements: dict[str, Any] = field(default_factory=dict)

    def picture(self) -> Image.Image:
        return Image.open(io.BytesIO(_compiled(self.markup))).convert("RGB")


@cache
def _compiled(markup: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(Path(FONT_PATH).parent)])
    made = typst.compile(markup.encode(), font_paths=fonts, format="png", ppi=float(DPI))
    # One page: the imprint stands at its foot.
    return bytes(made if isinstance(made, bytes) else made[-1])


def _page(number: int, look: Look) -> _Page:
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    year, sequence = 2020 + number % 7, 3 + number
    organ = "海岚市人民政府办公室"
    title = f"{organ}关于进一步加强{subject}工作的通知"
    reference = f"海府办发〔{year}〕{sequence}号"
    recipients = "各区人民政府，市政府各委、办、局"
    day = f"{year}年{1 + number % 12}月{1 + number * 3 % 28}日"
    iso = f"{year}-{1 + number % 12:02}-{1 + number * 3 % 28:02}"
    picked = [_SENTENCES[(number * 5 + n) % len(_SENTENCES)] for n in range(12)]
    heads = ("一、提高认识", "二、落实责任", "三、强化监督", "四、做好保障")
    each = 3 if look.columns == 2 else 2
    body = [
        part
        for n, head in enumerate(heads[: 4 if look.columns == 2 else 3])
        for part in (head, *picked[each * n : each * n + each])
    ]
    rows = (
        ("序号", "事项", "完成时限"),
        ("1", "编制目录", "6月底"),
        ("2", "公开征求意见", "9月底"),
    )
    table = (
        "#table(columns: (2cm, 6cm, 4cm), align: center, "
        + ", ".join(f"[{cell}]" for row in rows for cell in row)
        + ")"
        if look.table
        else ""
    )
    half = (len(body) + 1) // 2
    sides = [
        f"[{chr(10).join([part + chr(10) for part in side])}]"
        for side in (body[:half], body[half:])
    ]
    flowing = (
        f"#grid(columns: (1fr, 1fr), gutter: 1cm, {', '.join(sides)})"
        if look.columns == 2
        else "\n\n".join(body)
    )
    markup = f"""
#set page(paper: "a4", margin: (top: 2.6cm, bottom: 2cm, left: 2.8cm, right: 2.6cm))
#set text(font: "Noto Sans CJK SC", size: {12 if look.columns == 2 else 14}pt, lang: "zh")
#set par(leading: 0.9em, spacing: 0.9em, first-line-indent: (amount: 2em, all: true), justify: true)
#align(center, text(size: 30pt, fill: rgb{_RED}, weight: "bold")[{organ}文件])
#v(0.4cm)
#align(center)[{reference}]
#line(length: 100%, stroke: 1.5pt + rgb{_RED})
#v(0.3cm)
#align(center, text(size: 19pt)[{organ}关于进一步加强\\ {subject}工作的通知])
#par(first-line-indent: 0em)[{recipients}：]

{flowing}

{table}

#v(0.3cm)
#align(right)[{organ}#h(1.5cm)]
#align(right)[{day}#h(2cm)]
（此件公开发布）
#v(1fr)
#set text(size: 11pt)
#set par(first-line-indent: 0em)
#line(length: 100%, stroke: 0.7pt)
#h(1em)抄送：市委办公室，市人大常委会办公室。
#line(length: 100%, stroke: 0.5pt)
#h(1em){organ}#h(1fr){day}印发#h(1em)
#line(length: 100%, stroke: 0.7pt)
"""
    said = [
        f"{organ}文件",
        reference,
        title,
        f"{recipients}：",
        *body,
        *(("".join(cell for row in rows for cell in row),) if look.table else ()),
        organ,
        day,
        "（此件公开发布）",
        "抄送：市委办公室，市人大常委会办公室。",
        f"{organ}{day}印发",
    ]
    elements = {
        "title": title,
        "doc_number": reference,
        "issuers": [organ],
        "genre": "通知",
        "recipients": ["各区人民政府", "市政府各委、办、局"],
        "copy_to": ["市委办公室", "市人大常委会办公室"],
        "signed_on": iso,
        "printed_by": organ,
        "printed_on": iso,
        "openness": "主动公开",
    }
    return _Page(markup, "\n".join(said), elements)


def _scanned(picture: Image.Image, number: int, look: Look) -> bytes:
    chance = np.random.default_rng(number)
    if look.stamp:
        _stamp(picture)
    if look.tilt:
        picture = picture.rotate(look.tilt, Image.Resampling.BICUBIC, fillcolor="white")
    if look.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(look.blur))
    pixels = np.asarray(picture).astype(np.float32) * (np.asarray(_PAPER) / 255)
    if look.shade:
        height, width = pixels.shape[:2]
        slope = np.linspace(1.0, 0.72, width)[None, :] * np.linspace(0.9, 1.0, height)[:, None]
        pixels *= slope[:, :, None]
    pixels += chance.normal(0, 4, pixels.shape[:2])[:, :, None]
    for _ in range(look.specks):
        top, left = chance.integers(0, pixels.shape[0] - 3), chance.integers(0, pixels.shape[1] - 3)
        size = chance.integers(1, 3)
        pixels[top : top + size, left : left + size] = chance.integers(0, 120)
    made = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    if look.quality:
        made.save(buffer, "JPEG", quality=look.quality, dpi=(DPI, DPI))
    else:
        made.save(buffer, "PNG", dpi=(DPI, DPI), compress_level=1)
    return buffer.getvalue()


def _stamp(picture: Image.Image) -> None:
    """A round seal, 4.2 cm wide, over whatever stands below the middle on the right."""
    side = round(4.2 / 2.54 * DPI)
    seal = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((4, 4, side - 5, side - 5), outline=_RED, width=9)
    font = ImageFont.truetype(str(FONT_PATH), side // 9)
    words = "海岚市人民政府办公室"
    for place, char in enumerate(words):
        angle = np.pi * (1.15 - 1.3 * place / (len(words) - 1))
        turned = Image.new("L", (side // 6, side // 6))
        ImageDraw.Draw(turned).text((side // 40, 0), char, font=font, fill=255)
        turned = turned.rotate(np.degrees(angle) - 90, Image.Resampling.BICUBIC)
        at = (
            round(side / 2 + 0.38 * side * np.cos(angle) - side / 12),
            round(side / 2 - 0.38 * side * np.sin(angle) - side / 12),
        )
        seal.paste(_RED, at, turned)
    points = [
        (
            side / 2 + (0.13 if n % 2 == 0 else 0.052) * side * np.cos(np.pi / 2 + n * np.pi / 5),
            side / 2 - (0.13 if n % 2 == 0 else 0.052) * side * np.sin(np.pi / 2 + n * np.pi / 5),
        )
        for n in range(10)
    ]
    draw.polygon(points, fill=_RED)
    left, top = _signature_place(picture, side)
    under = np.asarray(picture.crop((left, top, left + side, top + side))).astype(np.uint16)
    inked = (under * np.asarray(seal).astype(np.uint16) // 255).astype(np.uint8)
    picture.paste(Image.fromarray(inked), (left, top))


def _signature_place(picture: Image.Image, side: int) -> tuple[int, int]:
    """Where the signature stands: the last dark rows that begin right of the middle."""
    grey = np.asarray(picture.convert("L"))
    width = grey.shape[1]
    rows = (grey[:, : width // 2] < 128).sum(axis=1), (grey[:, width // 2 :] < 128).sum(axis=1)
    alone = np.flatnonzero((rows[0] == 0) & (rows[1] > 20))
    middle = int(alone[len(alone) // 2]) if len(alone) else grey.shape[0] * 2 // 3
    return round(width * 0.58), max(middle - side // 2, 0)


def _said(look: Look) -> str:
    words = [
        f"{look.columns} columns" if look.columns > 1 else "",
        "table" if look.table else "",
        f"tilt {look.tilt}" if look.tilt else "",
        f"specks {look.specks}" if look.specks else "",
        "stamp" if look.stamp else "",
        "shade" if look.shade else "",
        "blur" if look.blur else "",
        f"jpeg {look.quality}" if look.quality else "",
    ]
    return ", ".join(word for word in words if word) or "plain"
