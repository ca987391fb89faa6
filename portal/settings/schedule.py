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
    # --- accounts ---
    # Sessions that ran out, with the numbers of cases in them; a missed run is made up by the next.
    "ended-sessions": {
        "task": "portal.accounts.tasks.clear_sessions",
        "schedule": crontab(minute="15"),
        "options": {"expires": 3600},
    },
    # --- copies of public pages ---
    # Many rows of changes into one for each table; a missed run is made up by the next.
    "page-changes": {
        "task": "portal.pages.tasks.fold_changes",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
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
    # Forgets what nobody asks any more, finds what can never be told.
    "criteria": {
        "task": "portal.notifications.tasks.tidy_criteria",
        "schedule": crontab(minute="50", hour="3"),
        "options": {"expires": 3600},
    },
    # From state: each stage told once, a missed run made up by the next.
    "calendar-end": {
        "task": "portal.notifications.tasks.remind_of_calendar_end",
        "schedule": crontab(minute="10", hour="8-20"),
        "options": {"expires": 3600},
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
    # --- what explains and answers ---
    "collections": {
        "task": "policies.collections.tasks.remind_of_candidates",
        "schedule": crontab(minute="55", hour="8-20"),
        "options": {"expires": 3600},
    },
    # Hours run through nights and holidays, and so do their reminders; each stage told once.
    "concern-reminders": {
        "task": "policies.concerns.tasks.concern_reminders",
        "schedule": crontab(minute="3-59/10"),
        "options": {"expires": 600},
    },
    # Counts a month that is over once; a missed night is made up by the next.
    "hot-lists": {
        "task": "policies.concerns.tasks.make_hot_lists",
        "schedule": crontab(minute="35", hour="2"),
        "options": {"expires": 3600},
    },
    # From state: those who have not done their part hear of the ends.
    "selections": {
        "task": "policies.selection.tasks.remind_of_selections",
        "schedule": crontab(minute="50", hour="8-20"),
        "options": {"expires": 3600},
    },
    # Addresses that nobody confirmed; a missed run is made up by the next.
    "ballots": {
        "task": "policies.selection.tasks.purge_unconfirmed_ballots",
        "schedule": crontab(minute="35"),
        "options": {"expires": 3600},
    },
    # --- decisions ---
    # From state: who has not published its catalogue hears of its last day.
    "catalogues": {
        "task": "decisions.catalogues.tasks.remind_of_catalogues",
        "schedule": crontab(minute="20", hour="8-20"),
        "options": {"expires": 3600},
    },
    # Who was handed a token is forgotten soon after the end, an unfinished answer after days.
    "surveys": {
        "task": "decisions.surveys.tasks.purge_ended_surveys",
        "schedule": crontab(minute="25"),
        "options": {"expires": 3600},
    },
    # Takes what people wrote away when its term is over; works from state.
    "surveys-retention": {
        "task": "decisions.surveys.tasks.purge_old_survey_texts",
        "schedule": crontab(minute="35", hour="3"),
        "options": {"expires": 3600},
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
    # From state: the hourly run makes up for a missed one and else finds nothing to do.
    "coming-endings": {
        "task": "disclosure.tasks.coming_endings",
        "schedule": crontab(minute="35", hour="6-20"),
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
        "task": "portal.links.tasks.patrol_links",
        "schedule": crontab(minute="50"),
        "options": {"expires": 3600},
    },
    # Takes away who asked what the stretch before, and what is too old; works from state.
    "asked-questions": {
        "task": "portal.asking.tasks.forget_asked",
        "schedule": crontab(minute="40", hour="3"),
        "options": {"expires": 3600},
    },
    # Links of what lapsed, entries of what begins and ends by its own date: from state.
    "service-items": {
        "task": "policies.service_items.tasks.keep_service_items",
        "schedule": crontab(minute="12"),
        "options": {"expires": 3600},
    },
    # Writes once a day, and again after a withdrawal; else finds nothing to do.
    "public-dump": {
        "task": "disclosure.tasks.public_dump",
        "schedule": crontab(minute="10-59/20"),
        "options": {"expires": 1200},
    },
    # Deletes what was typed and not sent within seven days; a missed run is made up by the next.
    "kept-texts": {
        "task": "portal.drafts.tasks.purge_kept_texts",
        "schedule": crontab(minute="15"),
        "options": {"expires": 3600},
    },
    # --- answers ---
    # From state: brings entries up to the day, and makes up for what a lock left behind.
    "answers-in-step": {
        "task": "policies.answers.tasks.keep_in_step",
        "schedule": crontab(minute="2-59/10"),
        "options": {"expires": 600},
    },
    # From state: each stage told once, a missed run made up by the next.
    "answer-base-reminders": {
        "task": "policies.answers.tasks.answer_reminders",
        "schedule": crontab(minute="50", hour="8-20"),
        "options": {"expires": 3600},
    },
    # Deletes what is too old to come again; a missed run is made up by the next.
    "partner-calls": {
        "task": "policies.partners.tasks.forget_old_calls",
        "schedule": crontab(minute="35", hour="3"),
        "options": {"expires": 3600},
    },
    # From state: each stage told once, a missed run made up by the next.
    "inquiry-reminders": {
        "task": "policies.inquiries.tasks.inquiry_reminders",
        "schedule": crontab(minute="52", hour="8-20"),
        "options": {"expires": 3600},
    },
    # --- decisions ---
    # From the rows: each stage told once, a missed run made up by the next.
    "decision-exceptions": {
        "task": "decisions.dossiers.tasks.exception_reminders",
        "schedule": crontab(minute="54", hour="8-17"),
        "options": {"expires": 3600},
    },
    # --- messages ---
    # From the state of each message: each stage told once, a missed run made up by the next.
    "message-reminders": {
        "task": "policies.messages.tasks.message_reminders",
        "schedule": crontab(minute="25", hour="8-17"),
        "options": {"expires": 3600},
    },
    # Days that lay beyond the calendar; works from state.
    "message-days": {
        "task": "policies.messages.tasks.settle_days",
        "schedule": crontab(minute="5", hour="7"),
        "options": {"expires": 3600},
    },
    # Takes personal data away when their term is over; works from state.
    "message-retention": {
        "task": "policies.messages.tasks.purge_old_messages",
        "schedule": crontab(minute="40", hour="2"),
        "options": {"expires": 3600},
    },
    # --- consultations ---
    # The clock opens and closes them; these tell, propose and forget, each from state.
    "consultation-reminders": {
        "task": "decisions.consultations.tasks.remind_of_consultations",
        "schedule": crontab(minute="28", hour="8-17"),
        "options": {"expires": 3600},
    },
    "opinion-proposals": {
        "task": "decisions.consultations.tasks.propose_groups",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "opinion-outcomes": {
        "task": "decisions.consultations.tasks.tell_writers",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "opinion-retention": {
        "task": "decisions.consultations.tasks.purge_old_opinions",
        "schedule": crontab(minute="45", hour="2"),
        "options": {"expires": 3600},
    },
    # --- pushes and relays ---
    # Goes on where a run was killed; else finds nothing to do.
    "pushes": {
        "task": "policies.audiences.tasks.carry_out_pushes",
        "schedule": crontab(minute="*"),
        "options": {"expires": 60},
    },
    # From the state of each task: each stage told once, a missed run made up by the next.
    "relay-reminders": {
        "task": "policies.relays.tasks.relay_reminders",
        "schedule": crontab(minute="35", hour="8-17"),
        "options": {"expires": 3600},
    },
    "relay-contacts": {
        "task": "policies.relays.tasks.purge_relay_contacts",
        "schedule": crontab(minute="50", hour="2"),
        "options": {"expires": 3600},
    },
    # --- events ---
    # Ends offers and lets lists move up; works from state, each session in its own transaction.
    "event-offers": {
        "task": "decisions.events.tasks.lapse_offers",
        "schedule": crontab(minute="*"),
        "options": {"expires": 60},
    },
    # From state: each reminder told once, a missed run made up by the next.
    "event-reminders": {
        "task": "decisions.events.tasks.event_reminders",
        "schedule": crontab(minute="40", hour="8-20"),
        "options": {"expires": 3600},
    },
    # Takes personal data away when their term is over; works from state.
    "event-retention": {
        "task": "decisions.events.tasks.purge_old_signups",
        "schedule": crontab(minute="55", hour="2"),
        "options": {"expires": 3600},
    },
    # --- solicitations ---
    # Takes personal data away when their term is over; works from state.
    "solicitations-retention": {
        "task": "decisions.solicitations.tasks.purge_old_proposals",
        "schedule": crontab(minute="50", hour="3"),
        "options": {"expires": 3600},
    },
    # --- seats at meetings ---
    # Closes and publishes lists whose time is over; works from state, each in its own transaction.
    "seats-closing": {
        "task": "decisions.seats.tasks.close_lists",
        "schedule": crontab(minute="*"),
        "options": {"expires": 60},
    },
    # Takes personal data away when their term is over; works from state.
    "seats-retention": {
        "task": "decisions.seats.tasks.purge_old_applicants",
        "schedule": crontab(minute="20", hour="3"),
        "options": {"expires": 3600},
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
