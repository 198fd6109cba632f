"""The record cannot be rewritten: not by the code, not through raw SQL, not after a table was rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from monitor.append_only import APPEND_ONLY, BLANKABLE, protect_after_migrate, unprotected_tables
from monitor.models import AuditEvent, Entry, LinkJudgement, Location, Review, ReviewVersion, User
from monitor.services.complaints import add_entry
from monitor.services.intake import take_in
from monitor.services.linking import judge
from responders.models import DraftVersion
from responders.services.drafts import propose
from tests.factories import NOON, listing, make_complaint, make_review, make_source, raw

TABLES = (*APPEND_ONLY, *BLANKABLE)
COLUMN = {
    "monitor_entry": "text",
    "monitor_linkjudgement": "answer",
    "monitor_auditevent": "action",
    "responders_draftversion": "text",
    "monitor_reviewversion": "text",
}


@pytest.fixture
def record(location: Location, people: dict[str, User]) -> dict[str, type]:
    """Two rows in every protected table."""
    source = make_source(location)
    for number in (1, 2):
        review = make_review(source, id=f"r{number}")
        complaint = make_complaint(location, by=people["staff"])
        add_entry(complaint, by=people["staff"], kind="note", text="Called back.")
        judge(review, complaint, answer="probable", reason="", by=people["staff"])
        propose(review, by=people["staff"])
    return {m._meta.db_table: m for m in (Entry, LinkJudgement, AuditEvent, DraftVersion, ReviewVersion)}


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def rows_of(model: type) -> list[dict[str, object]]:
    return list(model.objects.order_by("pk").values())


def drop_every_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def attempts(table: str) -> dict[str, str]:
    """Every way of raw SQL to lose or change a row."""
    column = COLUMN[table]
    return {
        "update": f"UPDATE {table} SET {column} = 'changed'",
        "update of one row": f"UPDATE {table} SET {column} = 'changed' WHERE id = (SELECT min(id) FROM {table})",
        "delete": f"DELETE FROM {table}",
        "replace": f"REPLACE INTO {table} SELECT * FROM {table} ORDER BY id LIMIT 1",
        "insert or replace": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "update or replace": f"UPDATE OR REPLACE {table} SET id = (SELECT max(id) FROM {table})",
    }


@pytest.mark.parametrize("table", TABLES)
def test_no_way_of_sql_changes_or_drops_a_row(record: dict[str, type], table: str) -> None:
    before = rows_of(record[table])
    assert len(before) >= 2

    for way, sql in attempts(table).items():
        with pytest.raises(DatabaseError, match="append-only"):
            run(sql)
        assert rows_of(record[table]) == before, way


@pytest.mark.parametrize(
    ("table", "copied"),
    [("monitor_auditevent", "sequence"), ("responders_draftversion", "number"), ("monitor_reviewversion", "number")],
)
def test_a_new_row_cannot_take_the_place_of_an_old_one(record: dict[str, type], table: str, copied: str) -> None:
    """INSERT OR REPLACE drops the row that holds the unique value, and SQLite asks no DELETE trigger then."""
    before = rows_of(record[table])
    columns = ", ".join(f.column for f in record[table]._meta.fields if f.column != "id")

    with pytest.raises(DatabaseError, match="append-only"):
        run(f"INSERT OR REPLACE INTO {table} (id, {columns}) SELECT 9999, {columns} FROM {table} LIMIT 1")

    assert rows_of(record[table]) == before, f"{copied} was taken over"


def model_calls() -> dict[str, Callable[[type], object]]:
    return {
        "save": lambda model: model.objects.first().save(),
        "update": lambda model: model.objects.update(**{next(iter(_texts(model))): "changed"}),
        "delete": lambda model: model.objects.all().delete(),
        "delete of one": lambda model: model.objects.first().delete(),
    }


def _texts(model: type) -> Iterator[str]:
    return (f.name for f in model._meta.fields if f.name in ("text", "answer", "action"))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_models_own_calls_are_refused_too(record: dict[str, type], table: str) -> None:
    before = rows_of(record[table])

    for name, call in model_calls().items():
        with pytest.raises(DatabaseError), transaction.atomic():
            call(record[table])
        assert rows_of(record[table]) == before, name


@pytest.mark.parametrize("table", TABLES)
def test_protection_lost_in_a_table_rebuild_comes_back_with_the_next_migrate(
    record: dict[str, type], table: str
) -> None:
    drop_every_trigger()
    assert table in unprotected_tables(connection)
    run(f"UPDATE {table} SET {COLUMN[table]} = 'unnoticed'")

    protect_after_migrate(using="default")

    for sql in attempts(table).values():
        with pytest.raises(DatabaseError, match="append-only"):
            run(sql)


def test_every_migrate_puts_the_protection_in_place(record: dict[str, type]) -> None:
    drop_every_trigger()

    call_command("migrate", verbosity=0, interactive=False)

    assert unprotected_tables(connection) == []


def test_a_single_missing_trigger_is_noticed(record: dict[str, type]) -> None:
    assert unprotected_tables(connection) == []
    run("DROP TRIGGER monitor_entry_no_replace")
    run("DROP TRIGGER monitor_reviewversion_no_delete")

    assert unprotected_tables(connection) == ["monitor_entry", "monitor_reviewversion"]


@pytest.mark.parametrize("column", BLANKABLE["monitor_reviewversion"])
def test_the_words_of_a_review_may_only_be_blanked(location: Location, column: str) -> None:
    take_in(make_source(location), listing(raw(title="Bad", translation="Malo")), seen_at=NOON)
    versions = Review.objects.get().versions

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        versions.update(**{column: "other words"})

    assert versions.update(**{column: ""}) == 1
    assert versions.get().digest, "that there were words, and which, stays provable"


@pytest.mark.parametrize("changes", [{"stars": 5}, {"stars": None}, {"digest": ""}, {"number": 9}, {"warnings": ["x"]}])
def test_nothing_else_of_a_review_version_may_change(location: Location, changes: dict[str, object]) -> None:
    take_in(make_source(location), listing(raw()), seen_at=NOON)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ReviewVersion.objects.update(**changes, text="")


def test_adding_goes_on_as_ever(record: dict[str, type], people: dict[str, User]) -> None:
    for table, model in record.items():
        row = model.objects.order_by("-pk").first()
        assert row is not None, table
    before = Entry.objects.count()

    add_entry(Entry.objects.first().complaint, by=people["owner"], kind="note", text="One more line.")

    assert Entry.objects.count() == before + 1
