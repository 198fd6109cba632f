"""Microdata, RDFa Lite and microformats: values out of elements, and who belongs to whom."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ReadError
from monitor.sources.element_text import element_text
from monitor.sources.html_page import open_page
from monitor.sources.markup import extract
from monitor.sources.nodes import Node, first, text, values

REVIEW = 'itemscope itemtype="https://schema.org/Review"'


def nodes(html: str, *, syntax: str = "microdata") -> list[Node]:
    """The top nodes of one syntax, without the note of their syntax."""
    found = extract(html.encode("utf-8")).nodes
    return [
        {key: held for key, held in node.items() if key != "@syntax"} for node in found if node["@syntax"] == syntax
    ]


def node(html: str, *, syntax: str = "microdata") -> Node:
    (only,) = nodes(html, syntax=syntax)
    return only


def test_items_are_nested_as_they_stand_on_the_page() -> None:
    html = f"""<div itemscope itemtype="http://schema.org/Dentist"><b itemprop=name>Larch</b>
      <div itemprop=review {REVIEW}>
        <i itemprop=author itemscope itemtype="https://schema.org/Person"><u itemprop=name>Uma</u></i></div>
      <b itemprop=name>Larch Dental</b></div><div {REVIEW}><b itemprop=name>alone</b></div>"""
    dentist, alone = nodes(html)
    assert dentist["name"] == ["Larch", "Larch Dental"]
    assert dentist["review"] == [{"@type": ["Review"], "author": [{"@type": ["Person"], "name": ["Uma"]}]}]
    assert text(alone, "name") == "alone"


def test_a_review_outside_every_item_is_an_item_of_its_own() -> None:
    assert node(f"<div itemprop=review {REVIEW}><b itemprop=name>x</b></div>")["name"] == ["x"]


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ('<meta itemprop=x content="a &amp; b">', "a & b"),
        ('<meta itemprop=x content="">', ""),
        ("<span itemprop=x> a\n  b </span>", "a b"),
        ('<span itemprop=x content="4">four</span>', "4"),
        ('<span itemprop=x content="">four</span>', "four"),
        ('<a itemprop=url href="/r/1">a</a>', "/r/1"),
        ('<a itemprop=author href="/u/1">Uma</a>', "Uma"),
        ('<link itemprop=x href="https://a.example/">', "https://a.example/"),
        ('<img itemprop=image src="/a.png" alt="a">', "/a.png"),
        ('<img itemprop=ratingValue src="/a.png" alt="4 of 5">', "4 of 5"),
        ('<span itemprop=ratingValue aria-label="3"></span>', "3"),
        ('<time itemprop=datePublished datetime="2025-01-02">yesterday</time>', "2025-01-02"),
        ("<time itemprop=datePublished>2025-01-02</time>", "2025-01-02"),
        ('<meter itemprop=ratingValue value="3.5">about four</meter>', "3.5"),
        ('<data itemprop=ratingValue value="2">two</data>', "2"),
    ],
)
def test_the_value_of_a_property_stands_where_its_element_keeps_it(element: str, value: str) -> None:
    held = {name: values for name, values in node(f"<div itemscope>{element}</div>").items() if name != "@type"}
    assert list(held.values()) == [[value]]


def test_one_element_may_carry_several_properties() -> None:
    held = node("<div itemscope><b itemprop='name headline'>Both</b></div>")
    assert (held["name"], held["headline"]) == (["Both"], ["Both"])


def test_an_item_takes_in_what_it_refers_to_elsewhere() -> None:
    html = f"""<div {REVIEW} itemref="clinic when nowhere"><b itemprop=name>Fine</b></div>
      <p id=when><time itemprop=datePublished datetime="2025-01-02"></time></p>
      <div id=clinic itemprop=itemReviewed itemscope><b itemprop=name>Larch</b></div>"""
    held = node(html)
    assert held["datePublished"] == ["2025-01-02"]
    assert held["itemReviewed"] == [{"@type": [], "name": ["Larch"]}]


def test_items_that_refer_to_each_other_end() -> None:
    html = '<div id=a itemscope itemref=b itemprop=x></div><div id=b itemscope itemref="a b" itemprop=x></div>'
    assert len(extract(html.encode()).nodes) == 0


def test_an_item_is_not_drawn_into_itself_by_a_reference_to_what_holds_it() -> None:
    held = node(f"<div id=out><div {REVIEW} itemref=out><b itemprop=name>n</b></div></div>")
    assert held == {"@type": ["Review"], "name": ["n"]}


def test_rdfa_lite_is_read_with_and_without_its_prefix() -> None:
    html = """<div vocab="https://schema.org/" typeof="Dentist" resource="#me">
      <div property="schema:review" typeof="schema:Review">
      <a property="author" href="/u">Uma</a><span property="reviewBody">So &lt;so&gt;</span></div>
      <meta property="og:title" content="t"></div>"""
    held = node(html, syntax="rdfa")
    assert held["@id"] == "#me"
    assert held["review"] == [{"@type": ["Review"], "author": ["Uma"], "reviewBody": ["So <so>"]}]


def test_old_vocabulary_of_search_engines_is_understood() -> None:
    html = '<div itemscope itemtype="http://data-vocabulary.org/Review"><b itemprop=reviewer>Uma</b></div>'
    assert node(html)["@type"] == ["Review"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<p>a</p><p>b</p>", "a\nb"),
        (" a <b> b</b>\n c", "a b c"),
        ("a<script>evil()</script><style>p{}</style>b", "ab"),
        ("a<!-- hidden -->b", "ab"),
        ("2 &lt; 3 &amp;amp; 4", "2 < 3 &amp; 4"),
        ("<ul><li>one<li>two</ul>after", "one\ntwo\nafter"),
        ("<my-stars>4</my-stars> of 5", "4 of 5"),
        ("👩🏽‍⚕️ <i>שלום</i>", "👩🏽‍⚕️ שלום"),
    ],
)
def test_text_is_what_a_reader_of_the_page_sees(html: str, said: str) -> None:
    page = open_page(f"<section>{html}</section>".encode())
    assert element_text(page.root.find(".//section")) == said


@given(
    st.lists(st.sampled_from(["<b>", "</b>", "<p>", "</p>", "<br>", "x", " ", "\n", "<!--c-->", "&amp;"]), max_size=30)
)
def test_text_holds_every_letter_no_tag_and_no_needless_space(pieces: list[str]) -> None:
    page = open_page(f"<section>.{''.join(pieces)}.</section>".encode())
    said = element_text(page.root.find(".//section"))
    assert said.count("x") == pieces.count("x")
    assert "<" not in said
    assert "  " not in said
    assert "\n\n" not in said


@pytest.mark.parametrize(
    "html",
    [
        "<div itemscope itemprop=review>" * 1900,
        "<div itemscope>" + "<b itemprop=review>" * 1900,
        "<i class=hreview>" * 200,
    ],
    ids=["items", "properties", "microformats"],
)
def test_absurd_nesting_is_refused(html: str) -> None:
    with pytest.raises(ReadError, match="nested too deep"):
        extract(html.encode())


def test_endless_references_are_refused() -> None:
    lent = "<div id=b>" + "<p itemprop=review>x</p>" * 5000 + "</div>"
    with pytest.raises(ReadError, match="refers to itself"):
        extract(("<div itemscope itemref=b></div>" * 100 + lent).encode())


def microformat(html: str) -> Node:
    return node(html, syntax="microformats")


def rating(html: str) -> Any:
    return first(microformat(html), "reviewRating")


def test_the_first_microformat_is_read_with_its_card_and_item() -> None:
    held = microformat("""<div class="hreview"><div class="item vcard"><b class="fn org">Larch</b></div>
      <p class="reviewer vcard">by <a class="fn url" href="/u">Uma</a></p><h3 class="summary">Late</h3>
      <p class="description">Two <i class="item"><b class="fn">Larch</b></i> visits.</p></div>""")
    assert (text(held, "author"), text(held, "name"), text(held, "reviewBody")) == ("Uma", "Late", "Two Larch visits.")
    assert text(first(held, "itemReviewed"), "name") == "Larch"


def test_the_name_of_a_card_is_not_the_title_of_the_review() -> None:
    held = microformat('<div class="h-review"><a class="p-item h-card"><b class="p-name">Larch</b></a></div>')
    assert values(held, "name") == []


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ('<b class="rating">4</b>', "4"),
        ('<abbr class="rating" title="4">★★★★</abbr>', "4"),
        ('<b class="rating"><i class="value">4</i> of five</b>', "4"),
        ('<b class="rating"><i class="value-title" title="4"></i>four</b>', "4"),
        ('<data class="rating" value="4">four</data>', "4"),
        ('<img class="rating" alt="4">', "4"),
    ],
)
def test_a_rating_is_what_the_machine_is_told_before_what_is_shown(mark: str, value: str) -> None:
    assert rating(f'<div class="hreview">{mark}</div>')["ratingValue"] == [value]


def test_the_ends_of_the_scale_are_read_inside_or_beside_the_rating() -> None:
    html = """<div class="h-review"><b class="p-rating"><i class="value">7</i>/<i class="p-best">10</i></b>
      <i class="p-worst">0</i></div>"""
    assert rating(html) == {"@type": ["Rating"], "ratingValue": ["7"], "bestRating": ["10"], "worstRating": ["0"]}


def test_a_review_inside_a_review_keeps_its_words_to_itself() -> None:
    outer, inner = nodes(
        """<div class="h-review"><div class="h-review"><p class="e-content">inner</p></div>
        <p class="e-content">outer</p></div>""",
        syntax="microformats",
    )
    assert (outer["reviewBody"], inner["reviewBody"]) == (["outer"], ["inner"])


@pytest.mark.parametrize("html", ['<p class="h-review">Larch</p>', '<img class="hreview" src="a.png" alt="Larch">'])
def test_a_microformat_without_properties_is_named_by_what_it_shows(html: str) -> None:
    assert microformat(html) == {"@type": ["Review"], "name": ["Larch"]}


def test_a_class_that_only_looks_like_a_microformat_is_none() -> None:
    assert (
        nodes('<div class="hreview-list my-h-review"><p class="description">x</p></div>', syntax="microformats") == []
    )
