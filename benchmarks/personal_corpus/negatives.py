"""Hard negatives: what looks personal and is none, as numbers of documents and public offices."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.personal_corpus.cases import Case
from benchmarks.personal_corpus.invented import Invented
from portal.files.personal_data.numbers import is_luhn

SEED = 19911101
TIMES = 8
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def negatives() -> list[Case]:
    """All of them, the same each time."""
    some = Invented(SEED)
    return [
        Case(make(some), layout, ())
        for layout, makers in _MAKERS.items()
        for make in makers
        for _ in range(TIMES)
    ]


def credit_code(some: Invented) -> str:
    """A unified social credit code with its right check character (GB 32100)."""
    first = f"9199{some.digits(4)}MA{''.join(some.chance.sample(_CREDIT_SIGNS, 7))}"
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, n, 31) for n, sign in enumerate(first))
    return first + _CREDIT_SIGNS[-total % 31]


def _impossible(some: Invented) -> str:
    """Eighteen digits with a month that is none."""
    return f"990101{some.chance.randint(1940, 2010)}{some.chance.randint(13, 99)}{some.digits(6)}"


def _table_of_figures(some: Invented) -> str:
    rows = ("\t".join(some.digits(some.chance.randint(1, 6)) for _ in range(9)) for _ in range(8))
    return "单位\t收到\t办结\t上年\n" + "\n".join(rows)


def _years(some: Invented) -> str:
    first = some.chance.randint(1990, 2005)
    return " ".join(str(year) for year in range(first, first + 14))


def _appointment(some: Invented) -> str:
    one, two = some.names(2)
    return f"任命{one}为示例区民政局局长；免去{two}的示例区财政局副局长职务。"


def _before_appointment(some: Invented) -> str:
    return f"{some.name()}，男，1970年1月生，中共党员，现任示例区水务局局长，拟任区政府办公室主任。"


def _leaders(some: Invented) -> str:
    rows = "\n".join(f"{n}\t{name}\t副区长\t分管城建" for n, name in enumerate(some.names(5), 1))
    return f"序号\t姓名\t职务\t分工\n{rows}"


def _committee(some: Invented) -> str:
    names = "、".join(some.names(8))
    return f"示例区防汛指挥部成员名单\n总指挥：区长\n成员：{names}"


def _figures_in_cells(some: Invented) -> str:
    rows = ("\t".join(some.digits(1) for _ in range(24)) for _ in range(10))
    return "时段\t人次\n" + "\n".join(rows)


def _registration(some: Invented) -> str:
    """Fifteen digits with a date in the middle, as registers of companies had them."""
    return f"注册号：310115{some.born()[2:]}{some.digits(3)}"


def _order_with_check(some: Invented) -> str:
    """Sixteen digits that begin like a foreign card and pass its check."""
    first = f"4{some.digits(14)}"
    return "订单号：" + next(first + last for last in "0123456789" if is_luhn(first + last))


def _signed(some: Invented) -> str:
    return f"示例市人民政府令第{some.chance.randint(1, 99)}号\n市长  {some.name()}\n2024年5月6日"


def _text(pattern: str) -> Callable[[Invented], str]:
    """A template in which # is a digit."""

    def make(some: Invented) -> str:
        return "".join(some.digits(1) if sign == "#" else sign for sign in pattern)

    return make


_MAKERS: dict[str, Sequence[Callable[[Invented], str]]] = {
    "文号": [
        _text("示例府发〔2024〕##号、示例府办规〔2019〕#号、国办发〔2021〕##号"),
        _text("示政复决字〔2023〕第####号行政复议决定书"),
        _text("（2022）示0199行初###号、（2023）示01民终####号"),
        _text("沪ICP备########号 示公网安备 3199010200####号"),
    ],
    "法条": [
        _text("依据《政府信息公开条例》第三十六条第#项、第四十一条，《档案法》第##条"),
        _text("主席令第##号公布，自2019年5月15日起施行，第一百##条废止"),
    ],
    "信用代码": [
        lambda some: f"统一社会信用代码：{credit_code(some)}",
        lambda some: f"单位\t信用代码\n示例公司\t{credit_code(some)}\n",
        _text("统一社会信用代码：11310000MB2F#####X"),
        _text("组织机构代码：########-#，纳税人识别号：91310115MA1K######"),
    ],
    "项目和订单": [
        _text("项目代码：2019-310115-48-01-######"),
        _text("项目编号：310199############，标段编号：E3101990#########"),
        _text("订单号：20240115##########，流水号：100000000#########"),
        _registration,
        _order_with_check,
        _text("索引号：SY99010101202401######，主题分类：综合政务"),
        _text("采购编号：0811-DSITC24####，合同编号：11N####################"),
        _text("不动产单元号：310199######GB#####F########，宗地面积####平方米"),
    ],
    "机关电话": [
        _text("咨询电话：021-2####000，监督电话：021-2####001"),
        _text("举报热线：12345、12388；传真：0371-6###0000"),
        _text("区民政局办公室电话：021-2###0000转8##"),
        _text("受理窗口电话（021）2### 0000，工作时间9:00—17:00"),
        _text("服务热线：400-###-####"),
    ],
    "机关邮箱": [
        _text("请发送至 jubao##@example.gov.cn"),
        _text("邮箱：mzj@shili.gov.cn，邮编：2#####"),
    ],
    "金额和数量": [
        _text("预算总额1##,###,###.00元，其中财政资金13#########元"),
        _text("总投资138########万元，占地面积1########.##平方米"),
        _text("GDP 1#########.## 亿元，同比增长#.#%"),
        _table_of_figures,
        _figures_in_cells,
    ],
    "日期时刻": [
        _text("2024年1月1#日 2024-01-1# 202401## 09:##:15 2024.1#.0#"),
        _years,
        _text("发布时间：2024010#09##15，有效期至20291231"),
        _text("出生率为#.#‰，出生缺陷筛查覆盖率9#%，出生日期以登记为准"),
    ],
    "标准和书号": [
        _text("GB/T 33190-2016、DB31/T 1###-2020、ISO 9001:2015"),
        _text("ISBN 978-7-####-####-#，CN 31-####/D，定价##.00元"),
        _text("CAS号 ####-##-#，批准文号：国药准字H2#######"),
    ],
    "散列和长数": [
        lambda some: (
            "SHA-256：" + "".join(some.chance.choice("0123456789abcdef") for _ in range(64))
        ),
        _text("数据标识：##############################"),
        _text("https://www.example.gov.cn/art/2024/1/15/art_#####_#######.html"),
        lambda some: (
            "UUID："
            + "-".join(
                "".join(some.chance.choice("0123456789abcdef") for _ in range(n))
                for n in (8, 4, 4, 4, 12)
            )
        ),
    ],
    "错号": [
        lambda some: f"序列 {some.slipped()} 校验失败",
        lambda some: f"样例{_impossible(some)}不是有效号码",
        lambda some: f"设备号{some.slipped()}",
        lambda some: "身份证号：990***********" + some.digits(4),
    ],
    "像住址的地名": [
        _text("示例市虚构路##号（市政务服务中心）二楼201室"),
        _text("办公地址：示例市虚构大道###号3号楼1###室"),
        _text("报名地点：虚构路##弄#号3##室"),
        _text("虚构路（想象路—幻想路）道路改造工程，全长####米"),
        _text("幻想小区##号楼加装电梯工程规划许可公示"),
        _text("王家桥村#组至李家湾村#组道路硬化工程"),
        _text("虚构镇幻想村高标准农田建设项目，涉及#个村民小组"),
    ],
    "公司": [
        _text("示例市高新金属制品有限公司、江苏安泰建设集团、马桥酒店管理公司中标，金额###万元"),
        _text("收款单位：示例区财政局，开户银行：虚构银行示例支行，账号：10019#############"),
        _text("户名：示例市国库收付中心，账号31001##############"),
        _text("微信公众号账号：示例发布；登录账号：##########"),
    ],
    "公职人员": [
        _appointment,
        _before_appointment,
        _leaders,
        _committee,
        _signed,
        lambda some: f"区委书记{some.name()}、区长{some.name()}出席会议并讲话。",
        lambda some: f"主治医师{some.name()}，擅长肺癌、糖尿病的诊断和化疗。",
        lambda some: f"示例小学校长{some.name()}介绍了学生、幼儿入学情况。",
        lambda some: f"联系人：{some.name()}，咨询电话：021-2{some.digits(3)}0000",
        lambda some: f"法定代表人：{some.name()}，经营范围：儿童玩具",
        lambda some: f"记者{some.name()}报道；责任编辑：{some.name()}",
        lambda some: f"专家组成员名单：{'、'.join(some.names(7))}",
        lambda some: f"负责人：{some.name()}（局长），职责：主持全面工作。",
    ],
    "政策用语": [
        _text("患有恶性肿瘤、尿毒症等重大疾病的困难家庭，每户补助####元。"),
        _text("学生、幼儿、儿童及其监护人应当遵守本办法第##条。"),
        _text("配偶、子女、父母等家庭成员收入一并计算，低于###元的可以申请。"),
        _text("申请人高度重视，申报人应当在##日内提交材料；户主金额按月发放。"),
        _text("姓名\t性别\t出生日期\t身份证号\t住址\n\t\t\t\t\n填表说明：共##项"),
        _text("视力残疾、听力残疾、肢体残疾一级每月###元，二级每月###元。"),
        _text("护照、港澳居民来往内地通行证等证件均可使用，办理时限##个工作日"),
        _text("社会保障卡号码、医保卡号等由经办机构核验，共###万人"),
    ],
    "坐标": [
        _text("工程位置：东经121.######，北纬31.######，用地面积####平方米"),
        _text("监测点坐标（121.######, 31.######），河道断面#号"),
    ],
    "遮盖过的": [
        lambda some: f"张某某，身份证号310***********{some.digits(4)}，手机138****{some.digits(4)}",
        lambda some: f"王**、李*、赵**等#人，卡号************{some.digits(4)}",
    ],
}
