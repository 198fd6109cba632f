"""Each kind of evidence, for and against; silence is never evidence."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.link.candidates import Log, rarity
from monitor.link.choose import total, weights
from monitor.link.facts import complaint_facts
from monitor.link.features import compare, nobody_features
from monitor.link.likeness import name_features
from monitor.types import LoggedComplaint, PublicReview

Vary = Callable[..., PublicReview]


def features(review: PublicReview, complaint: LoggedComplaint, known: Log) -> dict[str, float]:
    return dict(compare(known.read(review), complaint_facts(complaint), known))


def score(review: PublicReview, complaint: LoggedComplaint, known: Log) -> float:
    return total(compare(known.read(review), complaint_facts(complaint), known), weights())


def named(display: str, complaint: LoggedComplaint, known: Log, text: str = "") -> dict[str, float]:
    review = PublicReview(review_id="R", author_name=display, text=text)
    return dict(name_features(known.read(review), complaint_facts(complaint), known))


# --- names


@pytest.mark.parametrize(
    ("display", "levels"),
    [
        ("Jennifer Quillsworth", {"first.exact", "last.exact"}),
        ("Jen Quillsworth", {"first.short", "last.exact"}),
        ("Quillsworth, Jennifer", {"first.exact", "last.exact"}),
        ("Jennifer Q.", {"first.exact", "last.letter"}),
        ("J. Quillsworth", {"first.letter", "last.exact"}),
        ("J Q", {"first.letter", "last.letter"}),
        ("Jennifer", {"first.exact"}),
        ("Jennfier Quillsworth", {"first.slip", "last.exact"}),
        ("Jennifer Quilsworth", {"first.exact", "last.slip"}),
        ("Jennife Q", {"first.start", "last.letter"}),
        ("Mrs. Quillsworth", {"last.exact"}),
        ("jenquillsworth", {"handle.exact"}),
        ("jquillsworth", {"handle.start"}),
        ("jenniferq77", {"handle.letter"}),
        ("quillsworth99", {"handle.part"}),
    ],
)
def test_a_fitting_name_is_told_by_its_level(
    display: str, levels: set[str], complaint: LoggedComplaint, known: Log
) -> None:
    found = named(display, complaint, known)
    assert levels <= found.keys()
    assert not any(name.endswith("conflict") for name in found)


@pytest.mark.parametrize(
    ("display", "level"),
    [
        ("Robert Quillsworth", "first.conflict"),
        ("Jennifer Brawell", "last.conflict"),
        ("Jennifer B.", "last.conflict"),
        ("R. Quillsworth", "first.conflict"),
    ],
)
def test_a_name_that_cannot_be_the_patient_s_speaks_against(
    display: str, level: str, complaint: LoggedComplaint, known: Log
) -> None:
    found = named(display, complaint, known)
    assert level in found
    assert "name.rare" not in found


@pytest.mark.parametrize("display", ["", "Local Guide", "A Google User", "sunny_walker", "Velvet Thunder", "🌸"])
def test_a_name_that_shows_nothing_is_no_evidence(display: str, complaint: LoggedComplaint, known: Log) -> None:
    assert named(display, complaint, known) == {}


def test_a_patient_without_a_logged_name_is_neither_for_nor_against(complaint: LoggedComplaint, known: Log) -> None:
    nameless = replace(complaint, patient_first="", patient_last="")
    assert named("Jennifer Quillsworth", nameless, known) == {}


def test_the_name_she_goes_by_and_the_name_she_was_born_with_count(complaint: LoggedComplaint, known: Log) -> None:
    logged = replace(complaint, patient_known_as="Juniper", patient_former_last="Sedgemoor")
    assert {"first.exact", "last.exact"} <= named("Juniper Sedgemoor", logged, known).keys()


def test_a_nickname_logged_as_the_first_name_still_fits(complaint: LoggedComplaint, known: Log) -> None:
    logged = replace(complaint, patient_first="Peggy")
    assert "first.short" in named("Margaret Quillsworth", logged, known)
    assert "first.short" in named("Maggie Quillsworth", logged, known)


def test_accents_and_apostrophes_do_not_part_a_name(complaint: LoggedComplaint, known: Log) -> None:
    logged = replace(complaint, patient_first="Zoë", patient_last="O'Ráilly")
    assert {"first.exact", "last.exact"} <= named("Zoe O’Railly", logged, known).keys()


def test_either_half_of_a_double_name_fits(complaint: LoggedComplaint, known: Log) -> None:
    logged = replace(complaint, patient_last="Brandt-Sedgemoor")
    for shown in ("Jennifer Brandt", "Jennifer Sedgemoor", "Jennifer Brandt-Sedgemoor"):
        assert "last.exact" in named(shown, logged, known)


def test_the_related_contact_may_be_the_one_who_posts(complaint: LoggedComplaint, known: Log) -> None:
    logged = replace(complaint, related_contact="Rodrigo Vantongeren")
    assert "contact.exact" in named("Rodrigo Vantongeren", logged, known)
    assert "contact.exact" not in named("Rodrigo Stenwick", logged, known)


def test_a_relative_s_other_first_name_is_not_held_against_the_patient(complaint: LoggedComplaint, known: Log) -> None:
    alone = named("Robert Quillsworth", complaint, known)
    told = named("Robert Quillsworth", complaint, known, text="They hurt my wife Jennifer")
    assert "first.conflict" in alone
    assert {"first.kin", "last.exact", "kin.named"} <= told.keys()


def test_a_rare_surname_says_more_than_a_common_one() -> None:
    many = [LoggedComplaint(complaint_id=f"C{i}", patient_first="Ruth", patient_last="Common") for i in range(50)]
    rare = LoggedComplaint(complaint_id="X", patient_first="Ruth", patient_last="Zwetschgen")
    known = Log([*many, rare])
    assert named("Ruth Zwetschgen", rare, known)["name.rare"] > named("Ruth Common", many[0], known)["name.rare"]


def test_rarity_falls_as_more_share_it() -> None:
    assert rarity(1, 1000) > rarity(10, 1000) > rarity(1000, 1000) >= 0


# --- days


@pytest.mark.parametrize(
    ("posted", "feature"),
    [
        ("2025-03-10", "lag.from 0"),
        ("2025-03-12", "lag.from 0"),
        ("2025-03-13", "lag.from 3"),
        ("2025-03-16", "lag.from 3"),
        ("2025-03-17", "lag.from 7"),
        ("2025-03-09", "lag.from -3"),
        ("2025-01-01", "lag.before all"),
        ("2026-05-10", "lag.from 420"),
    ],
)
def test_days_since_the_complaint_fall_into_bins(
    posted: str, feature: str, vary: Vary, complaint: LoggedComplaint, known: Log
) -> None:
    assert feature in features(vary(date_posted=posted), complaint, known)


def test_the_date_law_peaks_at_once_and_is_not_symmetric() -> None:
    law = {name: weight for name, weight in weights().items() if name.startswith("lag.")}
    assert max(law, key=lambda name: law[name]) == "lag.from 0"
    assert law["lag.from 14"] > law["lag.from -30"]
    assert law["lag.from 3"] > law["lag.from 60"] > law["lag.from 300"]


def test_an_unknown_day_on_either_side_is_no_evidence(vary: Vary, complaint: LoggedComplaint, known: Log) -> None:
    undated = replace(complaint, received_date="", treatment_date="")
    for review, logged in ((vary(date_posted=""), complaint), (vary(), undated), (vary(date_posted="soon"), complaint)):
        assert not any(name.startswith(("lag.", "treated.")) for name in features(review, logged, known))


def test_a_review_older_than_the_treatment_speaks_against(vary: Vary, complaint: LoggedComplaint, known: Log) -> None:
    assert "treated.later" in features(vary(date_posted="2025-02-20"), complaint, known)
    assert weights()["treated.later"] < -1


@pytest.mark.parametrize(
    ("phrase", "feature"),
    [
        ("I was seen on March 3", "said day.fits"),
        ("I was seen on March 5", "said day.nearly"),
        ("I was seen on January 5", "said day.miss"),
        ("I was seen in March", "said month.fits"),
        ("I was seen in November", "said month.miss"),
    ],
)
def test_a_day_told_is_held_against_the_treatment_day(
    phrase: str, feature: str, vary: Vary, complaint: LoggedComplaint, known: Log
) -> None:
    assert feature in features(vary(text=phrase), complaint, known)


# --- location


def test_only_another_location_is_evidence(vary: Vary, complaint: LoggedComplaint, known: Log) -> None:
    assert "location.other" in features(vary(location="Elmcrest"), complaint, known)
    for same in ("Harborview", "HARBORVIEW ", ""):
        assert "location.other" not in features(vary(location=same), complaint, known)
    assert "location.other" not in features(vary(), replace(complaint, location=""), known)
    assert weights()["location.other"] < 0


# --- treatment, people, money, matter


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Never get botox here", "treatment.main"),
        ("Wrinkle relaxers gone wrong", "treatment.main"),
        ("The chemical peel was awful", "treatment.miss"),
        ("They advertise chemical peels", "treatment.miss aside"),
        ("The chemical peel was bad and so was the botox", "treatment.also"),
    ],
)
def test_treatments_agree_or_contradict(
    text: str, feature: str, vary: Vary, complaint: LoggedComplaint, known: Log
) -> None:
    assert feature in features(vary(text=text), complaint, known)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Anneke did it", "provider.hit"),
        ("Anneke Dunbridge did it", "provider.full"),
        ("Nurse Dunbridge did it", "provider.hit"),
        ("Anneke D. did it", "provider.full"),
        ("Anneke Torham did it", "provider.miss"),
        ("Clarice did it", "provider.miss"),
        ("Clarice is lovely", "provider.miss aside"),
        ("Mavis shrugged", "staff.hit"),
    ],
)
def test_people_named_agree_or_contradict(
    text: str, feature: str, vary: Vary, complaint: LoggedComplaint, known: Log
) -> None:
    assert feature in features(vary(text=text), complaint, known)


def test_a_provider_nobody_recorded_is_no_evidence(vary: Vary, complaint: LoggedComplaint, known: Log) -> None:
    logged = replace(complaint, provider="", staff_involved=())
    assert not any(name.startswith("provider.") for name in features(vary(text="Clarice did it"), logged, known))


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("I paid $480", "amount.exact"),
        ("I paid $485", "amount.close"),
        ("over $450", "amount.rough"),
        ("I paid $3,000", "amount.miss"),
        ("They said $3,000 elsewhere, I paid $480", "amount.exact"),
    ],
)
def test_sums_agree_within_bands(text: str, feature: str, vary: Vary, complaint: LoggedComplaint, known: Log) -> None:
    assert feature in features(vary(text=text), complaint, known)


def test_the_matter_agrees_across_lay_and_chart_words(vary: Vary, complaint: LoggedComplaint, known: Log) -> None:
    assert "event.hit" in features(vary(text="my lid is sagging"), complaint, known)
    assert "event.miss" in features(vary(text="I got an infection"), complaint, known)


def test_counted_things_agree_or_contradict(vary: Vary, complaint: LoggedComplaint, known: Log) -> None:
    logged = replace(complaint, narrative="Wait time 40 min.")
    assert "count.hit" in features(vary(text="I sat there 40 minutes"), logged, known)
    assert "count.miss" in features(vary(text="I sat there 15 minutes"), logged, known)


def test_small_facts_in_common_speak_for_the_match(vary: Vary, complaint: LoggedComplaint, known: Log) -> None:
    logged = replace(complaint, narrative="Latex allergy noted. Drove in snow.")
    found = features(vary(text="I told them about my latex allergy, in a snowstorm"), logged, known)
    assert found["fact.hit"] == 2


# --- silence and direction


def test_a_silent_review_has_no_evidence_but_the_day(complaint: LoggedComplaint, known: Log) -> None:
    silent = PublicReview(review_id="R", location="Harborview", date_posted="2025-03-16")
    assert {name.split(".")[0] for name in features(silent, complaint, known)} == {"lag"}
    assert features(PublicReview(review_id="R"), complaint, known) == {}


def test_an_empty_complaint_has_no_evidence_either_way(vary: Vary, known: Log) -> None:
    assert features(vary(), LoggedComplaint(complaint_id="E"), known) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"author_name": "Robert Holstead"},
        {"date_posted": "2026-01-30"},
        {"location": "Elmcrest"},
        {"text": "My eyelid is so droopy after the chemical peel. Anneke did it. It cost $480."},
        {"text": "My eyelid is so droopy after botox. Clarice did it. It cost $480."},
        {"text": "My eyelid is so droopy after botox. Anneke did it. It cost $4,800."},
        {"text": "It got infected after botox. Anneke did it. It cost $480."},
    ],
    ids=["name", "day", "location", "treatment", "provider", "amount", "event"],
)
def test_contradicting_one_thing_lowers_the_score_below_saying_nothing_more(
    change: dict[str, str], vary: Vary, complaint: LoggedComplaint, known: Log
) -> None:
    assert score(vary(**change), complaint, known) < score(vary(), complaint, known) - 0.5


def test_what_speaks_for_nobody_is_told_by_the_review_alone(vary: Vary, known: Log) -> None:
    vague = dict(nobody_features(known.read(vary(text="Bad.", author_name="Guest")), known))
    telling = dict(nobody_features(known.read(vary()), known))
    assert "nobody.vague" in vague
    assert "nobody.vague" not in telling
    assert {"nobody.tells treatment", "nobody.tells money", "nobody.tells event"} <= telling.keys()
    assert "nobody.elsewhere" in dict(nobody_features(known.read(vary(text="I worked here once")), known))
