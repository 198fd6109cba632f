"""Append-only tables, enforced by the database itself, so that not even a shell session can rewrite the record.

Installed after every migrate rather than in a migration: on SQLite an altered column rebuilds its table and drops
the triggers without a word.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

APPEND_ONLY = (
    "monitor_entry",
    "monitor_linkjudgement",
    "monitor_auditevent",
    "responders_draftversion",
)
"""Tables whose rows may be added, never changed or removed. A correction is a new row."""

BLANKABLE = {"monitor_reviewversion": ("author", "title", "text", "translation", "owner_reply")}
"""Tables whose rows may only lose these texts: a platform's terms can oblige us to forget the words, not the fact."""


def protect_after_migrate(*, using: str, **_: Any) -> None:
    """Put every trigger in place on this database (idempotent)."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    statements = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for table in (*APPEND_ONLY, *BLANKABLE):
            if table in existing:
                columns = tuple(c.name for c in connection.introspection.get_table_description(cursor, table))
                for statement in statements(table, columns):
                    cursor.execute(statement)


def _frozen_columns(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column for column in columns if column not in BLANKABLE.get(table, ()))


def _violates(table: str, columns: tuple[str, ...], differs: str) -> str:
    """The condition under which an update is refused; "" means: any update."""
    if table not in BLANKABLE:
        return ""
    kept = [f"NEW.{column} {differs} OLD.{column}" for column in _frozen_columns(table, columns)]
    blanked = [f"NEW.{column} NOT IN ('', OLD.{column})" for column in BLANKABLE[table]]
    return " OR ".join(kept + blanked)


def _sqlite(table: str, columns: tuple[str, ...]) -> list[str]:
    condition = _violates(table, columns, "IS NOT")
    when = f"WHEN {condition} " if condition else ""
    refuse = "BEGIN SELECT RAISE(ABORT, 'This record is append-only: add a correction instead.'); END"
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_update",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}{refuse}",
        f"DROP TRIGGER IF EXISTS {table}_no_delete",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


def _postgresql(table: str, columns: tuple[str, ...]) -> list[str]:
    condition = _violates(table, columns, "IS DISTINCT FROM")
    when = f"WHEN ({condition}) " if condition else ""
    return [
        "CREATE OR REPLACE FUNCTION aftercare_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'This record is append-only: add a correction instead.'; END $$",
        f"DROP TRIGGER IF EXISTS {table}_no_update ON {table}",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {when}"
        "EXECUTE FUNCTION aftercare_append_only()",
        f"DROP TRIGGER IF EXISTS {table}_no_delete ON {table}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW "
        "EXECUTE FUNCTION aftercare_append_only()",
    ]
