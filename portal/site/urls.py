"""Addresses of the site as a whole."""

from django.urls import path
from django.views.generic import RedirectView

from portal.site.views import guides, home, mine, platform, plumbing, preferences, search, sitemaps

app_name = "site"

urlpatterns = [
    path("", home.home, name="home"),
    path("openness/", platform.platform, name="platform"),
    path("openness/guide/", guides.guide, name="guide"),
    path("openness/guide/<str:code>/", guides.of_organ, name="guide_of"),
    path("openness/guide/<str:code>/<int:version>/", guides.one_version, name="guide_version"),
    path("openness/rules/", platform.rules, name="rules"),
    path("openness/contents/", platform.contents, name="contents"),
    path("openness/contents/regulations/", platform.regulations, name="regulations"),
    path("openness/reports/", platform.reports, name="reports"),
    # One page only: this address once held its half.
    path(
        "openness/on-request/",
        RedirectView.as_view(pattern_name="requests:home", permanent=True),
        name="on_request",
    ),
    path("search/", search.find, name="search"),
    path("mine/", mine.mine, name="mine"),
    path("sitemap/", home.sitemap, name="sitemap"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("contact/", home.contact, name="contact"),
    path("privacy/", home.privacy, name="privacy"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("gallery/", plumbing.gallery, name="gallery"),
    path("qr.svg", plumbing.qr, name="qr"),
    path("robots.txt", plumbing.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_xml"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-documents-<int:stretch>.xml", sitemaps.documents, name="sitemap_documents"),
]
