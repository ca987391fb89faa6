"""Addresses of the site as a whole."""

from django.contrib.sitemaps.views import sitemap as sitemap_xml
from django.urls import path

from portal.site.sitemaps import SITEMAPS
from portal.site.views import home, platform, plumbing, preferences

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
    path("sitemap.xml", sitemap_xml, {"sitemaps": SITEMAPS}, name="sitemap_xml"),
]
