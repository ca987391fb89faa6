"""Document numbers as readers type them."""

import pytest

from portal.organs.typed_numbers import typed_keys

KEY = "试政办发|2019|6"


@pytest.mark.parametrize(
    "text",
    [
        "试政办发20196号",
        "试政办发20196",
        "试政办发2019-6",
        "试政办发〔19〕6号",
        "试政办发[19]第6号",
        "试政办发 19 6",
        "试政办发19年6号",
        "试政办发二〇一九6号",
        "试政办发〔二〇一九〕六号",
        "试政办发2019第6号",
        "试政办发《2019》6号",
        "试政办发2019年6号",
        "2019 6 试政办发",
    ],
)
def test_every_spelling_means_the_number(text):
    assert KEY in typed_keys(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("试府令第十七号", "试府令||17"),
        ("试政办发〔98〕12号", "试政办发|1998|12"),
        ("试政办发2018128号", "试政办发|2018|128"),
    ],
)
def test_orders_and_years(text, key):
    assert key in typed_keys(text)


@pytest.mark.parametrize(
    "text",
    ["2023年政务公开工作要点", "停车20年", "优化营商环境2024", "十四五规划2021年", "", "2019"],
)
def test_words_are_no_number(text):
    assert typed_keys(text) == ()
