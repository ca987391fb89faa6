"""Does one find the document, however one asks? Literal floors, over papers of our own and, where
it is there, over the corpus of real ones.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.finding import Paper, Question, load_directory, mark, measure, portal_asked, table
from portal.search import registry
from portal.search.services import publish_entry
from tests.search.conftest import DAY

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).resolve().parents[3] / "shared"
# Invented: no such city, no such papers.
TITLES = """试验市公共停车场管理办法
试验市既有多层住宅加装电梯若干规定
试验市住房公积金提取管理细则
试验市养犬登记管理规定
试验市烟花爆竹燃放管理办法
试验市献血奖励办法
试验市电动自行车停放充电管理规定
试验市养老机构服务收费办法
试验市小学入学招生实施意见
试验市最低生活保障申请审核办法
试验市建筑垃圾处置管理规定
试验市公共场所控制吸烟规定
试验市失业保险金申领发放办法
试验市房屋租赁登记备案办法
试验市单用途预付卡管理规定
试验市农民工工资支付保障办法
试验市国有土地上房屋征收补偿细则
试验市户外广告设施设置管理办法
试验市网络预约出租汽车经营服务细则
试验市残疾人就业保障办法
试验市危险化学品运输通行规定
试验市医疗救助实施办法
试验市不动产登记便民办法
试验市政府信息公开申请办理规程
试验市个体工商户登记便利化措施
试验市噪声污染投诉处理办法
试验市城市绿化砍伐审批规定
试验市食品小作坊登记管理办法
试验市带薪年休假监督检查办法
试验市家政服务人员登记办法"""
ASKED = """number 试政办规20241号 1
number 试政办规〔24〕2号 2
number 試政辦規二〇二四3號 3
exact 停车场管理 1
exact 加装电梯 2
exact 建筑垃圾处置 11
exact 户外广告设施 18
slip 养大登记管理规定 4
slip 烟花暴竹燃放 5
slip 失业保验金申领 13
slip 房屋租凭登记 14
slip 残疾人就业保账 20
traditional 養犬登記 4
traditional 煙花爆竹燃放 5
traditional 殘疾人就業 20
traditional 醫療救助 22
pinyin gongjijin 3
pinyin yanglaojigou 8
pinyin xian xie 6
pinyin jzljcz 11
pinyin hwgg 18
synonym 公积金怎么取 3
synonym 低保申请 10
synonym 遛狗规定 4
synonym 鞭炮 5
synonym 电瓶车充电 7
synonym 网约车办法 19
synonym 拆迁补偿 17
synonym 禁烟规定 12
synonym 房产证登记 23
need 老房子能装电梯吗 2
need 小孩上学怎么报名 9
need 失业了去哪里领钱 13
need 健身卡退钱 15
need 老板拖欠工资怎么办 16
need 邻居太吵找谁投诉 26
need 开个小店要办什么登记 25
need 养老院怎么收费 8
need 看病没钱能救助吗 22
need 找保姆要登记吗 30
need 想砍一棵树要审批吗 27
need 单位不让休年假 29"""
FLOORS = {
    "exact": 1.0,
    "number": 1.0,
    "slip": 1.0,
    "traditional": 1.0,
    "pinyin": 1.0,
    "synonym": 0.88,
    "need": 0.83,
}


def test_small_library(publish, reindex):
    papers = [Paper(title, "") for title in TITLES.splitlines()]
    for number, paper in enumerate(papers, 1):
        publish_entry(
            kind="finding",
            object_id=number,
            title=paper.title,
            body="为了规范有关工作，根据有关规定，制定本办法。本办法自公布之日起施行。",
            numbers=[f"试政办规〔2024〕{number}号"],
            facets={},
            signed_on=DAY.date(),
            published_at=DAY,
            url=f"/{number}/",
            at=DAY,
        )
    registry.register("finding", lambda ids, _: set(ids))
    reindex()
    rows = [line.split(" ", 1) for line in ASKED.splitlines()]
    asked = [
        Question(kind, text, ((f"^{papers[int(number) - 1].title}", 3),))
        for kind, text, number in ((kind, *rest.rsplit(" ", 1)) for kind, rest in rows)
    ]
    marks = [mark(each, portal_asked, papers) for each in asked]
    missed = [each.question.text for each in marks if not each.success]
    for kind, _, success, _, empty in table(marks):
        assert success >= FLOORS.get(kind, 0.9), (kind, missed)
        assert empty == 0


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="no corpus of real texts beside")
@pytest.mark.skipif("FINDING" not in os.environ, reason="takes a minute: FINDING=1 asks for it")
def test_real_laws_and_documents(tmp_path, settings):
    load_directory()
    marks = measure(SHARED, tmp_path, all_=False)["portal"]
    floors = {
        "exact": 0.98,
        "number": 0.98,
        "slip": 0.95,
        "traditional": 0.95,
        "pinyin": 0.95,
        "synonym": 0.85,
        "need": 0.85,
        "place": 0.93,
        "figure": 0.98,
        "words": 0.98,
        "all": 0.94,
    }
    for kind, _, success, _, empty in table(marks):
        assert success >= floors[kind], kind
        assert empty == 0
