"""Where data lie: database, cache and broker, files, index."""

from pathlib import Path

from portal.settings.environment import BASE_DIR, env

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default="postgres://portal@localhost/portal")}
DATABASES["default"].update(
    {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("DISABLE_SERVER_SIDE_CURSORS", False),
    }
)

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CACHES = {"default": {"BACKEND": "portal.common.caches.AccountsGoOnCache", "LOCATION": REDIS_URL}}

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
PUBLIC_DUMP_DIR = Path(env.str("PUBLIC_DUMP_DIR", str(BASE_DIR / ".run" / "open-data")))
