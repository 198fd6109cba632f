"""``aftercare status``: how everything stands, without a name or a word of anybody."""

from __future__ import annotations

import argparse

from django.db.models import Count

from config.jinja import ago
from monitor.models import Complaint, Review, Source
from responders.models import ReplyDraft


def configure(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(format="text")


def run(_: argparse.Namespace) -> int:
    flagged = Review.objects.filter(assessment__flagged=True).count()
    print(f"Reviews: {Review.objects.count()}, flagged {flagged}")
    print(f"Complaints: {Complaint.objects.count()}, open {Complaint.objects.filter(status='open').count()}")
    for row in ReplyDraft.objects.values("state").annotate(n=Count("pk")).order_by("state"):
        print(f"Replies {row['state'].replace('_', ' ')}: {row['n']}")
    for source in Source.objects.all():
        print(f"Source {source.label}: {source.state}, last good look {ago(source.good_at)}. {source.state_detail}")
    return 0
