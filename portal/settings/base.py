"""What every environment shares. Values that differ by place come from the environment."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF
from environs import Env

# Lets forms and admin classes name their model in brackets, as the type checker asks.
django_stubs_ext.monkeypatch()

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
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
    "django_htmx",
    "drf_spectacular",
    "health_check",
    "import_export",
    "lucide",
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
    "portal.files",
    "portal.taxonomy",
    "portal.search",
    "portal.notifications",
    "disclosure",
    "policies",
    "decisions",
    "requests_app",
    "portal.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.audit.middleware.AuditContextMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.accounts.middleware.PasswordAgeMiddleware",
    "portal.accounts.middleware.SecondFactorRequiredMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
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

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default="postgres://portal@localhost/portal")}
DATABASES["default"].update(
    {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("DISABLE_SERVER_SIDE_CURSORS", False),
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
# Celery spells a unix socket differently from redis-py.
_BROKER_URL = (
    "redis+socket://" + REDIS_URL.removeprefix("unix://").replace("?db=", "?virtual_host=")
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.validators.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "portal.accounts.validators.CharacterClassesValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
    {"NAME": "portal.accounts.validators.ReuseValidator"},
]
STAFF_PASSWORD_MAX_DAYS = env.int("STAFF_PASSWORD_MAX_DAYS", 90)

# How many proxies stand before this process; their addresses are not the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_USERNAME_MIN_LENGTH = 4
ACCOUNT_USERNAME_BLACKLIST = ["admin", "administrator", "root", "system", "管理员", "系统管理员"]
# Optional to give; what is given is verified by a link before anything is sent to it.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# None would offer "remember me", True would keep people signed in for weeks: idle time rules.
ACCOUNT_SESSION_REMEMBER = False
# Wide enough for axes to speak first (docs/decisions/0004-lockout.md).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,20/30m/key"}

MFA_ADAPTER = "portal.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are up to half a minute off
# Staff are given an account, not an address to verify.
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_ADAPTER = "portal.accounts.adapters.UserSessionsAdapter"

SOCIALACCOUNT_ADAPTER = "portal.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "optional"
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", "统一身份认证"),
                "client_id": env.str("OIDC_CLIENT_ID", ""),
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

AXES_FAILURE_LIMIT = env.int("LOCKOUT_FAILURES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOCKOUT_MINUTES", 30))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.locked_out"
AXES_USERNAME_CALLABLE = "portal.accounts.adapters.attempted_username"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.adapters.client_address"
# What people type is kept neither in the table of attempts nor in the log.
AXES_SENSITIVE_PARAMETERS = ["login", "username", "password", "ip_address", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_ENABLE_ADMIN = False

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(BASE_DIR / ".run" / "media")))
# Uploaded files are served only by portal.files, which asks whether their document is public.
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 50 * 1024 * 1024)

SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", str(BASE_DIR / ".run" / "index")))

CELERY_BROKER_URL = _BROKER_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A task lost with its worker comes back after this many seconds.
    "visibility_timeout": 600,
    # Without a broker a person waits a moment, not six seconds: the sweeps do the work later.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    # Sends whatever a lost poke, broker or worker left behind.
    "notifications": {"task": "portal.notifications.tasks.deliver_due", "schedule": 30.0},
    # Reads whatever a killed worker or a lost message left waiting.
    "imports": {
        "task": "disclosure.tasks.read_waiting_imports",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # Both work from state: the hourly runs make up for a missed one and else find nothing to do.
    "validity": {
        "task": "disclosure.tasks.nightly_validity",
        "schedule": crontab(minute="5"),
        "options": {"expires": 3600},
    },
    "publication-reminders": {
        "task": "disclosure.tasks.publication_reminders",
        "schedule": crontab(minute="30", hour="8-20"),
        "options": {"expires": 3600},
    },
}

# --- the open interface (docs/api.md) ---
# Closed unless a view opens itself; the views of disclosure.api do.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "政务公开数据接口",
    "DESCRIPTION": "主动公开公文的只读接口，无需登录。说明见 /api/。",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "ENUM_NAME_OVERRIDES": {
        "DocumentKindEnum": "disclosure.choices.Kind",
        "RelationKindEnum": "disclosure.choices.RelationKind",
        "OrganKindEnum": "portal.organs.choices.OrganKind",
    },
}
# How often one address may ask; empty for no limit.
API_RATE = env.str("API_RATE", "600/min")
PUBLIC_DUMP_DIR = Path(env.str("PUBLIC_DUMP_DIR", str(BASE_DIR / ".run" / "open-data")))
CELERY_BEAT_SCHEDULE["scheduled-publication"] = {
    # Publishes whatever is signed and due; a missed run is made up by the next.
    "task": "disclosure.tasks.release_scheduled",
    "schedule": 60.0,
    "options": {"expires": 60},
}
CELERY_BEAT_SCHEDULE["document-reminders"] = {
    # Periods that end, and documents to be looked at again: from state, each stage told once.
    "task": "disclosure.tasks.document_reminders",
    "schedule": crontab(minute="40", hour="8-20"),
    "options": {"expires": 3600},
}
CELERY_BEAT_SCHEDULE["column-reminders"] = {
    # From state, each stage of each standstill told once.
    "task": "disclosure.tasks.column_reminders",
    "schedule": crontab(minute="45", hour="8-20"),
    "options": {"expires": 3600},
}
# Whether addresses outside are looked at over the network; off where there is no way out.
LINK_CHECK_EXTERNAL = env.bool("LINK_CHECK_EXTERNAL", False)
CELERY_BEAT_SCHEDULE["external-links"] = {
    # Some addresses a run, those checked longest ago first; else finds nothing to do.
    "task": "disclosure.tasks.external_links",
    "schedule": crontab(minute="50"),
    "options": {"expires": 3600},
}
CELERY_BEAT_SCHEDULE["answer-reminders"] = {
    # From the state of each case: each stage told once, a missed run made up by the next.
    "task": "requests_app.tasks.answer_reminders",
    "schedule": crontab(minute="20", hour="8-20"),
    "options": {"expires": 3600},
}
CELERY_BEAT_SCHEDULE["request-retention"] = {
    # Takes personal data away when their term is over; works from state.
    "task": "requests_app.tasks.purge_old_cases",
    "schedule": crontab(minute="35", hour="2"),
    "options": {"expires": 3600},
}
CELERY_BEAT_SCHEDULE["redating"] = {
    # Goes on with a bulk re-dating that a killed worker left; else finds nothing to do.
    "task": "requests_app.tasks.continue_redating",
    "schedule": 60.0,
    "options": {"expires": 60},
}
CELERY_BEAT_SCHEDULE["application-drafts"] = {
    # Deletes what is older than seven days; a missed run is made up by the next.
    "task": "requests_app.tasks.purge_old_drafts",
    "schedule": crontab(minute="35"),
    "options": {"expires": 3600},
}
CELERY_BEAT_SCHEDULE["public-dump"] = {
    # Writes once a day, and again after a withdrawal; else finds nothing to do.
    "task": "disclosure.tasks.public_dump",
    "schedule": crontab(minute="10-59/20"),
    "options": {"expires": 1200},
}
# --- end of the open interface ---

# Where readers reach this site: for links in mails and pushed messages.
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "noreply@localhost")
# The hour at which the daily letters to subscribers are written.
DIGEST_HOUR = env.int("DIGEST_HOUR", 8)
CELERY_BEAT_SCHEDULE["subscriptions"] = {
    # Works from what is stored: a run made up for or made twice does no harm.
    "task": "portal.notifications.tasks.announce_news",
    "schedule": 120.0,
    "options": {"expires": 120},
}
CELERY_BEAT_SCHEDULE["unconfirmed-subscriptions"] = {
    "task": "portal.notifications.tasks.purge_unconfirmed",
    "schedule": crontab(minute="25"),
    "options": {"expires": 3600},
}
# SMTP, or a provider: EMAIL_BACKEND=anymail.backends.….EmailBackend, its keys as JSON in ANYMAIL.
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
ANYMAIL = env.json("ANYMAIL", {})
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
# Hosts inside our own network, or without https, to which messages may be pushed.
OUTBOUND_PRIVATE_HOSTS: list[str] = env.list("OUTBOUND_PRIVATE_HOSTS", [])

SESSION_COOKIE_AGE = env.int("SESSION_IDLE_SECONDS", 30 * 60)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "img-src": [SELF, "data:"],
    },
}
if OIDC_SERVER_URL:
    # The sign-in button posts to us and is redirected to the provider; form-action covers both.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER_URL))
    )

# The hash of the audit chain: sha256 or sm3.
# Working days before the answer is due by which it is drafted, and judged: an organ's own terms.
DRAFT_DAYS_BEFORE = env.int("DRAFT_DAYS_BEFORE", 8)
REVIEW_DAYS_BEFORE = env.int("REVIEW_DAYS_BEFORE", 3)
# The days an applicant is given to correct; 第三十条 says 合理 and no number.
CORRECTION_PERIOD_DAYS = env.int("CORRECTION_PERIOD_DAYS", 10)
# Working days another organ is given to help; 第十一条 names none.
ASSISTANCE_DAYS = env.int("ASSISTANCE_DAYS", 5)
# Working days for a correction of records about oneself; 第四十一条 names none.
RECORD_CORRECTION_DAYS = env.int("RECORD_CORRECTION_DAYS", 20)
# Months for which personal data of a closed application are kept, by class: the organ's choice.
REQUEST_RETENTION_MONTHS: dict[str, int] = {
    "answered": env.int("KEEP_ANSWERED_MONTHS", 60),
    "withdrawn": env.int("KEEP_WITHDRAWN_MONTHS", 24),
    "lapsed": env.int("KEEP_LAPSED_MONTHS", 24),
}
# Days after which papers uploaded for an opinion that was never sent are deleted; more than the
# 15 working days of 第三十二条 with the longest holidays.
UNSENT_OPINION_DAYS = env.int("UNSENT_OPINION_DAYS", 60)
# Ways of applying an organ has not announced; 当面 and 邮寄 stay open whatever is written here.
# An address for e-mail has to be announced first, so that way is closed until somebody opens it.
CLOSED_REQUEST_CHANNELS: list[str] = env.list("CLOSED_REQUEST_CHANNELS", ["email"])
# Readings of the clock that no verified rule settles: see docs/clock.md.
REQUEST_CLOCK_READINGS: dict[str, bool] = dict(env.json("REQUEST_CLOCK_READINGS", {}))
# Remedies of outcomes for which no verified rule says whether a review has to come first, by code:
# {"3.3.8": "review_first"}; without an entry the applicant chooses.
OUTCOME_REMEDIES: dict[str, str] = dict(env.json("OUTCOME_REMEDIES", {}))
# How often what was not opened is looked at again: 第十八条 says 定期, no number.
OPENNESS_REVIEW_MONTHS = env.int("OPENNESS_REVIEW_MONTHS", 12)
# Days before the end of a period at which the issuing organ is reminded; no rule names them.
EXPIRY_REMINDER_DAYS: list[int] = [
    int(days) for days in env.list("EXPIRY_REMINDER_DAYS", ["180", "60", "30"])
]
AUDIT_HASH_ALGORITHM = env.str("AUDIT_HASH_ALGORITHM", "sha256")
AUDIT_KEEP_DAYS = env.int("AUDIT_KEEP_DAYS", 180)

# Keys that seal personal data: `id:base64`, the current one first, and one named `index`.
_VAULT_KEYS_FILE = env.str("VAULT_KEYS_FILE", "")
VAULT_KEYS = (
    Path(_VAULT_KEYS_FILE).read_text(encoding="utf-8")
    if _VAULT_KEYS_FILE
    else env.str("VAULT_KEYS", "")
)
# Known to everyone; the local settings use them, the deploy check refuses them.
VAULT_DEVELOPMENT_KEYS = (
    "development:b25seS1mb3ItZGV2ZWxvcG1lbnQtbm90LXNlY3JldCE=,"
    "index:b25seS1mb3ItZGV2ZWxvcG1lbnQtdGhlLWluZGV4ISE="
)
# How new values are sealed: aes256gcm or sm4gcm.
VAULT_ALGORITHM = env.str("VAULT_ALGORITHM", "aes256gcm")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"pikepdf": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}

UNFOLD = {
    "SITE_TITLE": "政务公开工作台",
    "SITE_HEADER": "政务公开工作台",
    "SITE_URL": "/",
    "BORDER_RADIUS": "6px",
    "COLORS": {
        # Shades around the portal's main colour #0b4f8a.
        "primary": {
            "50": "#eef5fb",
            "100": "#d8e8f5",
            "200": "#b3d1ea",
            "300": "#82b3da",
            "400": "#4a8dc2",
            "500": "#1f6fab",
            "600": "#0b4f8a",
            "700": "#0a4475",
            "800": "#0a385f",
            "900": "#0a2e4d",
            "950": "#071d32",
        },
    },
    "SIDEBAR": {"show_search": False, "show_all_applications": False},
}
