"""Sentences that word counting gets wrong: the clinic score must read them, and beat plain VADER by far."""

import csv
import tomllib
from pathlib import Path

import pytest

from config.evaluations.flag import auroc
from monitor.understand import sentiment
from monitor.understand.assess import score_text
from monitor.understand.clauses import read
from monitor.understand.lexicon import clinic_lexicon

ROWS = tomllib.loads((Path(__file__).parent / "rows" / "sentences.toml").read_text(encoding="utf-8"))
READ = [(text, kind, label) for kind, by in ROWS.items() for label in ("neg", "pos") for text in by.get(label, ())]
MISSED = [
    (text, kind, label)
    for kind, by in ROWS.items()
    for label in ("neg", "pos")
    for text in by.get(f"{label}_missed", ())
]


def probability(text: str) -> float:
    return score_text(read(text)).probability


def flags(text: str) -> bool:
    return probability(text) >= clinic_lexicon().squash.threshold


@pytest.mark.parametrize(("text", "kind", "label"), READ)
def test_a_complaint_scores_over_the_threshold_and_praise_under_it(text: str, kind: str, label: str) -> None:
    assert flags(text) == (label == "neg")


@pytest.mark.xfail(reason="known misses, kept so that the list stays true", strict=True)
@pytest.mark.parametrize(("text", "kind", "label"), MISSED)
def test_what_is_missed_today_is_known(text: str, kind: str, label: str) -> None:
    assert flags(text) == (label == "neg")


def test_there_are_enough_rows_and_few_misses() -> None:
    assert len(READ) + len(MISSED) >= 200
    assert len(MISSED) <= 0.1 * len(READ)


def test_the_clinic_score_orders_them_far_better_than_plain_vader() -> None:
    both = READ + MISSED
    bad = [text for text, _, label in both if label == "neg"]
    good = [text for text, _, label in both if label == "pos"]
    plain = auroc([-sentiment.compound(text) for text in bad], [-sentiment.compound(text) for text in good])
    clinic = auroc([probability(text) for text in bad], [probability(text) for text in good])
    assert plain < 0.5
    assert clinic > 0.93


@pytest.mark.parametrize(
    ("praise", "complaint"),
    [
        ("The front desk could not have been kinder.", "The front desk could not have been ruder."),
        ("I wish I had found them sooner.", "I wish I had never found them."),
        ("She fixed what another clinic did.", "Another clinic fixed what she did."),
        ("I left in tears of joy.", "I left in tears."),
        ("They never made me feel rushed.", "They made me feel rushed."),
        ("Zero complaints.", "Zero stars."),
        ("No pain and no bruising.", "No apology and no refund."),
        ("Do yourself a favor and book.", "Do yourself a favor and go elsewhere."),
        ("She told me to save my money because I did not need it.", "Save your money."),
        ("Not a single lump.", "A lump that will not go away."),
        ("The bill was exactly what they quoted.", "The bill was twice what they quoted."),
        ("I was numb for ten minutes and felt nothing, perfect.", "I was numb for ten weeks."),
    ],
)
def test_of_a_minimal_pair_the_complaint_scores_higher(praise: str, complaint: str) -> None:
    assert probability(complaint) > probability(praise)


@pytest.mark.parametrize("turn", ["but", "however", "unfortunately", "yet", "although"])
def test_the_complaint_after_the_turn_counts(turn: str) -> None:
    text = f"The doctor is wonderful and the office is lovely, {turn} they botched my lips and never called back."
    assert flags(text)


def test_the_worst_clause_raises_a_long_warm_review() -> None:
    warm = "The team is lovely. The room is spotless. I love the tea. Everyone smiles. "
    assert probability(warm + "She botched my chin.") > probability(warm) + 0.1


def test_negation_does_not_reach_over_a_clause() -> None:
    assert probability("I would not hesitate. Rude staff.") > probability("I would not hesitate. Kind staff.")


@pytest.mark.parametrize("text", ["", " ", "...", "🙂"])
def test_text_without_words_never_flags(text: str) -> None:
    assert probability(text) < clinic_lexicon().squash.threshold


@pytest.mark.shared
def test_the_forty_development_sentences(shared: Path) -> None:
    with (shared / "data" / "sentiment" / "hard_examples_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right = sum(flags(row["text"]) == (row["label"] == "neg") for row in rows)
    assert right >= 0.95 * len(rows)
