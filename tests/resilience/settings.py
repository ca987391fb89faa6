"""What the killed programs run with: the demo's settings, on a quicker clock."""

from portal.settings.local import *  # noqa: F403
from portal.settings.local import CELERY_BEAT_SCHEDULE, CELERY_BROKER_TRANSPORT_OPTIONS

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
for name in ("notifications", "files", "imports", "redating", "answer-reminders"):
    CELERY_BEAT_SCHEDULE[name]["schedule"] = 2.0
# A message that a killed worker had taken comes back soon, to be done a second time.
CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] = 5
