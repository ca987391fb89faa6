"""The main entries and the entries of the 政府信息公开 platform, in their prescribed order."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """One entry; `root` is the part of the address under which it is the current one."""

    label: str
    name: str
    root: str = ""

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.name)

    def is_current(self, path: str) -> bool:
        """Whether a page belongs to this entry."""
        return path == self.url or bool(self.root and path.startswith(self.root))


MAIN = (
    Entry("首页", "site:home"),
    Entry("公文库", "disclosure:library", "/library/"),
    Entry("政府信息公开", "site:platform", "/openness/"),
    Entry("依申请公开", "requests:home", "/requests/"),
)

# 国办公开办函〔2019〕61号 names the first four and their order.
PLATFORM = (
    Entry("政府信息公开指南", "site:guide"),
    Entry("政府信息公开制度", "site:rules"),
    Entry("法定主动公开内容", "site:contents", "/openness/contents/"),
    Entry("政府信息公开年报", "site:reports"),
    Entry("依申请公开", "site:on_request"),
)
