"""Makes `PortalAdminSite` the site that every app's admin module registers with."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "portal.site.admin_site.PortalAdminSite"
