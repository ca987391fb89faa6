"""Settings of the tests: the local ones, quicker where safety is not what is tested."""

import os

from portal.settings.base import TEMPLATES
from portal.settings.local import *
from portal.settings.stores import DATABASES

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
# Wherever a portal that was started from this checkout is to be found.
PUBLIC_URL = "http://127.0.0.1:8000"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# Tests roll back, so that nothing is ever asked of a worker on commit.
READ_FILES_AT_ONCE = True
# Some seconds for each picture; tests of reading pictures switch it on.
READ_PICTURES = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Rate limits of one test must not reach the next through a shared cache.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True
API_RATE = ""
# Tests of the words and of the counting switch them on.
SEARCH_LOG = SEARCH_WORDS = False
# What a page asks of the database is counted as if it were made anew; tests of copies switch it on.
PAGE_COPIES = False
# Each test keeps a chain of its own.
AUDIT_ANCHOR_FILE = ""
# A database that has been migrated, for each process of tests to copy; else each migrates its own.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE")}
# Templates then know the lines they were read from, which `make coverage` counts.
TEMPLATES[0]["OPTIONS"]["debug"] = True
# A kind of case that proves the shared floor, and is installed nowhere else.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.kind"]
ROOT_URLCONF = "tests.urls"
