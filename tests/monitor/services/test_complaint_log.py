"""The complaint log: numbered without gaps, never rewritten, corrected in sight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from monitor.models import AuditEvent, Complaint, Entry, Location, Patient, User
from monitor.services.complaints import CannotWrite, Reported, add_entry, log_complaint, log_many, next_number
from tests.factories import make_complaint, make_practice

CANARY = "Zephyrine"


@pytest.fixture
def complaint(location: Location) -> Complaint:
    return make_complaint(location)


def reported(location: Location, **facts: object) -> Reported:
    given = {"location": location, "channel": "phone", "received_on": date(2026, 4, 30), "words": "Rude."}
    return Reported(**(given | facts))


def test_numbers_begin_at_one_and_have_no_gaps(location: Location) -> None:
    assert [make_complaint(location).label for _ in range(3)] == ["C-0001", "C-0002", "C-0003"]


def test_each_practice_counts_for_itself(location: Location) -> None:
    make_complaint(location)
    elsewhere = make_practice(name="Second", location="Hill").locations.get()

    assert make_complaint(elsewhere).label == "C-0001"


def test_two_locations_of_a_practice_share_one_count(location: Location) -> None:
    hill = Location.objects.create(practice=location.practice, name="Hill")
    make_complaint(location)

    assert make_complaint(hill).number == 2


def test_a_failed_log_uses_up_no_number(location: Location) -> None:
    with transaction.atomic():
        make_complaint(location)
        transaction.set_rollback(True)

    assert make_complaint(location).number == 1
    assert next_number(location.practice) == 2


def test_the_ten_thousandth_still_has_a_label() -> None:
    assert Complaint(number=12345).label == "C-12345"


def test_the_database_refuses_a_number_or_reference_given_twice(location: Location) -> None:
    one = make_complaint(location, reference="A-1")
    make_complaint(location, reference="")
    make_complaint(location, reference="")
    for changes in ({"number": one.number}, {"reference": "A-1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.filter(number=2).update(**changes)


def test_a_complaint_begins_with_the_line_of_its_arrival(location: Location, people: dict[str, User]) -> None:
    complaint = make_complaint(location, by=people["staff"])

    entry = complaint.entries.get()
    assert (entry.kind, entry.written_by) == ("received", people["staff"])
    assert entry.text.startswith("Received by phone: Waited an hour")


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_without_words_nothing_is_logged(location: Location, words: str) -> None:
    with pytest.raises(CannotWrite, match="Write down what was said"):
        log_complaint(reported(location, words=words), by=None)

    assert not Complaint.objects.exists()
    assert not Patient.objects.exists()


def test_logging_is_on_record_without_a_name_or_a_word(location: Location, people: dict[str, User]) -> None:
    make_complaint(location, by=people["staff"], first_name=CANARY, words=f"{CANARY} waited.")

    assert CANARY not in str(list(AuditEvent.objects.values()))
    assert AuditEvent.objects.get().action == "complaints:complaint:logged"


def test_many_are_numbered_in_the_order_given(location: Location) -> None:
    assert log_many([reported(location, words=f"No. {n}") for n in (1, 2, 3)], by=None) == 3
    assert list(Complaint.objects.order_by("number").values_list("words", flat=True)) == ["No. 1", "No. 2", "No. 3"]


def test_none_is_no_event(location: Location) -> None:
    assert log_many([], by=None) == 0
    assert not AuditEvent.objects.exists()


def test_a_correction_strikes_the_old_line_and_leaves_it_readable(
    complaint: Complaint, people: dict[str, User]
) -> None:
    wrong = add_entry(complaint, by=people["staff"], kind="call", text="Refund of $300 promised.")
    right = add_entry(complaint, by=people["owner"], kind="correction", text="No refund promised.", strikes=wrong.pk)

    wrong.refresh_from_db()
    assert wrong.text == "Refund of $300 promised."
    assert wrong.struck_by == right
    assert complaint.entries.count() == 3


def test_a_line_is_struck_once(complaint: Complaint, people: dict[str, User]) -> None:
    wrong = add_entry(complaint, by=people["staff"], kind="note", text="First.")
    add_entry(complaint, by=people["staff"], kind="correction", text="Second.", strikes=wrong.pk)

    with pytest.raises(CannotWrite, match="already struck"):
        add_entry(complaint, by=people["staff"], kind="correction", text="Third.", strikes=wrong.pk)


def test_a_correction_can_be_corrected(complaint: Complaint, people: dict[str, User]) -> None:
    entry = add_entry(complaint, by=people["staff"], kind="note", text="First.")
    for text in ("Second.", "Third."):
        entry = add_entry(complaint, by=people["staff"], kind="correction", text=text, strikes=entry.pk)

    assert [e.text for e in complaint.entries.filter(struck_by=None)] == [complaint.entries.first().text, "Third."]


def test_a_line_of_another_complaint_cannot_be_struck(
    complaint: Complaint, location: Location, people: dict[str, User]
) -> None:
    other = make_complaint(location).entries.get()
    for strange in (other.pk, 10**30, -1, 0):
        with pytest.raises(CannotWrite, match="not on this timeline"):
            add_entry(complaint, by=people["staff"], kind="correction", text="x", strikes=strange)


@pytest.mark.parametrize(
    ("kind", "text"), [("gossip", "x"), ("received", "x"), ("", "x"), ("note", ""), ("note", " \n")]
)
def test_an_entry_without_a_kind_or_words_is_refused(
    complaint: Complaint, people: dict[str, User], kind: str, text: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(CannotWrite):
        add_entry(complaint, by=people["staff"], kind=kind, text=text)

    assert Entry.objects.count() == before


def test_lines_stand_in_the_order_in_which_things_happened(complaint: Complaint, people: dict[str, User]) -> None:
    now = timezone.now()
    for days in (1, 3, 2):
        add_entry(complaint, by=people["staff"], kind="call", text=f"{days}", happened_at=now - timedelta(days=days))

    assert [entry.text for entry in complaint.entries.filter(kind="call")] == ["3", "2", "1"]


def test_a_patient_number_brings_back_the_person_and_keeps_what_was_known(location: Location) -> None:
    first = make_complaint(location, patient_reference="77")
    second = make_complaint(location, patient_reference="77", last_name="Other")

    assert second.patient == first.patient
    assert second.patient.last_name == "Petrov"


def test_the_same_number_in_another_practice_is_another_person(location: Location) -> None:
    elsewhere = make_practice(name="Second", location="Hill").locations.get()

    assert make_complaint(location, patient_reference="77").patient != (
        make_complaint(elsewhere, patient_reference="77").patient
    )


def test_a_complaint_is_never_deleted(complaint: Complaint) -> None:
    for row in (complaint, complaint.patient, complaint.location, complaint.practice):
        with pytest.raises(ProtectedError), transaction.atomic():
            row.delete()


def test_somebody_without_a_name_is_called_so() -> None:
    assert Patient(first_name="", last_name="").full_name == "name not recorded"
    assert Patient(first_name="Nadia", last_name="").full_name == "Nadia"
