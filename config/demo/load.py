"""Filling an empty home with the demo practice: people, sources, a complaint log, and a site to read from."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from config.demo.seed import demo_data
from monitor.models import Location, Practice, Source, User
from monitor.practice_platform import PracticePlatform
from monitor.services.complaint_import import import_complaints, plan_import
from monitor.services.secrets import keep_token

PASSWORD = "a-look-around-the-desk"
EVERY = 60


@transaction.atomic
def load_demo(platform: PracticePlatform, *, now: datetime | None = None) -> Practice:
    """The practice with its people, its sources on the running platform, and its complaint log (through the import)."""
    data, now = demo_data(), now or datetime.now(UTC)
    practice = Practice.objects.create(is_demo=True, **data["practice"])
    places = {
        entry["place"]: Location.objects.create(practice=practice, name=entry["name"], time_zone=entry["time_zone"])
        for entry in data["location"]
    }
    for entry in data["person"]:
        User.objects.create_user(password=PASSWORD, practice=practice, **entry)
    _add_sources(platform, places, now)
    log = _as_csv(data["complaint"], now)
    import_complaints(plan_import(log, name="complaint log", practice=practice), name="complaint log", by=None)
    return practice


def _add_sources(platform: PracticePlatform, places: dict[str, Location], now: datetime) -> None:
    riverside, hillcrest = places.values()
    calls, page = list(places)
    shared = {"due_at": now, "every_seconds": EVERY}
    google = Source.objects.create(
        location=riverside, route="google_business", label="Google · Riverside", platform="google",
        address=platform.api_url, account=calls, **shared,
    )  # fmt: skip
    keep_token(google, platform.token)
    Source.objects.create(
        location=hillcrest, route="permitted_page", label="Own page · Hillcrest", platform="own page",
        address=platform.place_url(page), may_read=True, **shared,
    )  # fmt: skip
    Source.objects.create(
        location=riverside, route="mention_feed", label="Mentions · Alerts feed", platform="mentions",
        address=f"{platform.url}/mentions.atom", **shared,
    )  # fmt: skip


def _as_csv(complaints: list[dict[str, Any]], now: datetime) -> bytes:
    rows = [
        {
            **{key: value for key, value in entry.items() if not key.endswith("days_ago")},
            "treatment_date": (now - timedelta(days=entry["treatment_days_ago"])).date().isoformat(),
            "received_date": (now - timedelta(days=entry["received_days_ago"])).date().isoformat(),
        }
        for entry in complaints
    ]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
