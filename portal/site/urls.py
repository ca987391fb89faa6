"""Addresses of the site as a whole."""

from django.urls import path

from portal.site.views import home, platform, plumbing, preferences, sitemaps

app_name = "site"

urlpatterns = [
    path("", home.home, name="home"),
    path("openness/", platform.platform, name="platform"),
    path("openness/guide/", platform.guide, name="guide"),
    path("openness/rules/", platform.rules, name="rules"),
    path("openness/contents/", platform.contents, name="contents"),
    path("openness/contents/regulations/", platform.regulations, name="regulations"),
    path("openness/reports/", platform.reports, name="reports"),
    path("openness/on-request/", platform.on_request, name="on_request"),
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
