"""What platforms really send, as far as understanding is concerned."""

from monitor.understand.assess import assess


def test_row_14_five_stars_over_an_infection_without_a_call_back_are_flagged() -> None:
    found = assess(text="infection, no call back", stars_of_five=5)
    assert found.flagged
    assert {"text", "urgency"} & {reason.code for reason in found.reasons}
    assert "stars" not in {reason.code for reason in found.reasons}
    assert "stars and text disagree" in found.notes


def test_row_8_a_star_only_review_is_scored_from_its_stars() -> None:
    assert assess(text="", stars_of_five=1).flagged
    assert not assess(text="", stars_of_five=5).flagged


def test_row_9_and_10_no_rating_is_not_a_bad_rating() -> None:
    assert not assess(text="The office is on Main Street.", stars_of_five=None).flagged


def test_row_12_half_stars_keep_their_half() -> None:
    assert assess(text="", stars_of_five=2.0).flagged
    assert not assess(text="", stars_of_five=2.5).flagged
