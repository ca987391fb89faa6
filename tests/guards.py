"""Switching the audit trail's guard against TRUNCATE, which only tests ever need to do."""

from django.db import connection


def truncate_guard(state: str) -> None:
    """ENABLE or DISABLE the trigger in the database of this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_no_truncate%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE audit_auditentry {state} TRIGGER {name}")
