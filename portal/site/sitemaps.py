"""sitemap.xml: every public page."""

from __future__ import annotations

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from disclosure.models import Document
from disclosure.querysets import DocumentQuerySet

PAGES = (
    "site:home",
    "disclosure:library",
    "disclosure:search_help",
    "site:platform",
    "site:guide",
    "site:rules",
    "site:contents",
    "site:regulations",
    "site:reports",
    "site:on_request",
    "site:sitemap",
    "site:accessibility",
    "site:contact",
    "site:privacy",
)


class DocumentSitemap(Sitemap[Document]):
    """Public documents."""

    limit = 5000

    def items(self) -> DocumentQuerySet:
        return Document.objects.public().only("pk", "published_at").order_by("pk")

    def lastmod(self, item: Document) -> dt.datetime | None:
        return item.published_at


class PageSitemap(Sitemap[str]):
    """Pages that are always there."""

    def items(self) -> tuple[str, ...]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": PageSitemap, "documents": DocumentSitemap}
