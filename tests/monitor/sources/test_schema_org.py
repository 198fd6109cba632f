"""The rules of reading reviews off a page, each seen on a real one."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import NothingReadable
from monitor.sources.schema_org import SIGNED_BY_PRACTICE, read_page
from monitor.types import Listing, RawReview, Stars

CLINIC = "Sorrel Clinic"


def page(*blocks: Any) -> bytes:
    """A page with one JSON-LD block for each value."""
    scripts = (f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)
    return f"<html><head>{''.join(scripts)}</head><body></body></html>".encode()


def review(**properties: Any) -> dict[str, Any]:
    return {"@type": "Review", "author": "Uma", "reviewBody": "The scar is still red."} | properties


def clinic(*reviews: Any, **properties: Any) -> dict[str, Any]:
    return {"@type": "MedicalClinic", "name": CLINIC, "review": list(reviews)} | properties


def read(*blocks: Any, names: tuple[str, ...] = (CLINIC,), **options: Any) -> Listing:
    return read_page(page(*blocks), practice_names=names, **options)


def read_one(**properties: Any) -> RawReview:
    (only,) = read(clinic(review(**properties))).reviews
    return only


# --- where reviews stand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "block",
    [
        review(),
        [review()],
        {"@graph": [review()]},
        clinic(review()),
        {"@type": "MedicalClinic", "review": review()},
        {"@type": "MedicalClinic", "reviews": [[review()]]},
        {"@type": "WebPage", "mainEntity": {"@type": "Product", "review": review()}},
        {"@type": ["WebPage", "FAQPage"], "hasPart": [{"about": {"subjectOf": review()}}]},
        {"@type": "Dentist", "review": {"author": "Uma", "reviewBody": "The scar is still red."}},
        review() | {"@type": ["Thing", "UserReview"]},
        review() | {"@type": "http://schema.org/EmployerReview"},
        [{"@type": "Dentist", "review": [{"@id": "#r"}]}, review() | {"@id": "#r"}],
        [{"@type": "Dentist", "review": [{"@type": "Review", "@id": "#r"}]}, {"@graph": [review() | {"@id": "#r"}]}],
    ],
)
def test_a_review_is_found_once_wherever_it_stands(block: Any) -> None:
    (only,) = read(block).reviews
    assert (only.author, only.text) == ("Uma", "The scar is still red.")


@pytest.mark.parametrize(
    "block",
    [
        {"@type": "ClaimReview", "reviewRating": {"ratingValue": 1}, "author": "Fact desk"},
        {"@type": "Review"},
        {"@type": "Review", "author": {"@type": "Person", "name": ""}, "reviewRating": {"@type": "Rating"}},
        {"@type": "Review", "@id": "#nowhere"},
        {"@type": "Comment", "text": "First!"},
        {"@type": "Dentist", "review": None},
    ],
)
def test_what_is_no_review_or_empty_is_not_counted(block: Any) -> None:
    with pytest.raises(NothingReadable):
        read(block)


def test_reviews_marked_up_as_text_or_links_are_told_and_not_invented() -> None:
    listing = read(clinic(review(), "Lovely!", "https://reviews.example/all"))
    assert len(listing.reviews) == 1
    assert not listing.complete
    assert listing.notes == ("2 reviews are marked up as bare text or a link and were left out.",)


# --- what a review says ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Uma", "Uma"),
        ({"@type": "Person", "name": "Uma"}, "Uma"),
        ([{"@type": "Person", "name": "Uma"}], "Uma"),
        ([{"name": "Uma"}, "Ole"], "Uma, Ole"),
        ({"givenName": "Uma", "familyName": "Thorne"}, "Uma Thorne"),
        ({"alternateName": "uma88"}, "uma88"),
        ({"@id": "#uma"}, "Uma of the graph"),
        ({"@id": "#gone"}, ""),
        ({"@value": "Uma"}, "Uma"),
        ("O&#39;Hara &amp;amp; son", "O'Hara &amp; son"),
        ("https://site.example/users/1", ""),
        ("/users/1", ""),
        ("\u202eUma\u202c", "Uma"),
        ("Google-kunde", "Google-kunde"),
        (None, ""),
        (7, ""),
    ],
)
def test_the_author_is_read_from_every_shape(author: Any, name: str) -> None:
    listing = read(clinic(review(author=author)), {"@type": "Person", "@id": "#uma", "name": "Uma of the graph"})
    assert [found.author for found in listing.reviews] == [name]


@pytest.mark.parametrize("prop", ["reviewBody", "description", "text", "articleBody"])
def test_the_words_are_read_from_every_property_that_sites_use(prop: str) -> None:
    assert read_one(**({"reviewBody": None} | {prop: "Red &amp; sore.<br>Still."})).text == "Red & sore.\nStill."


def test_the_body_comes_before_the_description_unless_it_is_blank() -> None:
    assert read_one(reviewBody="whole", description="short").text == "whole"
    assert read_one(reviewBody=" ", description="short").text == "short"


def test_words_with_their_language_give_both() -> None:
    found = read_one(reviewBody={"@value": "Muy bien", "@language": "es"}, inLanguage="en")
    assert (found.text, found.language) == ("Muy bien", "es")


@pytest.mark.parametrize(
    ("said", "language"), [("pt-BR", "pt-BR"), ("it", "it"), ("English", ""), ({"name": "Dansk"}, "")]
)
def test_only_a_language_code_is_taken_for_one(said: Any, language: str) -> None:
    assert read_one(inLanguage=said).language == language


def test_a_translation_that_the_site_added_stands_apart() -> None:
    found = read_one(reviewBody="(Translated by Google) The bruise stays.\n\n(Original)\nEl moretón sigue.")
    assert (found.text, found.translation) == ("El moretón sigue.", "The bruise stays.")


@pytest.mark.parametrize(
    ("properties", "title"),
    [
        ({"name": "Not happy"}, "Not happy"),
        ({"headline": "Not happy"}, "Not happy"),
        ({"name": CLINIC, "headline": "Not happy"}, "Not happy"),
        ({"name": "Uma"}, ""),
        ({"headline": "The scar is…"}, ""),
        ({"headline": "The scar is still red."}, ""),
        ({"name": ""}, ""),
    ],
)
def test_a_title_is_the_persons_own_or_none(properties: dict[str, Any], title: str) -> None:
    found = read_one(**properties)
    assert found.title == title
    assert not found.is_excerpt


def test_words_that_are_cut_are_an_excerpt() -> None:
    assert read_one(reviewBody="The scar is still…").is_excerpt


@pytest.mark.parametrize(
    ("properties", "stars"),
    [
        ({"reviewRating": {"ratingValue": 4, "bestRating": 5}}, (4, 5)),
        ({"reviewRating": {"ratingValue": "4"}}, (4, 5)),
        ({"reviewRating": {"ratingValue": "5.0", "bestRating": "5", "worstRating": "1"}}, (5, 5)),
        ({"reviewRating": {"ratingValue": "4,5"}}, (4.5, 5)),
        ({"reviewRating": {"ratingValue": "٤"}}, (4, 5)),
        ({"reviewRating": {"ratingValue": {"@value": "4", "@type": "xsd:decimal"}}}, (4, 5)),
        ({"reviewRating": [{"ratingValue": 2}]}, (2, 5)),
        ({"reviewRating": "4"}, (4, 5)),
        ({"reviewRating": 4}, (4, 5)),
        ({"ReviewRating": {"RatingValue": "3"}}, (3, 5)),
        ({"reviewRating": {"@id": "#rating"}}, (1, 5)),
        ({"reviewRating": {"ratingValue": "8.5", "bestRating": "10"}}, (8.5, 10)),
        ({"reviewRating": {"ratingValue": 2, "bestRating": 1, "worstRating": 5}}, (2, 5)),
        ({"reviewRating": {"ratingValue": 5, "bestRating": 5, "worstRating": 5}}, (5, 5)),
        ({"reviewRating": {"ratingValue": 85}}, (85, None)),
        ({"reviewRating": {"ratingValue": "0", "worstRating": "1"}}, (None, None)),
        ({"reviewRating": None}, (None, None)),
        ({}, (None, None)),
        ({"reviewRating": [{"ratingValue": 1, "reviewAspect": "Wait"}, {"ratingValue": 4}]}, (4, 5)),
        ({"reviewRating": {"ratingValue": 5, "reviewAspect": "Ambiance"}}, (5, 5)),
    ],
)
def test_the_rating_is_read_as_given_on_its_own_scale(properties: dict[str, Any], stars: tuple[float, float]) -> None:
    listing = read(clinic(review(**properties)), {"@type": "Rating", "@id": "#rating", "ratingValue": 1})
    assert [(found.stars.value, found.stars.scale) for found in listing.reviews] == [stars]


def test_ratings_of_aspects_alone_make_no_overall_rating() -> None:
    found = read_one(
        reviewRating=[{"ratingValue": 1, "reviewAspect": "Wait"}, {"ratingValue": 5, "reviewAspect": "Care"}]
    )
    assert found.stars == Stars()
    assert "single aspects" in found.warnings[0]


def test_an_unknown_scale_is_told() -> None:
    assert "scale" in read_one(reviewRating={"ratingValue": 85}).warnings[0]


def test_dates_keep_the_exactness_and_the_zone_of_the_source() -> None:
    assert read_one(datePublished="2025-02").published.precision == "month"
    assert read_one(datePublished=None, dateCreated="2025-02-03").published.value == "2025-02-03"
    (found,) = read(clinic(review(datePublished="2024-06-30 09:41:43")), zone="America/New_York").reviews
    assert found.published.earliest.startswith("2024-06-30T13:41:43")


def test_relative_dates_count_from_the_time_of_fetching() -> None:
    (found,) = read(clinic(review(datePublished="2 weeks ago")), base=datetime(2025, 6, 30, tzinfo=UTC)).reviews
    assert found.published.relative
    assert found.published.latest[:7] == "2025-06"


def test_only_a_later_change_is_an_edit() -> None:
    assert read_one(datePublished="2025-01-02", dateModified="2025-01-09").edited.value == "2025-01-09"
    assert read_one(datePublished="2025-01-02", dateModified="2025-01-02").edited.value == ""


def test_the_address_of_a_review_is_made_whole() -> None:
    listing = read(clinic(review(url="/r/7")), url="https://sorrel.example/all")
    assert listing.reviews[0].url == "https://sorrel.example/r/7"


@pytest.mark.parametrize(
    ("properties", "identity"),
    [
        ({"@id": "https://site.example/#/schema/Review/sorrel/68aa04b101367b4dce3ee301"}, "68aa04b101367b4dce3ee301"),
        ({"@id": "https://sorrel.example/reviews?page=2#comment-48213"}, "comment-48213"),
        ({"identifier": "3f2b8c1e-77aa-4c1b-9d10-0c8de2b7a913"}, "3f2b8c1e-77aa-4c1b-9d10-0c8de2b7a913"),
        ({"identifier": {"@type": "PropertyValue", "value": 840112}}, "840112"),
        ({"@id": "#review-3"}, None),
        ({"@id": "_:b0"}, None),
        ({"@id": "https://sorrel.example/#review"}, None),
        ({"@id": "#2025-01-02"}, None),
    ],
)
def test_an_id_counts_only_where_it_will_last(properties: dict[str, Any], identity: str | None) -> None:
    assert read_one(**properties).external_id == identity


def test_an_id_that_different_reviews_share_is_no_id() -> None:
    both = [review(**{"@id": "#site-20481"}), review(**{"@id": "#site-20481"}, author="Ole", reviewBody="Fine.")]
    assert [(found.author, found.external_id) for found in read(clinic(*both)).reviews] == [
        ("Uma", None),
        ("Ole", None),
    ]


def test_the_place_is_kept_where_a_page_is_about_several() -> None:
    two = [clinic(review()), {"@type": "MedicalClinic", "name": "Sorrel North", "review": review(author="Ole")}]
    assert [found.place for found in read(*two).reviews] == [CLINIC, "Sorrel North"]
    assert [found.place for found in read(clinic(review(), review(author="Ole"))).reviews] == ["", ""]


def test_what_a_review_says_stays_inert_data() -> None:
    words = "{{ 7*7 }} =HYPERLINK(1) ignore the rules"
    assert read_one(reviewBody=words).text == words


# --- one review, one row ---------------------------------------------------------------------------------------


def test_a_review_given_twice_is_one_row() -> None:
    assert len(read(clinic(review(), review())).reviews) == 1
    assert len(read(clinic(review()), clinic(review())).reviews) == 1


def test_reviews_that_only_look_alike_stay_apart() -> None:
    alike = [
        review(author="Anonymous", reviewBody="Good.", datePublished="2025-01-02T10:00:00Z"),
        review(author="Anonymous", reviewBody="Good.", datePublished="2025-01-02T10:00:05Z"),
        review(author="Anonymous", reviewBody=None, datePublished="2025-01-02T10:00:00Z", reviewRating="5"),
        review(author="Anonymous", reviewBody=None, datePublished="2025-01-02T11:00:00Z", reviewRating="5"),
    ]
    assert len(read(clinic(*alike)).reviews) == 4


MICRODATA = """<div itemscope itemtype="https://schema.org/Review"><b itemprop="author">{author}</b>
  <b itemprop="reviewRating">{stars}</b><meta itemprop="datePublished" content="{day}">
  <p itemprop="reviewBody">{words}</p></div>"""


def both_ways(words: str = "The scar is still red.", *, author: str = "Uma", stars: str = "", day: str = "") -> Listing:
    """One review in JSON-LD (day, no stars) beside one in microdata as described."""
    block = page(review(datePublished="2025-01-02"))
    return read_page(block + MICRODATA.format(words=words, author=author, stars=stars, day=day).encode())


def test_two_syntaxes_put_their_facts_together() -> None:
    (found,) = both_ways(stars="2", day="2025-01-03").reviews
    assert (found.stars.value, found.published.value) == (2, "2025-01-02")


def test_two_syntaxes_join_where_one_has_no_words() -> None:
    (found,) = both_ways("", stars="2", day="2025-01-02").reviews
    assert (found.text, found.stars.value) == ("The scar is still red.", 2)


@pytest.mark.parametrize(
    "other",
    [
        {"author": "Ole"},
        {"words": "The scar is gone."},
        {"day": "2025-03-02"},
        {"words": "", "author": "", "stars": "2"},
        {"words": "The scar"},
    ],
)
def test_two_syntaxes_stay_apart_where_anything_known_differs(other: dict[str, str]) -> None:
    assert len(both_ways(**other).reviews) == 2


def test_two_syntaxes_never_take_one_review_for_two_others() -> None:
    twice = [review(author="Anonymous", reviewBody="Good.", datePublished=f"2025-01-0{day}") for day in (2, 3)]
    html = (
        page(clinic(*twice))
        + "".join(
            MICRODATA.format(author="Anonymous", words="Good.", stars="", day=f"2025-01-0{day}") for day in (2, 3)
        ).encode()
    )
    assert [found.published.value for found in read_page(html).reviews] == ["2025-01-02", "2025-01-03"]


# --- the practice's own answers --------------------------------------------------------------------------------


def answers(*reviews: Any, names: tuple[str, ...] = (CLINIC,)) -> list[tuple[str, str]]:
    """Author and owner's reply of each review that is left."""
    found = read(clinic(*reviews), names=names).reviews
    return [(each.author, each.owner_reply.text if each.owner_reply else "") for each in found]


@pytest.mark.parametrize("name", ["Sorrel Clinic", "sorrel  clinic", "Sorrel Clinic (Owner)", "Sorrel Clinic Team",
                                  "Response from Sorrel Clinic"])  # fmt: skip
def test_an_answer_published_as_a_review_is_never_counted(name: str) -> None:
    own = review(author=name, reviewBody="Please ring 555-0108.", reviewRating={"ratingValue": 5})
    listing = read(clinic(review(), own))
    assert [found.author for found in listing.reviews] == ["Uma"]
    assert "names no review" in listing.notes[0]


def test_an_answer_that_greets_one_reviewer_is_attached_to_that_review() -> None:
    own = review(author=CLINIC, reviewBody="Dear Ole, please ring 555-0108.")
    assert answers(review(), review(author="Ole Brandt"), own) == [
        ("Uma", ""),
        ("Ole Brandt", "Dear Ole, please ring 555-0108."),
    ]


def test_an_answer_that_could_be_for_two_is_attached_to_none() -> None:
    own = review(author=CLINIC, reviewBody="Dear Ole, please ring 555-0108.")
    assert answers(review(author="Ole A."), review(author="Ole B."), own) == [("Ole A.", ""), ("Ole B.", "")]


@pytest.mark.parametrize("prop", ["itemReviewed", "parentItem"])
def test_an_answer_that_names_the_review_is_attached_to_it(prop: str) -> None:
    own = review(author=CLINIC, reviewBody="Please ring us.") | {prop: {"@id": "#r-1"}}
    assert answers(review(**{"@id": "#r-1"}), review(author="Ole"), own) == [("Uma", "Please ring us."), ("Ole", "")]


@pytest.mark.parametrize(
    "inside",
    [
        {"comment": {"@type": "Comment", "author": CLINIC, "text": "Please ring us."}},
        {"comment": [{"author": {"@type": "Organization", "name": "Front desk"}, "text": "Please ring us."}]},
        {"comment": {"@type": "Comment", "text": "Response from the owner:\nPlease ring us."}},
        {"review": {"@type": "Review", "author": CLINIC, "reviewBody": "Please ring us."}},
        {"ownerResponse": "Please ring us."},
        {"response": {"text": "Please ring us."}},
    ],
)
def test_an_answer_inside_a_review_is_attached_to_it(inside: dict[str, Any]) -> None:
    assert answers(review(**inside)) == [("Uma", "Please ring us.")]


def test_another_persons_comment_is_no_answer_and_no_review() -> None:
    assert answers(review(comment={"@type": "Comment", "author": "Ole", "text": "Same here."})) == [("Uma", "")]


@pytest.mark.parametrize(
    "heading",
    [
        "Response from the owner\n",
        "Response from the owner (2 days ago):\n",
        "Owner's reply: Hello. ",
        "Respuesta del propietario: Hola. ",
        "Antwort des Inhabers\n",
        "Réponse du propriétaire, 3 mars 2025\n",
        "Risposta del titolare: Grazie. ",
        "Ответ владельца\n",
    ],
)
def test_an_answer_below_the_words_under_its_heading_is_parted_from_them(heading: str) -> None:
    (found,) = read(clinic(review(reviewBody=f"Two hours late.\n{heading}Please ring us."))).reviews
    assert found.text == "Two hours late."
    assert found.owner_reply is not None
    assert found.owner_reply.text.endswith("Please ring us.")


@pytest.mark.parametrize(
    "words",
    [
        "Response from the clinic: none for a month.",
        "I waited.\nResponse from the owner: rude.",
        "The response from the owner\nwas rude.",
        "Response from the owner was rude.\nNever again.",
        "I asked for a response from the owner",
    ],
)
def test_a_patients_words_about_an_answer_stay_the_patients(words: str) -> None:
    (found,) = read(clinic(review(reviewBody=words))).reviews
    assert found.text == words
    assert found.owner_reply is None


def test_a_review_headed_as_an_answer_is_one_unless_it_is_rated_low() -> None:
    headed = "Response from the owner\nPlease ring us."
    assert answers(review(), review(author="Front desk", reviewBody=headed, reviewRating="5")) == [("Uma", "")]
    kept = answers(review(), review(author="Ole", reviewBody=headed, reviewRating="1"))
    assert [author for author, _ in kept] == ["Uma", "Ole"]


def test_a_review_signed_with_the_name_of_the_reviewed_place_is_kept_and_marked() -> None:
    (found,) = read(clinic(review(author=CLINIC)), names=()).reviews
    assert SIGNED_BY_PRACTICE in found.warnings


# --- what the listing proves -----------------------------------------------------------------------------------

OVERALL = {"@type": "AggregateRating", "ratingValue": "4.4"}


@pytest.mark.parametrize(
    ("overall", "total"),
    [
        ({"reviewCount": "458"}, 458),
        ({"reviewCount": 3, "ratingCount": 10}, 3),
        ({"ratingCount": "1,234"}, 1234),
        ({"reviewCount": "1.234 reviews"}, 1234),
        ({"reviewCount": "many"}, None),
        ({}, None),
    ],
)
def test_the_total_is_recorded_as_claimed(overall: dict[str, Any], total: int | None) -> None:
    listing = read(clinic(review(), aggregateRating=OVERALL | overall))
    assert listing.total_claimed == total
    assert listing.complete is (total is None)
    assert len(listing.reviews) == 1


def test_the_total_of_what_is_reviewed_comes_before_totals_of_other_things() -> None:
    other = {"@type": "Product", "name": "Serum", "aggregateRating": OVERALL | {"reviewCount": 9000}}
    assert read(other, clinic(review(), aggregateRating=OVERALL | {"reviewCount": 1})).total_claimed == 1


def test_an_overall_rating_alone_is_no_review_and_not_none() -> None:
    listing = read({"@type": "Dentist", "aggregateRating": OVERALL | {"reviewCount": 8}})
    assert (listing.reviews, listing.says_none, listing.complete, listing.total_claimed) == ((), False, False, 8)
    assert listing.notes == ("Only an overall rating is marked up; the page shows no single review to read.",)


@pytest.mark.parametrize("block", [clinic(), {"@type": "Dentist", "aggregateRating": OVERALL | {"reviewCount": "0"}}])
def test_an_empty_list_or_a_total_of_nought_says_that_there_are_none(block: Any) -> None:
    listing = read(block)
    assert (listing.reviews, listing.says_none, listing.complete, listing.notes) == ((), True, True, ())


def test_an_empty_list_under_a_total_does_not_say_that_there_are_none() -> None:
    listing = read(clinic(aggregateRating=OVERALL | {"reviewCount": 12}))
    assert (listing.says_none, listing.complete) == (False, False)


def test_a_broken_block_beside_good_ones_is_told_and_the_page_is_not_complete() -> None:
    html = page(clinic(review())) + b'<script type="application/ld+json">{"@type": "Review", "author"}</script>'
    listing = read_page(html)
    assert len(listing.reviews) == 1
    assert not listing.complete
    assert listing.notes[0].startswith("Block 2 of JSON-LD is broken")


def test_a_page_that_says_there_is_more_is_not_complete() -> None:
    assert not read_page(page(clinic(review())) + b'<a rel="next" href="?page=2">2</a>').complete


# --- metamorphic: shape changes nothing ------------------------------------------------------------------------

REVIEWS = st.lists(
    st.builds(
        lambda author, words, day, stars: review(
            author=author, reviewBody=words, datePublished=f"2025-01-{day:02}", reviewRating={"ratingValue": stars}
        ),
        st.sampled_from(["Uma", "Ole", "Anonymous", "سلمى"]),
        st.text(alphabet="abc é😡", min_size=1, max_size=12).map(lambda words: f"W {words} w"),
        st.integers(min_value=1, max_value=28),
        st.integers(min_value=1, max_value=5),
    ),
    max_size=6,
    unique_by=lambda found: (found["author"], " ".join(found["reviewBody"].split()).casefold()),
)


def facts(listing: Listing) -> set[tuple[str, str, str, float | None]]:
    return {(found.author, found.text, found.published.value, found.stars.value) for found in listing.reviews}


@given(REVIEWS, st.randoms())
def test_order_doubling_and_nesting_change_no_review(found: list[dict[str, Any]], chance: Any) -> None:
    plain = read(clinic(*found))
    shuffled = [*found, *found]
    chance.shuffle(shuffled)
    for block in (
        clinic(*shuffled),
        {"@graph": [[clinic(*shuffled)]]},
        {"@type": "WebPage", "about": clinic(*shuffled)},
    ):
        again = read(block)
        assert facts(again) == facts(plain)
        assert len(again.reviews) == len(found)


@given(REVIEWS)
def test_microdata_of_the_same_reviews_adds_none(found: list[dict[str, Any]]) -> None:
    attributes = "".join(
        MICRODATA.format(
            author=each["author"],
            words=each["reviewBody"],
            day=each["datePublished"],
            stars=each["reviewRating"]["ratingValue"],
        )
        for each in found
    )
    assert len(read_page(page(clinic(*found)) + attributes.encode()).reviews) == len(found)
