"""What an event weighs: evidence, our own failings, harm, episodes, caps and conditions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.complaints.scale import Clearance, LateDays, Level, Matter, Spell, UnfitRecord, conduct_policy
from tests.monitor.complaints.matters import concern, event, harm, on_day, standing

ONE, TWO = ("Nurse Okafor",), ("Nurse Okafor", "Rosa Ibarra")


def points(*events, day=10, **concern_facts):
    found = standing(Matter(concerns=(concern(**concern_facts),), events=events), day)
    return {line.event: round(line.points, 4) for line in found.lines}


def why(one, **concern_facts):
    found = standing(Matter(concerns=(concern(**concern_facts),), events=(one,)), 10)
    return next(line.text for line in found.lines if line.event == one.id)


@pytest.mark.parametrize(
    ("evidence", "weight"),
    [
        ({"artifact": "voicemail kept"}, 1.0),
        ({"artifact": "voicemail kept", "witnesses": ONE}, 1.0),
        ({"artifact": "", "witnesses": TWO}, 1.0),
        ({"artifact": " ", "witnesses": ONE}, 0.7),
        ({"artifact": "", "witnesses": ("Nurse Okafor", " nurse okafor ", "")}, 0.7),
        ({"artifact": "", "witnesses": ()}, 0.0),
    ],
)
def test_an_event_weighs_by_what_shows_it(evidence, weight):
    assert points(event("B2.1", 10, id="x", **evidence)) == {"x": pytest.approx(4 * weight)}


@pytest.mark.parametrize(("code", "half_life"), [("B1.3", 90), ("B2.1", 90), ("B3.1", 180)])
def test_an_event_is_half_forgotten_after_its_half_life(code, half_life):
    whole = points(event(code, 0, id="x"), day=0)["x"]
    assert points(event(code, 0, id="x"), day=half_life) == {"x": whole / 2}
    assert points(event(code, 0, id="x"), day=2 * half_life) == {"x": whole / 4}


def test_band_four_does_not_fade_until_two_people_clear_it():
    assert points(event("B4.1", 0, id="x"), day=3000) == {"x": 20.0}
    clearance = Clearance(on=on_day(50), clinician="Dr. Ines Varga", owner="Ada Quill")
    cleared = event("B4.1", 0, id="x", cleared=clearance)
    assert points(cleared, day=49) == {"x": 20.0}
    assert points(cleared, day=50) == {"x": 0.0}


@pytest.mark.parametrize("code", ["B1.1", "B1.2", "B1.3", "B1.4"])
@pytest.mark.parametrize(("day", "counts"), [(4, True), (5, False), (9, False), (10, True)])
def test_band_one_scores_nothing_on_a_day_when_our_own_reply_was_overdue(code, day, counts):
    late = (LateDays(first=on_day(5), last=on_day(9)),)
    assert (points(event(code, day, id="x"), late=late)["x"] > 0) == counts


def test_what_is_still_overdue_excuses_every_day_since():
    assert points(event("B1.2", 10, id="x"), late=(LateDays(first=on_day(2)),)) == {"x": 0.0}


@pytest.mark.parametrize("code", ["B2.1", "B3.1", "B4.1"])
def test_our_lateness_excuses_no_graver_band(code):
    late = (LateDays(first=on_day(0)),)
    assert points(event(code, 10, id="x"), late=late) == points(event(code, 10, id="x"))


@pytest.mark.parametrize(("level", "share"), [(0, 1.0), (2, 1.0), (3, 0.5), (5, 0.5)])
def test_band_one_halves_once_a_clinician_confirms_harm(level, share):
    assert points(event("B1.4", 10, id="x"), finding=harm(level)) == {"x": 2 * share}


@pytest.mark.parametrize("code", ["B2.1", "B3.2", "B4.2"])
def test_harm_halves_no_graver_band(code):
    assert points(event(code, 10, id="x"), finding=harm(5)) == points(event(code, 10, id="x"))


def test_one_episode_counts_once_by_its_gravest_code():
    episode = [
        event("B1.2", 10, id="shout", episode="call"),
        event("B3.4", 10, id="broken", episode="call", witnesses=ONE),
        event("B2.3", 10, id="stay", episode="call"),
    ]
    assert points(*episode) == {"shout": 0.0, "broken": 4.2, "stay": 0.0}
    assert points(*(replace(one, episode="") for one in episode)) == {"shout": 1.0, "broken": 4.2, "stay": 5.0}


@pytest.mark.parametrize("change", [{"state": "struck"}, {"witnesses": ()}])
def test_what_scores_nothing_does_not_hide_the_rest_of_its_episode(change):
    gravest = replace(event("B2.3", 10, id="stay", episode="call", witnesses=ONE), **change)
    assert points(gravest, event("B1.2", 10, id="shout", episode="call"))["shout"] == 1.0


def test_many_contacts_score_three_times_in_seven_days_at_most():
    calls = [event("B1.1", day, id=f"{day}") for day in (0, 1, 2, 3, 6, 7, 8)]
    counted = {one for one, left in points(*calls, day=8).items() if left}
    assert counted == {"0", "1", "2", "7", "8"}


def test_calls_that_score_nothing_use_up_no_place():
    unseen = [event("B1.1", 0, id=f"unseen {number}", witnesses=()) for number in range(3)]
    assert points(*unseen, event("B1.1", 1, id="kept"), day=1)["kept"] == 1.0


def test_many_contacts_score_nothing_when_we_acknowledged_late():
    call = event("B1.1", 10, id="x")
    assert points(call, acknowledged_late=True) == {"x": 0.0}
    assert points(call, acknowledged_late=True, spells=(Spell(opened_on=on_day(0), closed_on=on_day(5)),)) == {"x": 1.0}
    assert points(event("B1.2", 10, id="x"), acknowledged_late=True) == {"x": 1.0}


def test_false_identities_need_something_kept():
    assert points(event("B2.5", 10, id="x", witnesses=TWO)) == {"x": 0.0}
    assert points(event("B2.5", 10, id="x")) == {"x": 5.0}


def test_a_threat_of_false_claims_scores_only_when_counsel_has_flagged_it():
    assert points(event("B2.4", 10, id="x")) == {"x": 0.0}
    assert points(event("B2.4", 10, id="x", counsel="Counsel Whitlock")) == {"x": 4.0}


@pytest.mark.parametrize(
    ("one", "concern_facts", "words"),
    [
        (event("B0.8", 10), {}, "Never counted as conduct"),
        (event("B2.1", 10, witnesses=()), {}, "nobody here saw it"),
        (event("B2.1", 10, witnesses=ONE), {}, "one witness"),
        (event("B2.1", 10, state="contested"), {}, "contests this entry"),
        (event("B1.2", 10), {"late": (LateDays(first=on_day(0)),)}, "Our own reply was overdue"),
        (event("B1.2", 10), {"finding": harm(4)}, "a clinician confirms harm"),
        (event("B1.1", 10), {"acknowledged_late": True}, "not acknowledged the concern in time"),
        (event("B2.4", 10), {}, "Only counsel can tell"),
        (event("B2.5", 10, witnesses=TWO), {}, "A suspicion until something is kept"),
    ],
)
def test_a_line_says_why_an_event_weighs_less_or_nothing(one, concern_facts, words):
    assert words in why(one, **concern_facts)


def test_a_line_tells_day_channel_and_points_but_not_the_words_of_the_patient():
    assert why(event("B2.1", 1, quote="secret words", channel="phone")) == (
        "6 January 2026, phone: Abusive language aimed at a person. 4.00 points then, 3.73 now."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": " "}, "no id"),
        ({"code": "B9.1"}, "no behaviour code"),
        ({"code": "stars"}, "no behaviour code"),
        ({"quote": " "}, "quote"),
        ({"channel": ""}, "channel"),
        ({"recorder": ""}, "recorder"),
        ({"recorder": "", "quote": ""}, "recorder and quote"),
    ],
)
def test_an_event_that_nobody_could_answer_for_is_refused(change, words):
    with pytest.raises(UnfitRecord, match=words):
        event("B2.1", 1, **change)


def test_a_protected_act_needs_no_quote():
    assert event("B0.12", 1, quote="").band == 0


def test_a_code_that_the_rules_do_not_know_is_refused_by_name():
    with pytest.raises(UnfitRecord, match=r"B2\.77"):
        standing(Matter(events=(event("B2.77", 1),)), 2)


@pytest.mark.parametrize(("clinician", "owner"), [("", "Ada Quill"), ("Ada Quill", " ada quill"), (" ", "")])
def test_one_person_alone_clears_no_danger(clinician, owner):
    with pytest.raises(UnfitRecord, match="two people"):
        Clearance(on=on_day(1), clinician=clinician, owner=owner)


@pytest.mark.parametrize(("code", "day"), [("B3.2", 1), ("B4.1", 9)])
def test_only_a_danger_that_was_there_is_cleared(code, day):
    clearance = Clearance(on=on_day(5), clinician="Dr. Ines Varga", owner="Ada Quill")
    with pytest.raises(UnfitRecord, match="cleared"):
        event(code, day, cleared=clearance)


def test_two_entries_with_one_id_are_refused():
    with pytest.raises(UnfitRecord, match="same id"):
        Matter(events=(event("B1.2", 1, id="x"), event("B1.3", 2, id="x")))
    with pytest.raises(UnfitRecord, match="same id"):
        Matter(concerns=(concern(), concern()))


def test_every_code_of_the_section_has_its_points():
    expected = {
        "B1.1": 1, "B1.2": 1, "B1.3": 2, "B1.4": 2, "B2.1": 4, "B2.2": 4, "B2.3": 5, "B2.4": 4, "B2.5": 5,
        "B3.1": 8, "B3.2": 8, "B3.3": 10, "B3.4": 6, "B4.1": 20, "B4.2": 20, "B4.3": 20,
    }  # fmt: skip
    codes = conduct_policy().codes
    assert {name: code.points for name, code in codes.items() if code.band} == expected
    assert {code.points for code in codes.values() if not code.band} == {0}


@pytest.mark.parametrize(
    ("events", "is_escalating"),
    [
        ([("B2.1", 0)], False),
        ([("B2.1", 80)], False),
        ([("B2.1", 0), ("B2.2", 1), ("B1.3", 80), ("B1.4", 81)], False),
        ([("B1.2", 0), ("B2.1", 1), ("B2.2", 2)], False),
        ([("B2.1", 70), ("B2.2", 80)], True),
        ([("B2.1", 0), ("B2.2", 1), ("B1.2", 80), ("B1.3", 90)], False),
        ([("B2.1", 0), ("B2.2", 1), ("B1.4", 80), ("B1.3", 89), ("B1.2", 90)], True),
        ([("B1.2", 0), ("B2.1", 50), ("B3.2", 90)], True),
        ([("B1.2", 90), ("B2.1", 90), ("B3.1", 90, "one")], True),
    ],
)
def test_escalating_means_more_lately_or_graver_each_time(events, is_escalating):
    recorded = tuple(event(code, day, id=f"{code} {day}") for code, day, *_ in events)
    assert bool(standing(Matter(events=recorded), 90).escalating) == is_escalating


def test_one_bad_day_does_not_read_as_a_rise():
    same_day = tuple(event(code, 0, id=code) for code in ("B1.2", "B2.1", "B3.1"))
    reasons = standing(Matter(events=same_day), 60).escalating
    assert reasons == ()
    rising = tuple(event(code, day, id=code) for day, code in enumerate(("B1.2", "B2.1", "B3.1")))
    assert standing(Matter(events=rising), 60).escalating == (
        "Each of the last 3 events was graver than the one before.",
    )
    assert standing(Matter(events=rising), 121).escalating == ()


def test_three_channels_in_the_last_days_are_escalating_and_protected_acts_are_no_channel():
    def found(*codes):
        events = tuple(
            event(code, 20, id=str(number), channel=channel, episode="")
            for number, (code, channel) in enumerate(zip(codes, ("mail", "phone", "web"), strict=True))
        )
        return [one for one in standing(Matter(events=events), 20).escalating if "channels" in one]

    assert found("B1.2", "B1.3", "B1.4") == ["Events came by 3 channels in the last 30 days."]
    assert found("B1.2", "B1.3", "B0.1") == []


def test_level_five_never_rests_on_hearsay():
    unseen = event("B4.1", 1, witnesses=(), confirmed_by="Rosa Ibarra")
    found = standing(Matter(events=(unseen,)), 1)
    assert (found.level, found.to_verify) == (Level.L0, ("B4.1 on 1",))
    assert found.shows_safety_banner
