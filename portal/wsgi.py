"""WSGI entry point for gunicorn. A public site without its footer's elements does not start."""

import os

from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

if getattr(settings, "SITE_PROFILE_REQUIRED", False):
    faults = [
        fault
        for fault in run_checks(tags=["site_profile"], include_deployment_checks=True)
        if fault.is_serious()
    ]
    if faults:
        raise ImproperlyConfigured("".join(f"{fault.msg}{fault.hint or ''}" for fault in faults))
