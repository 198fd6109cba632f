"""What is said of everybody is looked at; what is said of a person or an event is stopped."""

from __future__ import annotations

import itertools

import pytest

from responders.guard.clauses import words_of
from responders.guard.lexicon import lexicon
from responders.types import Verdict

THINGS = (
    "care", "comfort", "waiting", "billing", "prices", "fees", "treatment", "appointments", "visits", "results",
    "photos", "records", "refunds", "deposits", "insurance", "consent", "names", "nurses", "receptionists", "training",
    "kindness", "medicine", "outcomes", "questions",
)  # fmt: skip
GENERAL = (
    "We care about {} and clear words.",
    "Our team talks about {} every week.",
    "We do not discuss {} in public.",
    "As a rule, {} matter to us.",
    "Questions about {} are welcome at 512-555-0133.",
    "We try to explain {} before anything begins.",
    "Nobody here takes {} for granted.",
    "Feedback on {} helps us.",
    "Our policy on {} stays the same for all.",
    "We take {} seriously.",
)
TELLING = ("Your {} went as planned.", "The {} you had here turned out well.", "We remember your {}.")


@pytest.mark.parametrize("frame", GENERAL)
def test_a_general_statement_on_anything_is_never_blocked(frame, judged):
    blocked = [thing for thing in THINGS if judged(frame.format(thing)).verdict is Verdict.BLOCK]
    assert blocked == []


@pytest.mark.parametrize(("frame", "thing"), list(itertools.product(TELLING, THINGS)))
def test_the_same_thing_told_of_a_person_never_passes(frame, thing, judged):
    assert judged(frame.format(thing)).verdict is not Verdict.PASS


@pytest.mark.parametrize(
    "text",
    [
        "thank you for your kind words",
        "if you would like to talk, call us",
        "we would love to talk with you",
        "we are grateful to you",
        "when you have a moment, your call is welcome",
        "your very kind and thoughtful review",
        "gracias por sus amables palabras",
        "quedamos a su disposicion",
    ],
)
def test_an_ordinary_you_tells_nothing(text):
    assert list(lexicon().tone.telling(text, words_of(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "your courage in the chair",
        "it is a treat when you walk in",
        "we sat with you for a while",
        "we are here for you, as we were for your sister",
        "your very own smile",
        "su sonrisa",
    ],
)
def test_a_you_outside_the_frames_is_noticed(text):
    assert list(lexicon().tone.telling(text, words_of(text))) != []


@pytest.mark.parametrize(
    "text",
    [
        "The difference was returned in full.",
        "Anger is a choice.",
        "The mark will lighten with time.",
        "We kept the afternoon free.",
        "Our team visited twice to look at the floor.",
        "The lamp was green.",
    ],
)
def test_harmless_words_in_an_unusual_sentence_need_a_look(text, judged):
    assert judged(text).verdict is not Verdict.PASS


@pytest.mark.parametrize(
    ("general", "particular"),
    [
        ("Refunds are never discussed in public.", "The refund was discussed in public."),
        ("We never offer a gift for a review.", "We offer a gift for a review."),
        ("We never ask anyone to change a review.", "Please change the review."),
        ("We recognize the value of criticism.", "We recognize the name above."),
        ("Nobody likes to wait.", "She had to wait."),
        ("We return calls within one business day.", "It will fade within one day."),
    ],
)
def test_the_sentence_decides_about_its_words(general, particular, judged):
    assert judged(general).verdict is not Verdict.BLOCK
    assert judged(particular).verdict is Verdict.BLOCK


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("We are closed on Sundays; please call 512-555-0133.", True),
        ("Saturdays from 9 to 1 the line is 512-555-0133.", True),
        ("Our office opens at 8: 512-555-0133.", True),
        ("Every weekday before 5 pm we answer 512-555-0133.", True),
        ("We are closed on Sundays.", False),
    ],
)
def test_hours_beside_the_own_line_are_no_visit(text, passes, judged):
    assert (judged(text).verdict is Verdict.PASS) is passes


@pytest.mark.parametrize(
    "text",
    [
        "If you feel something went wrong, please call 512-555-0133.",
        "We were happy to read this.",
        "Thank you for the five stars.",
        "We are sorry that we cannot say more in public.",
        "We cannot confirm or deny whether anyone is a patient.",
        "No podemos confirmar si alguien es paciente.",
    ],
)
def test_ordinary_courtesy_passes(text, judged):
    assert judged(text).verdict is Verdict.PASS
