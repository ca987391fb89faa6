"""T16: the 22 themes with their exact names, and the items of Art. 20."""

import pytest

from portal.taxonomy.models import DisclosureCategory, Theme

pytestmark = pytest.mark.django_db

NAMES = [
    "国务院组织机构",
    "综合政务",
    "国民经济管理、国有资产监管",
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "城乡建设、环境保护",
    "科技、教育",
    "文化、广电、新闻出版",
    "卫生、体育",
    "人口与计划生育、妇女儿童工作",
    "劳动、人事、监察",
    "公安、安全、司法",
    "民政、扶贫、救灾",
    "民族、宗教",
    "对外事务",
    "港澳台侨工作",
    "国防",
    "其他",
]


def test_themes_stand_in_order_with_their_exact_names() -> None:
    top = Theme.objects.filter(parent=None).order_by("number")
    assert [theme.name for theme in top] == NAMES


def test_second_level_is_printed_with_a_backslash() -> None:
    theme = Theme.objects.get(path="综合政务\\政务公开")
    assert theme.parent is not None
    assert theme.parent.name == "综合政务"
    assert not Theme.objects.get(name="其他", parent=None).children.exists()


def test_every_item_of_article_20_is_there() -> None:
    rows = DisclosureCategory.objects.filter(article=20)
    assert [row.item for row in rows] == list(range(1, 16))
    assert str(rows[7].basis) == "第二十条第一款第（八）项"
    assert rows[7].wording.startswith("行政事业性收费项目")
