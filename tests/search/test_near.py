"""What comes near, where what was found exactly fills no page."""

import pytest

from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ
from portal.search import registry, vocabulary
from portal.search.vocabulary import Bet, Line, Rows
from tests.search.conftest import ids

pytestmark = pytest.mark.django_db

TITLES = {
    1: "试验市公共停车管理办法",
    2: "试验市既有多层住宅加装电梯若干规定",
    3: "试验市住房公积金提取办法",
    4: "试验市养犬登记规定",
    5: "试验市献血奖励办法",
    6: "试验市危险化学品运输规定",
    7: "东湖区小学招生实施意见",
    8: "西山区小学招生实施意见",
}


@pytest.fixture
def library(publish, reindex):
    for number, title in TITLES.items():
        publish(number, title, "本办法自公布之日起施行。", facets={"validity": ["in_force"]})
    reindex()


def near(page):
    return [hit.object_id for hit in page.near]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("停车办法", 1),
        ("加装电梯规定", 2),
        ("老房子装电梯", 2),
        ("公积金怎么提取", 3),
        ("遛狗要登记吗", 4),
        ("停车管里办法", 1),
        ("住房公基金", 3),
        ("gonggongtingche", 1),
        ("gong ji jin", 3),
        ("zfgjj", 3),
        ("xianxue jiangli", 5),
        ("xianxie", 5),
        ("危化品", 6),
    ],
)
def test_what_people_type_finds_the_document_first(library, find, text, wanted):
    found = find(text)
    assert found.total == 0
    assert near(found)[:1] == [wanted]


def test_traditional_characters_are_the_same_words(library, find):
    for text in ("養犬登記", "試驗市公共停車管理辦法", "住房公積金"):
        assert find(text).total == 1
        assert not find(text).meant


def test_what_is_exact_stands_alone_in_totals_and_facets(library, find):
    found = find("停车")
    assert (found.total, ids(found)) == (1, [1])
    assert 1 not in near(found)
    facets = find("停车办法").facets
    assert facets == {}


def test_a_full_page_asks_for_nothing_near(publish, reindex, find):
    for number in range(1, 26):
        publish(number, f"停车办法{number}")
    publish(30, "停车管理办法")
    reindex()
    assert find("停车办法").near == ()
    assert find("停车办法", page=2).near, "the last page has room"


def test_only_relevance_of_a_text_asks_for_it(library, find):
    for changes in ({"sort": "signed_on"}, {"near": False}, {"page": 3}):
        assert find("停车办法", **changes).near == ()
    assert find("").near == ()
    assert find("……").near == ()


def test_entries_sharing_two_telling_words_are_never_an_empty_page(library, find):
    assert near(find("电梯坏了住宅谁来修理"))


def test_a_slip_is_answered_with_what_was_meant(library, find):
    assert find("养大登记规定").meant == "养犬登记规定"
    assert find("gongjijin").meant == "公积金"
    assert find("养犬登记规定").meant == ""


def test_a_question_often_asked_may_be_meant(library, find, monkeypatch):
    monkeypatch.setattr(vocabulary, "_provided", [lambda: ROWS])
    assert find("居住积份怎么算").meant == "居住积分"


def test_a_place_in_the_text_prefers_its_organs(publish, reindex, find):
    for code, name in (("DH", "试验市东湖区人民政府"), ("XS", "试验市西山区人民政府")):
        Organ.objects.add_root(
            {
                "code": code,
                "level": OrganLevel.DISTRICT,
                "kind": OrganKind.GOVERNMENT,
                "name": name,
                "short_name": name.removeprefix("试验市").removesuffix("人民政府"),
            }
        )
    for number, code in ((1, "DH"), (2, "XS"), (3, "DH")):
        publish(number, "关于小学招生工作的意见", facets={"organ": [code]})
    publish(4, "关于养犬的意见", facets={"organ": ["XS"]})
    reindex()
    assert near(find("西山小学招生"))[0] == 2
    assert set(near(find("东湖区小学招生"))[:2]) == {1, 3}


def test_descriptions_come_near_and_are_not_exact(publish, reindex, find):
    publish(1, "通知", "正文", texts={"abstract": "家门口的托育", "issuer": "试验市妇幼局"})
    publish(2, "通知", "正文", texts={"attachment": "申请表在附件里"})
    reindex()
    for text, wanted in (("家门口的托育", 1), ("妇幼局", 1), ("附件里的申请表", 2)):
        found = find(text)
        assert (found.total, near(found)[0]) == (0, wanted)


def test_filters_and_visibility_hold_for_what_comes_near(publish, reindex, find, monkeypatch):
    publish(1, "公共停车管理办法", facets={"year": ["2024"]})
    publish(2, "路边停车收费办法", facets={"year": ["2025"]})
    publish(3, "立体停车库办法", facets={"year": ["2025"]}, kind="faq")
    reindex()
    assert near(find("停车办法", filters={"year": ("2025",)})) == [2]
    monkeypatch.setitem(registry._KINDS, "document", lambda ids, _: set(ids) - {2})
    assert 2 not in near(find("停车办法"))
    assert set(near(find("停车办法", kinds=("document", "faq")))) == {1, 3}


def test_the_text_in_force_stands_before_the_older_one(publish, reindex, find):
    publish(1, "公共停车管理办法", facets={"rank": ["below"], "validity": ["superseded"]})
    publish(2, "公共停车管理办法", facets={"rank": ["plain"], "validity": ["in_force"]})
    reindex()
    assert near(find("停车办法")) == [2, 1]


ROWS = Rows(
    lines=[Line(("毛孩子",), ("养犬",))],
    bets={"停车": [Bet("document", 4)]},
    asked=["居住积分"],
)


def test_an_office_adds_words_and_best_bets(library, find, monkeypatch):
    monkeypatch.setattr(vocabulary, "_provided", [lambda: ROWS])
    assert near(find("毛孩子"))[0] == 4
    assert vocabulary.vocabulary().bets(" 停車 ") == (Bet("document", 4),)


def test_near_costs_the_same_however_many_come(publish, reindex, find, django_assert_num_queries):
    for number in range(1, 16):
        publish(number, f"公共停车管理办法第{number}号")
    reindex()
    find("停车办法")
    # What is pending, the directory, what is live, the rows, the titles for what was meant.
    with django_assert_num_queries(5):
        assert len(find("停车办法").near) == 15
