"""A practice may change the rules, but not make them unfair or leave them half said."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.complaints.scale import Level, Matter, conduct_policy, judge_standing
from monitor.errors import PolicyError
from monitor.policy import SHIPPED
from tests.monitor.complaints.matters import event, on_day


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a changed copy of a shipped policy file in force."""

    def change(old: str, new: str, *, file: str = "conduct") -> None:
        text = (SHIPPED / f"{file}.toml").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / f"{file}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path))

    return change


def test_the_shipped_rules_are_a_proposal_that_nobody_has_verified():
    policy = conduct_policy()
    assert not policy.is_verified
    assert policy.version == "2026-11-24"


def test_the_shipped_file_says_that_it_is_unvalidated():
    assert "nobody has validated" in (SHIPPED / "conduct.toml").read_text(encoding="utf-8")
    assert "nobody has validated" in (SHIPPED / "clocks.toml").read_text(encoding="utf-8")


def test_no_sentence_of_the_rules_blames_anybody():
    text = (SHIPPED / "conduct.toml").read_text(encoding="utf-8").casefold()
    for word in ("difficult", "unstable", "liar", "abuser", "problem patient", "banned", "blacklist", "bdd"):
        assert word not in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('what = "Asks for a refund"\npoints = 0', 'what = "Asks for a refund"\npoints = 1', "B0.3 must weigh 0"),
        ('points = 2\n\n[[code]]\ncode = "B1.4"', 'points = 0\n\n[[code]]\ncode = "B1.4"', "B1.3 must weigh more"),
        ('points = 2\n\n[[code]]\ncode = "B1.4"', 'points = 9\n\n[[code]]\ncode = "B1.4"', "lighter band"),
        ('points = 2\n\n[[code]]\ncode = "B1.4"', 'points = -2\n\n[[code]]\ncode = "B1.4"', "at least 0"),
        ('points = 2\n\n[[code]]\ncode = "B1.4"', 'points = "2"\n\n[[code]]\ncode = "B1.4"', "must be a number"),
        ('points = 2\n\n[[code]]\ncode = "B1.4"', 'points = nan\n\n[[code]]\ncode = "B1.4"', "must be a number"),
        ('code = "B1.4"', 'code = "B1.3"', "stands twice"),
        ('code = "B1.4"', 'code = "B7.4"', "look like B1.2"),
        ('code = "B1.4"', 'code = "1.4"', "look like B1.2"),
        ('what = "Misses a visit"', "", "what is missing"),
        ('what = "Misses a visit"', 'what = " "', "what must be words"),
        ('needs = ["counsel"]', 'needs = ["mood"]', "needs something other"),
        ('needs = ["counsel"]', 'need = ["counsel"]', "nobody knows need"),
        ('opens = "G-WELFARE"', 'opens = "G-WELFAIR"', "opens a gate that is not there"),
        ("in_days = 7", "", "in_days is missing"),
        ("hearsay = 0.0", "hearsay = 0.1", "hearsay must weigh 0"),
        ("one_witness = 0.7", "one_witness = 1.7", "at most 1"),
        ("two_witnesses = 1.0", "two_witnesses = 0.5", "weaker evidence"),
        ("band_2 = 90", "band_2 = 200", "may not be remembered longer"),
        ("band_3 = 180", "band_3 = 180.5", "whole number"),
        ("silent_while_contested = [1, 2]", "silent_while_contested = [1, 2, 3]", "nothing softens bands 3 and 4"),
        ("eased_by_harm = [1]", "eased_by_harm = [4]", "nothing softens bands 3 and 4"),
        ("eased_share = 0.5", "eased_share = 1.5", "at most 1"),
        ("points = 12\n", "points = 5\n", "must rise"),
        ("points_when_escalating = 4", "points_when_escalating = 7", "may not ask more"),
        ("points_when_escalating = 4", "points_when_escalating = 3", "must rise"),
        ("fall_margin = 2", "fall_margin = 12", "could never fall"),
        ("open_days = 30", "open_days = 0", "at least 1"),
        ("closing_is_enough = false", "closing_is_enough = 0", "true or false"),
        ("quiet_days = 30", "quiet_days = 100", "at least 100"),
        ('from_level = "L3"', 'from_level = "three"', "a level from L0 to L5"),
        ("people = 2", "people = 1", "at least 2"),
        ("quality = true", 'quality = "yes"', "true or false"),
        ("[level.L2]", "[level.L9]", "nobody knows L9"),
        ('steps = ["Put the matter', 'steps = [3, "Put the matter', "list of words"),
        ("[evidence] ", "[evidense] ", "nobody knows evidense"),
        ("ratio = 1.5", "ratio = true", "must be a number"),
        ("earlier_days = 120", "earlier_days = 30", "at least 31"),
    ],
)
def test_rules_that_could_not_be_fair_are_refused_in_one_sentence(write, old, new, words):
    write(old, new)
    with pytest.raises(PolicyError, match=r"^conduct\.toml") as refusal:
        conduct_policy()
    assert words in str(refusal.value)
    assert "compare it with the shipped file" in str(refusal.value)


def test_a_practice_may_add_a_code_and_weigh_it(write):
    write('[[code]]\ncode = "B2.1"', '[[code]]\ncode = "B1.5"\nwhat = "Added"\npoints = 1.5\n\n[[code]]\ncode = "B2.1"')
    matter = Matter(events=(event("B1.5", 1),))
    assert judge_standing(matter=matter, day=on_day(1), policy=conduct_policy()).score == 1.5


def test_a_practice_may_move_a_threshold(write):
    write("points = 1\nfall_margin = 0", "points = 0.5\nfall_margin = 0")
    matter = Matter(events=(event("B1.2", 1, witnesses=("Nurse Okafor",)),))
    assert judge_standing(matter=matter, day=on_day(1), policy=conduct_policy()).level == Level.L1


def test_every_level_has_a_name_and_something_for_the_practice_to_do():
    levels = conduct_policy().levels
    assert [levels[level].name for level in Level] == [
        "Calm", "Occasional, legitimate", "Persistent", "Escalating", "Aggressive", "Dangerous",
    ]  # fmt: skip
    assert all(rules.actions and rules.shown for rules in levels.values())
