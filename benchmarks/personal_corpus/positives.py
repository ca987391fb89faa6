"""Texts that tell of somebody: each kind in each surrounding and each way of writing it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.personal_corpus.cases import Case, Mark, built
from benchmarks.personal_corpus.invented import Invented
from benchmarks.personal_corpus.layouts import (
    CARD,
    NUMBER,
    PHONE,
    SETTINGS,
    TELLING,
    WRITINGS,
    set_in,
)
from portal.files.personal_data import Kind

SEED = 20261129
_PEOPLE = frozenset({Kind.NAME, Kind.NAME_LIST})
_KNOWN = _PEOPLE | {Kind.ID_CARD}
# Words that do not excuse a number which proves itself.
_MISLEADING = ("身份证编号", "项目编号", "统一社会信用代码", "订单号", "登记证号（身份证）")
_DISEASES = ("尿毒症", "肺癌", "精神分裂症", "肢体二级残疾", "白血病", "糖尿病", "视力一级残疾")


def positives() -> list[Case]:
    """All of them, the same each time."""
    some = Invented(SEED)
    makers = (
        _identities, _cards, _phones, _plain_values, _addresses, _papers, _accounts, _places,
        _names, _lists, _illnesses, _children, _families, _columns, _hard,
    )  # fmt: skip
    return [case for make in makers for case in make(some)]


def _in_all(
    some: Invented,
    kind: Kind,
    label: str,
    value: Callable[[], str],
    *,
    settings: Sequence[str] = tuple(SETTINGS),
    writings: Sequence[str] = (),
    times: int = 1,
) -> Iterator[Case]:
    for _ in range(times):
        for setting in settings:
            yield set_in(setting, kind, label, value(), some)
        for name in writings:
            yield set_in("标签一行", kind, label, WRITINGS[name](value()), some, layout=name)


def _identities(some: Invented) -> Iterator[Case]:
    yield from _in_all(some, Kind.ID_CARD, "身份证号", some.identity, writings=NUMBER, times=2)
    for label in _MISLEADING:
        yield set_in("标签一行", Kind.ID_CARD, label, some.identity(), some, layout="误导的标签")
        for name in ("一格一位（制表符）", "跨行两次"):
            written = WRITINGS[name](some.identity())
            yield set_in("标签一行", Kind.ID_CARD, label, written, some, layout="误导的标签")
    yield from _in_all(some, Kind.ID_CARD, "身份证号", some.old_identity, settings=TELLING)
    yield from _in_all(some, Kind.ID_CARD, "身份证号", some.slipped, settings=TELLING)
    for zero in "OoQ":
        misread = some.identity().translate(str.maketrans("01", f"{zero}l"))
        yield set_in(
            "词间无标点", Kind.ID_CARD, "号码 ", f"{misread} ", some, layout="数字认成字母"
        )
    for _ in range(4):
        parts = (Mark(Kind.ID_CARD, some.identity()), Mark(Kind.MOBILE, some.mobile(), must=False))
        yield built("附：", *parts, "\n", layout="与别的号码连写")


def _cards(some: Invented) -> Iterator[Case]:
    yield from _in_all(some, Kind.BANK_CARD, "银行卡号", some.card, writings=CARD, times=2)
    for label in ("银行卡编号", "项目编号", "收款编码", "订单号"):
        yield set_in("标签一行", Kind.BANK_CARD, label, some.card(), some, layout="误导的标签")


def _phones(some: Invented) -> Iterator[Case]:
    yield from _in_all(some, Kind.MOBILE, "手机", some.mobile, writings=PHONE, times=2)
    for head in ("+86 ", "86-", "+86"):
        yield set_in(
            "标签一行", Kind.MOBILE, "电话", head + some.mobile(), some, layout="带国家代码"
        )
    yield from _in_all(some, Kind.LANDLINE, "家庭电话", some.landline, settings=TELLING, times=2)


def _plain_values(some: Invented) -> Iterator[Case]:
    yield from _in_all(some, Kind.EMAIL, "邮箱", some.email)
    yield from _in_all(
        some, Kind.EMAIL, "邮箱", lambda: some.email().replace("@", "＠"), settings=TELLING
    )
    yield from _in_all(some, Kind.PLATE, "车牌号", some.plate, times=2)


def _addresses(some: Invented) -> Iterator[Case]:
    yield from _in_all(some, Kind.ADDRESS, "家庭住址", some.address, times=2)
    yield from _in_all(some, Kind.ADDRESS, "住址", some.rural, settings=TELLING)


def _papers(some: Invented) -> Iterator[Case]:
    for _ in range(2):
        for setting in TELLING:
            label, number = some.passport()
            yield set_in(setting, Kind.PASSPORT, label, number, some)
    numbers: Mapping[str, Callable[[], str]] = {
        "社会保障号码": lambda: some.digits(10),
        "医保卡号": lambda: f"A{some.digits(8)}",
        "社保卡号": lambda: f"B{some.digits(8)}",
        "公积金账号": lambda: some.digits(12),
    }
    for label, made in numbers.items():
        yield from _in_all(some, Kind.SOCIAL_SECURITY, label, made, settings=TELLING[:6])


def _accounts(some: Invented) -> Iterator[Case]:
    def number() -> str:
        return f"1{some.digits(16)}"

    for label in ("开户银行：虚构银行示例支行，账号", "银行账号", "打卡账号"):
        yield from _in_all(some, Kind.BANK_ACCOUNT, label, number, settings=TELLING)


def _places(some: Invented) -> Iterator[Case]:
    for label in ("住宅坐标", "户主住处位置", "自建房位置"):
        yield from _in_all(some, Kind.COORDINATES, label, some.place, settings=TELLING)


def _names(some: Invented) -> Iterator[Case]:
    sayings = (
        ("申请人：{}\n", "标签一行"),
        ("申请人（签字）：{}    2025年1月2日\n", "落款签名"),
        ("当事人姓名：{}，男，1980年1月出生。", "句中括号"),
        ("被征收人{}，对补偿方案提出异议。", "句中括号"),
        ("{}，女，户籍在示例市，系低保对象。", "句首"),
        ("姓    名\t{}\t性别\t男\n", "申领表"),
        ("举报人{}反映的问题已办结。\n", "词间无标点"),
        ("投诉人：{}，反映楼道堆物。", "列表项"),
        ("1. 户主：{}；2. 人口：3人", "列表项"),
        ("死者：{}，经抢救无效死亡。", "句中括号"),
        ('{{"当事人": "{}"}}', "键值对"),
        ("| 申请人 | {} |\n", "竖线表格"),
    )
    for _ in range(3):
        for saying, layout in sayings:
            first, last = saying.format("\0").split("\0")
            yield built(first, Mark(Kind.NAME, some.name()), last, layout=layout, also=_PEOPLE)


def _lists(some: Invented) -> Iterator[Case]:
    for joint, layout in (
        ("、", "顿号名单"),
        ("\n", "逐行名单"),
        ("\t", "制表符表格"),
        ("  ", "空格表格"),
    ):
        for title in ("拟录用人员名单", "廉租住房保障对象名单", "困难群众补助名单"):
            listed = Mark(Kind.NAME_LIST, joint.join(some.names(8)))
            yield built(f"{title}\n", listed, "\n", layout=layout)
    heads = (
        "序号{0}姓名{0}年龄{0}补贴金额",
        "编号{0}户主姓名{0}人口{0}低保金额",
        "姓 名{0}所在村组{0}金额",
    )
    for divide, layout in (
        ("\t", "制表符表格"),
        (" | ", "竖线表格"),
        (",", "逗号表格"),
        ("    ", "空格表格"),
    ):
        for head in heads:
            yield _table(some, head.format(divide), divide, layout, Kind.NAME_LIST)


def _table(some: Invented, head: str, divide: str, layout: str, kind: Kind) -> Case:
    """A table of six people, told of by its heading."""
    cells = [cell.strip() for cell in head.split(divide)]
    rows = []
    for number, name in enumerate(some.names(6), 1):
        row = [
            name if "姓" in cell or cell.startswith("学生") else str(number * 7) for cell in cells
        ]
        rows.append(divide.join(row))
    also = frozenset({Kind.NAME, Kind.NAME_LIST, kind})
    return built(Mark(kind, "\n".join([head, *rows])), "\n", layout=layout, also=also)


def _illnesses(some: Invented) -> Iterator[Case]:
    for disease in _DISEASES:
        sayings = (
            (f"患者{some.name()}，确诊患有{disease}", "。", "句中括号"),
            (f"姓名：{some.name()}，诊断：{disease}", "\n", "标签一行"),
            (f"身份证号{some.identity()}，{disease}", "，已补助。", "列表项"),
        )
        for told, last, layout in sayings:
            yield built(Mark(Kind.HEALTH, told), last, layout=layout, also=_KNOWN)
    for divide, layout in (("\t", "制表符表格"), (" | ", "竖线表格"), (",", "逗号表格")):
        for column in ("残疾等级", "病种", "诊断", "残疾类别"):
            head = divide.join(("序号", "姓名", column, "补贴"))
            yield _table(some, head, divide, layout, Kind.HEALTH)


def _children(some: Invented) -> Iterator[Case]:
    sayings = (
        ("学生{}，示例小学三年级学生", "，获得资助。", "句中括号"),
        ("姓名：{}，就读于示例幼儿园大班", "\n", "标签一行"),
        ("儿童：{}，8岁", "，父母外出务工。", "列表项"),
        ("监护人：{}，被监护人为未成年人", "。", "句中括号"),
        ("孤儿姓名：{}，学籍号见附件", "\n", "标签一行"),
    )
    for _ in range(3):
        for told, last, layout in sayings:
            mark = Mark(Kind.MINOR, told.format(some.name()))
            yield built(mark, last, layout=layout, also=_KNOWN)
    for divide, layout in (("\t", "制表符表格"), (" | ", "竖线表格"), (",", "逗号表格")):
        for cells in (
            ("序号", "学生姓名", "班级"),
            ("姓名", "年级", "监护人电话"),
            ("序号", "姓名", "学籍号"),
        ):
            yield _table(some, divide.join(cells), divide, layout, Kind.MINOR)


def _families(some: Invented) -> Iterator[Case]:
    for kin in ("配偶", "长子", "女儿", "父亲", "母亲"):
        for joint, layout in (
            ("：", "标签一行"),
            ("姓名：", "标签一行"),
            ("\t", "申领表"),
            ("", "句中括号"),
        ):
            parts = (f"家庭情况：其{kin}{joint}", Mark(Kind.FAMILY, some.name()), "，务农。\n")
            yield built(*parts, layout=layout, also=_PEOPLE)
    for divide, layout in (("\t", "制表符表格"), (" | ", "竖线表格"), (",", "逗号表格")):
        for cells in (("姓名", "与户主关系", "年龄"), ("序号", "姓名", "与申请人关系", "收入")):
            yield _table(some, divide.join(cells), divide, layout, Kind.FAMILY)


def _columns(some: Invented) -> Iterator[Case]:
    """Tables whose other column holds what only its heading makes personal."""
    values: Mapping[str, tuple[Kind, Callable[[], str]]] = {
        "银行账号": (Kind.BANK_ACCOUNT, lambda: f"1{some.digits(16)}"),
        "社保卡号": (Kind.SOCIAL_SECURITY, lambda: f"B{some.digits(8)}"),
        "护照号": (Kind.PASSPORT, lambda: f"E{some.digits(8)}"),
        "家庭住址": (Kind.ADDRESS, some.rural),
    }
    for head, (kind, value) in values.items():
        for divide, layout in (("\t", "制表符表格"), (" | ", "竖线表格"), (",", "逗号表格")):
            rows = [divide.join((name, value(), "300")) for name in some.names(5)]
            table = "\n".join([divide.join(("姓名", head, "金额")), *rows])
            yield built(Mark(kind, table), "\n", layout=layout, also=_PEOPLE | {kind})


def _hard(some: Invented) -> Iterator[Case]:
    """What rules find badly: these keep the measured table honest."""
    for _ in range(4):
        who, number, phone = some.name(), some.identity(), some.mobile()
        prose = Mark(Kind.NAME, who)
        yield built("昨天上午，", prose, "到窗口反映噪声扰民。", layout="难例：无标签的姓名")
        ill = Mark(Kind.HEALTH, f"{who}老人去年得了肝癌")
        yield built("据了解，", ill, "，家里困难。", layout="难例：无标签的病情")
        cells = Mark(Kind.ADDRESS, "想象花园\t12号楼\t3单元\t402")
        yield built("小区\t楼号\t单元\t房号\n", cells, "\n", layout="难例：分在几格的住址")
        mixed = f"{number[:6]}  虚构路\n{number[6:14]}  12弄3号\n{number[14:]}"
        yield built(f"{who}  ", Mark(Kind.ID_CARD, mixed), "\n", layout="难例：两栏交错的号码")
        said = phone.translate({ord(str(n)): "〇一二三四五六七八九"[n] for n in range(10)})
        yield built("电话 ", Mark(Kind.MOBILE, said), "。", layout="难例：中文数字的手机号")
        account = Mark(Kind.BANK_ACCOUNT, f"1{some.digits(18)}")
        yield built(f"{who}\t", account, "\t300.00\n", layout="难例：没有标签的账号")
        mail = Mark(Kind.EMAIL, some.email().replace("@", " 艾特 "))
        yield built("邮箱 ", mail, "\n", layout="难例：改写的邮箱")
