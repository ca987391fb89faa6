"""The portal: ground floor apps, settings and the entry points of web and worker."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
