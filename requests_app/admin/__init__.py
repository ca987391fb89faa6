"""The officers' pages for applications; every change goes through the acts."""

from requests_app.admin.assistance import AssistanceAdmin
from requests_app.admin.cases import RequestAdmin
from requests_app.admin.redating import RedatingAdmin

__all__ = ["AssistanceAdmin", "RedatingAdmin", "RequestAdmin"]
