"""What the demo's review site holds, counted back from the day it is loaded."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.practice_platform.seed import Seed, read_seed

FILE = Path(__file__).with_name("practice.toml")


def demo_data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def demo_seed(now: datetime) -> Seed:
    """The reviews of both places and the mentions, as the practice platform takes them."""
    data = demo_data()
    places = [
        {
            "location": place["place"],
            "name": f"{data['practice']['name']} {place['name']}",
            "reviews": [_posted(review, now) for review in data["review"] if review["place"] == place["place"]],
        }
        for place in data["location"]
    ]
    mentions = [
        {"title": mention["title"], "url": mention["url"], "updated": _moment(now, mention["days_ago"])}
        for mention in data["mention"]
    ]
    return read_seed({"places": places, "mentions": mentions})


def _posted(review: dict[str, Any], now: datetime) -> dict[str, Any]:
    kept = {key: review[key] for key in ("id", "author", "stars", "text", "reply") if key in review}
    return {**kept, "created": _moment(now, review["days_ago"])}


def _moment(now: datetime, days_ago: int) -> str:
    return (now - timedelta(days=days_ago, hours=2)).isoformat(timespec="seconds")
