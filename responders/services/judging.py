"""Asking the guard about exact bytes, with what is known at this moment. Every exit asks again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from monitor.models import Complaint, Practice, Review
from monitor.selectors.links import settled_complaint
from responders.guard import judge
from responders.types import Judgement, LinkedRecord, Particulars


def judge_reply(text: str, review: Review) -> Judgement:
    """The guard's verdict on this text as the public answer to this review, with its current link."""
    version = review.current
    complaint = settled_complaint(review)
    return judge(
        text,
        practice=particulars(review.location.practice),
        rating=review.stars_of_five,
        reviewer=review.author,
        review=version.text if version else "",
        record=_record(complaint) if complaint else None,
        platform=review.platform,
        language="en",
    )


def particulars(practice: Practice) -> Particulars:
    return Particulars(name=practice.name, phone=practice.phone, email=practice.email, signer=practice.signer)


def findings_of(judgement: Judgement) -> list[dict[str, Any]]:
    """As stored beside a wording: rule, place and plain reason; the guard itself keeps the linked facts out."""
    return [asdict(finding) for finding in judgement.findings]


def _record(complaint: Complaint) -> LinkedRecord:
    dates = (complaint.treatment_on, complaint.received_on)
    return LinkedRecord(
        patient_name=complaint.patient.full_name,
        dates=tuple(day.isoformat() for day in dates if day),
        procedure=complaint.procedure,
        provider=complaint.provider,
        amount=complaint.amount_cents / 100 if complaint.amount_cents is not None else None,
        outcome=complaint.category,
        chart=complaint.patient.reference,
    )
