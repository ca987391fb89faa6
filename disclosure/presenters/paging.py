"""Page numbers of a list."""

from __future__ import annotations

from dataclasses import dataclass

from disclosure.address import Address

_AROUND = 2


@dataclass(frozen=True)
class PageLink:
    """A page number; no address for the page one is on, no number for a gap."""

    number: int | None
    url: str = ""


@dataclass(frozen=True)
class Paging:
    """The pager of a list of more than one page."""

    links: tuple[PageLink, ...]
    previous: str
    following: str


def paging_of(address: Address, pages: int) -> Paging | None:
    """First, last and the pages around this one."""
    if pages < 2:
        return None
    here = min(address.page, pages)
    around = range(here - _AROUND, here + _AROUND + 1)
    wanted = sorted({1, pages, *(page for page in around if 1 <= page <= pages)})
    links: list[PageLink] = []
    for before, page in zip([0, *wanted], wanted, strict=False):
        if page - before > 1:
            links.append(PageLink(None))
        links.append(PageLink(page, "" if page == here else address.at(page)))
    return Paging(
        tuple(links),
        address.at(here - 1) if here > 1 else "",
        address.at(here + 1) if here < pages else "",
    )
