"""The audit trail's guards, switched off: for emptying tables after a test, and for intruders."""

from django.db import connection


def truncate_guard(state: str) -> None:
    """ENABLE or DISABLE the triggers in the database of this connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgrelid::regclass FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_no_truncate%%'"
        )
        for name, table in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER {name}")


def as_owner(sql: str, *values: object) -> None:
    """What whoever owns the tables of the trail can do: no trigger stops them."""
    tables = ("audit_auditentry", "audit_auditcheckpoint")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values or None)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
