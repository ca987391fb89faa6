"""The clock, the queue of background tasks, and what runs by itself and when."""

from celery.schedules import crontab

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
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A task lost with its worker comes back after this many seconds.
    "visibility_timeout": 600,
    # Without a broker a person waits a moment, not six seconds: the sweeps do the work later.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
}
# Cleaning and reading of files is slow and costly: workers may be set apart for it (`-Q files`).
FILES_QUEUE = "files"
CELERY_TASK_ROUTES = {"portal.files.tasks.read_stored_file": {"queue": FILES_QUEUE}}
# Within the request instead of by a worker; for tests and for commands that make data.
READ_FILES_AT_ONCE = False
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
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
