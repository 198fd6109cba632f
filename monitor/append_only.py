"""Append-only tables, enforced by the database itself, so that not even a shell session can rewrite the record.

Installed after every migrate rather than in a migration: on SQLite an altered column rebuilds its table and drops
the triggers without a word. On SQLite a third trigger guards against INSERT OR REPLACE, which would drop the old
row without asking the one against DELETE.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

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
    with connection.cursor() as cursor:
        for table in (*APPEND_ONLY, *BLANKABLE):
            if table in existing:
                for statement in _statements(connection, cursor, table):
                    cursor.execute(statement)


def unprotected_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables of a SQLite database that lack one of their triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    acts = ("no_update", "no_delete", "no_replace")
    return [t for t in (*APPEND_ONLY, *BLANKABLE) if not {f"{t}_{act}" for act in acts} <= present]


def _statements(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> list[str]:
    columns = tuple(c.name for c in connection.introspection.get_table_description(cursor, table))
    if connection.vendor != "sqlite":
        return _postgresql(table, columns)
    constraints = connection.introspection.get_constraints(cursor, table).values()
    return _sqlite(table, columns, [tuple(c["columns"]) for c in constraints if c["unique"] or c["primary_key"]])


def _frozen_columns(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column for column in columns if column not in BLANKABLE.get(table, ()))


def _violates(table: str, columns: tuple[str, ...], differs: str) -> str:
    """The condition under which an update is refused; "" means: any update."""
    if table not in BLANKABLE:
        return ""
    kept = [f"NEW.{column} {differs} OLD.{column}" for column in _frozen_columns(table, columns)]
    blanked = [f"NEW.{column} NOT IN ('', OLD.{column})" for column in BLANKABLE[table]]
    return " OR ".join(kept + blanked)


def _sqlite(table: str, columns: tuple[str, ...], unique: list[tuple[str, ...]]) -> list[str]:
    condition = _violates(table, columns, "IS NOT")
    when = f"WHEN {condition} " if condition else ""
    # Only this file's table names and the schema's own column names stand in these statements.
    same = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in unique)
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - see above
    refuse = "BEGIN SELECT RAISE(ABORT, 'This record is append-only: add a correction instead.'); END"
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_update",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}{refuse}",
        f"DROP TRIGGER IF EXISTS {table}_no_delete",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"DROP TRIGGER IF EXISTS {table}_no_replace",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}",
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
