"""What a sentence of the library may ask for, checked when it is taken in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from responders.drafting.sentence import ENVIRONMENT, FACTS, LONGEST, admit, facts_named
from responders.errors import TemplateRefused
from responders.types import Particulars

PRACTICE = Particulars(name="Prairie Vein & Laser", phone="555-0107", email="hi@prairie.example", signer="Inés O'Dell")


def take_in(text, *, bands=frozenset({"complaint"})):
    return admit(slug="a-new-one", part="opening", text=text, bands=bands)


REFUSED = {
    "another name": "Hello {{ reviewer }}.",
    "another name's attribute": "About {{ review.text }}.",
    "a complaint": "Case {{ complaint.narrative }}.",
    "the practice whole": "{{ practice }}",
    "a fact that is none": "{{ practice.patients }}",
    "an inner attribute": "{{ practice.__class__ }}",
    "an attribute of a fact": "{{ practice.name.format }}",
    "a call": "{{ practice.name() }}",
    "a call of a fact's method": "{{ practice.name.upper() }}",
    "a call of a global": "{{ range(9) }}",
    "a look-up": "{{ practice['name'] }}",
    "a filter": "{{ practice.name|upper }}",
    "a filter with words": "{{ practice.name|replace('a', 'b') }}",
    "a test": "{{ practice.name is defined }}",
    "a constant": "{{ 'Jane' }}",
    "a number": "{{ 7 }}",
    "a list": "{{ [practice.name] }}",
    "two at once": "{{ practice.name, practice.phone }}",
    "joined words": "{{ practice.name ~ practice.phone }}",
    "a sum": "{{ practice.name + practice.phone }}",
    "a bomb": "{{ practice.name * 1000000000 }}",
    "a power bomb": "{{ 9 ** 9 ** 9 }}",
    "a comparison": "{{ practice.name == practice.phone }}",
    "a negation": "{{ not practice.name }}",
    "a condition": "{{ practice.name if practice.phone else practice.email }}",
    "a slice": "{{ practice.name[0:3] }}",
    "itself": "{{ self }}",
    "a loop": "{% for x in practice %}a{% endfor %}",
    "a set": "{% set practice = 1 %}hello",
    "an if": "{% if practice.phone %}call{% endif %}",
    "an include": "{% include 'opening.toml' %}",
    "a macro": "{% macro m() %}x{% endmacro %}",
    "raw": "{% raw %}{{ x }}{% endraw %}",
    "a hidden remark": "Thanks{# she is the Botox one #}",
    "an empty pair": "Hello {{ }}.",
    "an open pair": "Hello {{ practice.name",
    "a lone end": "Hello }} there.",
    "single braces": "Hello {practice.name}.",
    "a dollar brace": "Hello ${reviewer}.",
    "brackets without end": "{{ " + "(" * 140 + "practice.name" + ")" * 140 + " }}",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_a_sentence_that_asks_for_more_is_refused_by_name_and_with_the_mend(text):
    with pytest.raises(TemplateRefused, match="'a-new-one'") as refused:
        take_in(text)
    assert "use only {{ practice.email }}, {{ practice.name }}, {{ practice.phone }}" in str(refused.value)


@pytest.mark.parametrize("text", ["", " ", " Hello.", "Hello. ", "Hello.\n", "x" * (LONGEST + 1)])
def test_an_empty_loose_or_endless_sentence_is_refused(text):
    with pytest.raises(TemplateRefused, match="mend its text"):
        take_in(text)


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u00ad", "\ufeff", "\x00", "\n", "\t", "\ud800", "\u2066"])
def test_invisible_and_broken_characters_are_refused(hidden):
    with pytest.raises(TemplateRefused, match="invisible or broken"):
        take_in(f"Thank{hidden}you.")


@pytest.mark.parametrize("bands", [frozenset(), frozenset({"anger"}), frozenset({"praise", "anger"})])
def test_a_sentence_says_what_it_is_for(bands):
    with pytest.raises(TemplateRefused, match="use one or more of complaint, mixed, praise, unrated"):
        take_in("Thank you.", bands=bands)


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_every_public_fact_of_the_practice_can_be_named(fact):
    sentence = take_in(f"Thanks, {{{{ practice.{fact} }}}}")
    assert sentence.needs == {fact}
    assert sentence.render(PRACTICE) == f"Thanks, {getattr(PRACTICE, fact)}"


def test_plain_text_stays_as_it_is_written():
    text = 'We\'re "glad" & <proud> – señora’s 100%.'
    assert take_in(text).render(PRACTICE) == text


def test_names_with_signs_are_not_escaped():
    sentence = take_in("Yours, {{ practice.signer }} of {{ practice.name }}")
    assert sentence.render(PRACTICE) == "Yours, Inés O'Dell of Prairie Vein & Laser"


@pytest.mark.parametrize("name", ["{{ 7 * 7 }}", "{% for x in y %}", "<b>Bold</b>", "{{ practice.phone }}"])
def test_a_practice_name_is_never_read_as_a_template(name):
    assert take_in("From {{ practice.name }}").render(Particulars(name=name)) == f"From {name}"


def test_a_missing_name_is_an_error_and_never_an_empty_gap():
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("Hello {{ reviewer }}").render(practice=PRACTICE)
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("Hello {{ practice.patient }}").render(practice=PRACTICE)


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_sentence_suits_only_a_practice_that_has_its_facts(empty):
    sentence = take_in("Call {{ practice.phone }}")
    assert sentence.suits(PRACTICE)
    assert not sentence.suits(Particulars(name="Prairie", phone=empty))


@given(st.text(max_size=60))
def test_any_text_is_taken_in_or_refused_in_our_own_words(text):
    try:
        sentence = take_in(text)
    except TemplateRefused:
        return
    assert "{{ practice." in text or sentence.render(PRACTICE) == text


@given(
    st.lists(
        st.sampled_from(["{{", "}}", "practice", ".name", ".phone", " ", "|e", "(", ")", "{%", "%}", "a"]), max_size=12
    )
)
def test_broken_templates_never_raise_anything_else_and_never_name_more_than_facts(pieces):
    try:
        named = facts_named("s", "".join(pieces))
    except TemplateRefused:
        return
    assert named <= {"name", "phone"}
