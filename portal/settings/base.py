"""What every environment shares: the parts of the portal here, each subject in its own file."""

from typing import Any

import django_stubs_ext

from portal.settings.accounts import *
from portal.settings.answers import *
from portal.settings.back_office import *
from portal.settings.environment import *
from portal.settings.law import *
from portal.settings.open_data import *
from portal.settings.outbound import *
from portal.settings.pages import *
from portal.settings.partners import *
from portal.settings.protection import *
from portal.settings.schedule import *
from portal.settings.stores import *

# Lets forms and admin classes name their model in brackets, as the type checker asks.
django_stubs_ext.monkeypatch()

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "portal.site.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_prose_editor",
    "drf_spectacular",
    "health_check",
    "pgtrigger",
    "rest_framework",
    "treebeard",
    "portal.common",
    "portal.audit",
    "portal.workdays",
    "portal.vault",
    "portal.organs",
    "portal.accounts",
    "portal.acts",
    "portal.drafts",
    "portal.files",
    "portal.taxonomy",
    "portal.search",
    "portal.notifications",
    "portal.links",
    "portal.asking",
    "disclosure",
    "policies",
    "decisions",
    "requests_app",
    "portal.platform",
    "portal.pages",
    "portal.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside of the session: a page that is everybody's asks for none.
    "portal.pages.middleware.PageCopiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Inside the session and outside of all that asks it.
    "portal.common.middleware.PrivateAnswersMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.audit.middleware.AuditContextMiddleware",
    "portal.common.middleware.BusyMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.drafts.middleware.KeepTyped",
    "portal.accounts.middleware.PasswordAgeMiddleware",
    "portal.accounts.middleware.SecondFactorRequiredMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.site.context_processors.page",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
# Before the words of the libraries: an app comes after them.
LOCALE_PATHS = [BASE_DIR / "portal" / "site" / "locale"]
FORMAT_MODULE_PATH = "portal.site.locale"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"pikepdf": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
