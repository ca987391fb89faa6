"""Where data lie: database, cache and broker, files, index."""

import sys
from pathlib import Path

from portal.settings.environment import BASE_DIR, env

# The role of DATABASE_URL works in the tables, that of DATABASE_OWNER_URL owns them: it alone
# changes them, and removes entries of the trail whose time of keeping is over. Where no owner is
# named, one role does everything.
_OWNERS_COMMANDS = ("migrate", "audit purge")
_command = " ".join(sys.argv[1:3]) + " "
_is_owners = _command.startswith(tuple(f"{name} " for name in _OWNERS_COMMANDS))
_url = "DATABASE_OWNER_URL" if _is_owners and env.str("DATABASE_OWNER_URL", "") else "DATABASE_URL"
DATABASES = {"default": env.dj_db_url(_url, default="postgres://portal@localhost/portal")}
# The roles that every migration grants what they may do (portal/audit/grants.py).
DATABASE_APPLICATION_ROLE = env.str("DATABASE_APPLICATION_ROLE", "portal_app")
DATABASE_AUDITOR_ROLE = env.str("DATABASE_AUDITOR_ROLE", "portal_auditor")
DATABASES["default"].update(
    {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("DISABLE_SERVER_SIDE_CURSORS", False),
    }
)
# Milliseconds for which an act waits for what others hold, before it is refused. 0 leaves it to
# the database, for poolers that pass no options on: ALTER ROLE … SET lock_timeout does the same.
DATABASE_LOCK_TIMEOUT = env.int("DATABASE_LOCK_TIMEOUT", 15_000)
if DATABASE_LOCK_TIMEOUT:
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _given = _options.get("options", "")
    _options["options"] = f"{_given} -c lock_timeout={DATABASE_LOCK_TIMEOUT}".strip()

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CACHES = {"default": {"BACKEND": "portal.common.caches.AccountsGoOnCache", "LOCATION": REDIS_URL}}

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "portal.common.sheets.SheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
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
# A film or sound of an interpretation; a worker holds it in memory while it makes the public copy.
FILM_MAX_BYTES = env.int("FILM_MAX_BYTES", 100 * 1024 * 1024)

SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", str(BASE_DIR / ".run" / "index")))
# Whether the synonyms and best results that the office keeps are used; the seconds after which a
# process asks whether another has changed them.
SEARCH_WORDS = env.bool("SEARCH_WORDS", True)
SEARCH_WORDS_SECONDS = env.float("SEARCH_WORDS_SECONDS", 0.5)
PUBLIC_DUMP_DIR = Path(env.str("PUBLIC_DUMP_DIR", str(BASE_DIR / ".run" / "open-data")))
