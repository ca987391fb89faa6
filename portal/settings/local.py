"""Settings of `make run`: a demo on this machine, never a public service."""

import portal.settings.addresses  # noqa: F401
from portal.settings.base import *
from portal.settings.environment import env
from portal.settings.protection import (
    AUDIT_DEVELOPMENT_KEYS,
    AUDIT_KEYS,
    VAULT_DEVELOPMENT_KEYS,
    VAULT_KEYS,
)

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "local-demo-only-not-for-production")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
VAULT_KEYS = VAULT_KEYS or VAULT_DEVELOPMENT_KEYS
AUDIT_KEYS = AUDIT_KEYS or AUDIT_DEVELOPMENT_KEYS
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
