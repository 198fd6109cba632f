"""Suggesting which complaint a review may belong to, and keeping what people decide about it."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from monitor.errors import MonitorError
from monitor.link.candidates import Log
from monitor.link.choose import MECHANISM, candidates_for
from monitor.models import Complaint, LinkCandidate, LinkJudgement, Practice, Review, User
from monitor.selectors.links import SETTLED, standing
from monitor.services.audit import Action, record
from monitor.types import Candidate, LoggedComplaint, PublicReview

WORTH_SHOWING = 0.5
"""From this probability on a suggestion is put in front of people unasked."""
SHOWN = 5


class CannotJudge(MonitorError):
    """The answer does not fit what is on the screen."""


def suggest_matches(practice: Practice) -> int:
    """Look again at every flagged review without a settled answer. Returns how many have a new likely complaint."""
    log = Log(logged(complaint) for complaint in _log_of(practice))
    return sum(
        _replace(review, candidates_for(as_public(review), log, limit=SHOWN)) for review in _open_reviews(practice)
    )


def what_matching_reads(practice: Practice) -> tuple[object, ...]:
    """A fingerprint of everything a match rests on. Rows are only ever added, so the newest of each kind tells.

    While it stays the same, looking again at every pair would find the same again.
    """
    reviews = Review.objects.filter(location__practice=practice)
    newest = Complaint.objects.filter(practice=practice).aggregate(Max("pk"), Max("logged_at"))
    judged = LinkJudgement.objects.filter(review__in=reviews).aggregate(Max("pk"))
    open_ones = reviews.filter(assessment__flagged=True, gone_at=None)
    understood = open_ones.aggregate(Count("pk"), Max("assessment__pk"), Max("assessment__made_at"))
    return MECHANISM, *newest.values(), *judged.values(), *understood.values()


def logged(complaint: Complaint) -> LoggedComplaint:
    """The parts of a complaint that a review could echo."""
    patient = complaint.patient
    return LoggedComplaint(
        complaint_id=str(complaint.pk),
        patient_id=str(patient.pk),
        patient_first=patient.first_name,
        patient_last=patient.last_name,
        patient_known_as=patient.known_as,
        patient_former_last=patient.former_last_name,
        related_contact=patient.related_contact,
        location=complaint.location.name,
        treatment_date=complaint.treatment_on.isoformat() if complaint.treatment_on else "",
        received_date=complaint.received_on.isoformat(),
        procedure=complaint.procedure,
        provider=complaint.provider,
        staff_involved=tuple(complaint.staff),
        amount=complaint.amount_cents / 100 if complaint.amount_cents is not None else None,
        category=complaint.category,
        narrative=complaint.words,
    )


def as_public(review: Review) -> PublicReview:
    """What the review itself says; its date only as exact as the site gave it."""
    version = review.current
    is_day_known = review.published_precision in ("second", "minute", "day")
    return PublicReview(
        review_id=str(review.pk),
        author_name=review.author,
        location=review.location.name,
        date_posted=review.published[:10] if is_day_known else "",
        rating=review.stars_of_five,
        text=f"{version.title}\n{version.text}".strip() if version else "",
    )


@transaction.atomic
def judge(review: Review, complaint: Complaint | None, *, answer: str, reason: str, by: User) -> LinkJudgement:
    """Keep one person's answer. "Same" needs a reason: it puts a patient's name beside a public text."""
    if answer not in LinkJudgement.Answer.values:
        raise CannotJudge("Choose one of the answers on the page.")
    if answer in SETTLED and complaint is None:
        raise CannotJudge("Choose the complaint that is the same matter; look for it by hand if it is not shown.")
    if answer == LinkJudgement.Answer.SAME and not reason.strip():
        raise CannotJudge("Please say in a few words why these are the same matter; it is a serious thing to state.")
    shown = LinkCandidate.objects.filter(review=review, complaint=complaint).first()
    kept = LinkJudgement.objects.create(
        review=review,
        complaint=complaint,
        answer=answer,
        reason=reason.strip()[:500],
        shown_probability=shown.probability if shown else None,
        mechanism=shown.mechanism if shown else "",
        judged_by=by,
        judged_at=timezone.now(),
    )
    record(actor=by, action=Action.LINK_JUDGED, subject=f"review {review.pk}", judgement=kept.pk, answer=answer)
    return kept


def _log_of(practice: Practice) -> list[Complaint]:
    return list(Complaint.objects.filter(practice=practice).select_related("patient", "location").order_by("pk"))


def _open_reviews(practice: Practice) -> list[Review]:
    closing = Q(answer__in=SETTLED) | Q(complaint=None, answer=LinkJudgement.Answer.NOT)
    closes = standing().filter(closing, review=OuterRef("pk"))
    rows = Review.objects.filter(~Exists(closes), location__practice=practice, assessment__flagged=True, gone_at=None)
    return list(rows.select_related("current", "location").order_by("pk"))


@transaction.atomic
def _replace(review: Review, found: tuple[Candidate, ...]) -> bool:
    """True when a complaint is likely now that was not before. A pair that a person has refused is not offered again.

    The same suggestions as before are left as they are: this runs all day, and mostly nothing has changed.
    """
    refused = set(standing().filter(review=review, answer="not").values_list("complaint_id", flat=True))
    offered = {_key(c): c for c in found if c.complaint_id is None or _key(c) not in refused}
    before = {row.complaint_id: (row.probability, row.mechanism) for row in review.candidates.all()}
    if before == {key: (c.probability, c.mechanism or MECHANISM) for key, c in offered.items()}:
        return False
    review.candidates.all().delete()
    now = timezone.now()
    LinkCandidate.objects.bulk_create(
        LinkCandidate(
            review=review,
            complaint_id=key,
            probability=candidate.probability,
            reasons=[asdict(reason) for reason in candidate.reasons],
            mechanism=candidate.mechanism or MECHANISM,
            made_at=now,
        )
        for key, candidate in offered.items()
    )
    likely = {key for key, candidate in offered.items() if key and candidate.probability >= WORTH_SHOWING}
    return bool(likely - {key for key, (probability, _) in before.items() if probability >= WORTH_SHOWING})


def _key(candidate: Candidate) -> int | None:
    return int(candidate.complaint_id) if candidate.complaint_id else None
