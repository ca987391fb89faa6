"""The terms a new site begins with; an office adds others and closes what it does not use.

Nothing here is sensitive personal information: illness, disability, faith and the age of children
are asked of nobody. The industries are the sections of the national classification (GB/T 4754).
"""

from __future__ import annotations

from typing import Final

TERMS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "people": (
        ("elderly", "老年人"),
        ("parents", "学生及家长"),
        ("graduates", "高校毕业生"),
        ("jobseekers", "失业人员"),
        ("migrants", "农民工"),
        ("veterans", "退役军人"),
        ("farmers", "农民"),
        ("founders", "创业者"),
        ("talents", "人才"),
        ("newcomers", "来本市人员"),
        ("tenants", "租房居住的人"),
        ("owners", "业主"),
        ("selfemployed", "个体工商户"),
        ("enterprises", "企业负责人"),
    ),
    "industry": (
        ("A", "农、林、牧、渔业"),
        ("B", "采矿业"),
        ("C", "制造业"),
        ("D", "电力、热力、燃气及水生产和供应业"),
        ("E", "建筑业"),
        ("F", "批发和零售业"),
        ("G", "交通运输、仓储和邮政业"),
        ("H", "住宿和餐饮业"),
        ("I", "信息传输、软件和信息技术服务业"),
        ("J", "金融业"),
        ("K", "房地产业"),
        ("L", "租赁和商务服务业"),
        ("M", "科学研究和技术服务业"),
        ("N", "水利、环境和公共设施管理业"),
        ("O", "居民服务、修理和其他服务业"),
        ("P", "教育"),
        ("Q", "卫生和社会工作"),
        ("R", "文化、体育和娱乐业"),
        ("S", "公共管理、社会保障和社会组织"),
        ("T", "国际组织"),
    ),
    "size": (
        ("large", "大型企业"),
        ("medium", "中型企业"),
        ("small", "小型企业"),
        ("micro", "微型企业"),
    ),
}

# What the labels of the library (适用对象) mean, by their names; an office changes it as it likes.
MEANINGS: Final[tuple[tuple[str, str, str], ...]] = (
    ("老年人", "people", "elderly"),
    ("学生家长", "people", "parents"),
    ("高校毕业生", "people", "graduates"),
    ("失业人员", "people", "jobseekers"),
    ("退役军人", "people", "veterans"),
    ("农民", "people", "farmers"),
    ("创业者", "people", "founders"),
    ("人才", "people", "talents"),
    ("来本市人员", "people", "newcomers"),
    ("业主", "people", "owners"),
    ("个体工商户", "people", "selfemployed"),
    ("小微企业", "size", "small"),
    ("小微企业", "size", "micro"),
    ("农业", "industry", "A"),
    ("制造业", "industry", "C"),
    ("批发零售业", "industry", "F"),
    ("交通运输业", "industry", "G"),
    ("餐饮住宿业", "industry", "H"),
    ("信息技术业", "industry", "I"),
    ("金融业", "industry", "J"),
    ("教育行业", "industry", "P"),
    ("医疗卫生行业", "industry", "Q"),
)
