"""An article is written as the laws write it."""

from __future__ import annotations

import pytest

from portal.statute import Article


@pytest.mark.parametrize(
    ("article", "written"),
    [
        (Article(26), "第二十六条"),
        (Article(33, 2), "第三十三条第二款"),
        (Article(36, item=5), "第三十六条第（五）项"),
        (Article(40, 1, 2), "第四十条第一款第（二）项"),
    ],
)
def test_paragraph_and_item_follow_the_article(article: Article, written: str) -> None:
    assert str(article) == written
    assert article.citation.endswith(f"》{written}")
