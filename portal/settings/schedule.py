"""The clock, the queue of background tasks, and what runs by itself and when."""

from celery.schedules import crontab
from kombu import Queue

from portal.settings.environment import env
from portal.settings.stores import REDIS_URL

TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Celery spells a unix socket differently from redis-py.
CELERY_BROKER_URL = (
    "redis+socket://" + REDIS_URL.removeprefix("unix://").replace("?db=", "?virtual_host=")
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# What strangers' files keep busy stands in queues of its own: one that is slow delays others of
# its kind, never a notice or a day of the law.
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_QUEUES = [Queue("celery"), Queue("files"), Queue("imports")]
CELERY_TASK_ROUTES = {
    "portal.files.tasks.*": {"queue": "files"},
    "disclosure.tasks.read_import_item": {"queue": "imports"},
    "disclosure.tasks.read_waiting_imports": {"queue": "imports"},
}
# Seconds: after the first a task is asked to end, after the second its process is killed. What
# ends so is not begun anew by the broker; sweeps find what was left, and say why.
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_ANNOTATIONS = {
    # One file: its text is there already.
    "disclosure.tasks.read_import_item": {"soft_time_limit": 60, "time_limit": 90},
    # All of the trail, or of the library, once a day.
    # Some seconds for each scanned page.
    "portal.files.tasks.read_stored_file": {"soft_time_limit": 1500, "time_limit": 1620},
    "portal.audit.tasks.verify_chain": {"soft_time_limit": 1500, "time_limit": 1620},
    "disclosure.tasks.public_dump": {"soft_time_limit": 1500, "time_limit": 1620},
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A task lost with its worker comes back after this many seconds: later than the longest may
    # take, or the next worker would begin what the first is still at.
    "visibility_timeout": 1800,
    # Without a broker a person waits a moment, not six seconds: the sweeps do the work later.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
}
# Within the request instead of by a worker; for tests and for commands that make data.
READ_FILES_AT_ONCE = False
# Scans and pictures are read by OCR; without it a person looks at each of them and confirms.
READ_PICTURES = env.bool("READ_PICTURES", True)
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    # --- the trail ---
    # The head leaves the database; a day missed is made up by the next, which covers it.
    "audit-anchor": {
        "task": "portal.audit.tasks.anchor_head",
        "schedule": crontab(minute="15", hour="0"),
        "options": {"expires": 3600},
    },
    "audit-verify": {
        "task": "portal.audit.tasks.verify_chain",
        "schedule": crontab(minute="15", hour="3"),
        "options": {"expires": 3600},
    },
    # --- notices and subscriptions ---
    # Sends whatever a lost poke, broker or worker left behind.
    "notifications": {"task": "portal.notifications.tasks.deliver_due", "schedule": 30.0},
    # Works from what is stored: a run made up for or made twice does no harm.
    "subscriptions": {
        "task": "portal.notifications.tasks.announce_news",
        "schedule": 120.0,
        "options": {"expires": 120},
    },
    # Deletes what was asked for and never confirmed.
    "unconfirmed-subscriptions": {
        "task": "portal.notifications.tasks.purge_unconfirmed",
        "schedule": crontab(minute="25"),
        "options": {"expires": 3600},
    },
    # --- files ---
    # Asks again for whatever a killed worker, a lost message or new rules left unread.
    "files": {
        "task": "portal.files.tasks.read_unread_files",
        "schedule": 120.0,
        "options": {"expires": 120},
    },
    # --- the library of documents ---
    # Reads whatever a killed worker or a lost message left waiting.
    "imports": {
        "task": "disclosure.tasks.read_waiting_imports",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # Publishes whatever is signed and due; a missed run is made up by the next.
    "scheduled-publication": {
        "task": "disclosure.tasks.release_scheduled",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # From state: the hourly run makes up for a missed one and else finds nothing to do.
    "validity": {
        "task": "disclosure.tasks.nightly_validity",
        "schedule": crontab(minute="5"),
        "options": {"expires": 3600},
    },
    # From state: the hourly run makes up for a missed one and else finds nothing to do.
    "publication-reminders": {
        "task": "disclosure.tasks.publication_reminders",
        "schedule": crontab(minute="30", hour="8-20"),
        "options": {"expires": 3600},
    },
    # Periods that end, and documents to be looked at again: from state, each stage told once.
    "document-reminders": {
        "task": "disclosure.tasks.document_reminders",
        "schedule": crontab(minute="40", hour="8-20"),
        "options": {"expires": 3600},
    },
    # From state, each stage of each standstill told once.
    "column-reminders": {
        "task": "disclosure.tasks.column_reminders",
        "schedule": crontab(minute="45", hour="8-20"),
        "options": {"expires": 3600},
    },
    # Some addresses a run, those checked longest ago first; else finds nothing to do.
    "external-links": {
        "task": "disclosure.tasks.external_links",
        "schedule": crontab(minute="50"),
        "options": {"expires": 3600},
    },
    # Writes once a day, and again after a withdrawal; else finds nothing to do.
    "public-dump": {
        "task": "disclosure.tasks.public_dump",
        "schedule": crontab(minute="10-59/20"),
        "options": {"expires": 1200},
    },
    # --- applications for information ---
    # From the state of each case: each stage told once, a missed run made up by the next.
    "answer-reminders": {
        "task": "requests_app.tasks.answer_reminders",
        "schedule": crontab(minute="20", hour="8-20"),
        "options": {"expires": 3600},
    },
    # Goes on with a bulk re-dating that a killed worker left; else finds nothing to do.
    "redating": {
        "task": "requests_app.tasks.continue_redating",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Deletes what is older than seven days; a missed run is made up by the next.
    "application-drafts": {
        "task": "requests_app.tasks.purge_old_drafts",
        "schedule": crontab(minute="35"),
        "options": {"expires": 3600},
    },
    # Takes personal data away when their term is over; works from state.
    "request-retention": {
        "task": "requests_app.tasks.purge_old_cases",
        "schedule": crontab(minute="35", hour="2"),
        "options": {"expires": 3600},
    },
}
