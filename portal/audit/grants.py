"""What each role of the database may do: granted anew with every migration, by the owner.

The application adds to the trail and reads it; it cannot change, empty or unguard it, for it owns
nothing (deploy/production/roles.sql makes the roles). Where there are no such roles, in tests and
for those who run everything as one, nothing is granted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connections

_TRAIL = "audit_auditentry"
_CHECKPOINTS = "audit_auditcheckpoint"
_MIGRATIONS = "django_migrations"


def grant_roles(*, using: str, **_options: Any) -> None:
    """After a migration: every table to the application, the trail to the auditor."""
    connection = connections[using]
    application, auditor = settings.DATABASE_APPLICATION_ROLE, settings.DATABASE_AUDITOR_ROLE
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND rolname <> current_user",
            [[application, auditor]],
        )
        there = {name for (name,) in cursor.fetchall()}
        quote = connection.ops.quote_name
        if application in there:
            for statement in _for_application(quote(application)):
                cursor.execute(statement)
        if auditor in there:
            for statement in _for_auditor(quote(auditor)):
                cursor.execute(statement)


def _for_application(role: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"REVOKE UPDATE, DELETE ON {_TRAIL} FROM {role}"
    for table in (_CHECKPOINTS, _MIGRATIONS):
        yield f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}"


def _for_auditor(role: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT SELECT ON {_TRAIL}, {_CHECKPOINTS} TO {role}"
