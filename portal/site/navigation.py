"""The main entries and the entries of the 政府信息公开 platform, in their prescribed order."""

from typing import Final

from portal.common.registry import Entry

# What this site always has; apps register their own between them (`portal.common.registry`).
MAIN: Final = (
    Entry("首页", "site:home", place=0),
    Entry("公文库", "disclosure:library", "/library/", place=10),
    Entry("政府信息公开", "site:platform", "/openness/", place=30),
    Entry("依申请公开", "requests:home", "/requests/", place=40),
)
# How many stand in line on a phone when there are more than one beyond them.
IN_LINE: Final = 3

# 国办公开办函〔2019〕61号 names the first four and their order.
PLATFORM: Final = (
    Entry("政府信息公开指南", "site:guide"),
    Entry("政府信息公开制度", "site:rules"),
    Entry("法定主动公开内容", "site:contents", "/openness/contents/"),
    Entry("政府信息公开年报", "site:reports"),
    Entry("依申请公开", "requests:home", "/requests/"),
)
