"""JSON-LD as sites write it: strict, sloppy, cut, doubled and hostile."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ReadError
from monitor.sources.json_ld import Blocks, read_blocks, repaired
from monitor.sources.nodes import Node, of_type, text, walk


def read_one(block: str) -> Node:
    """The single node of a block that must be readable."""
    blocks = read_blocks([block])
    assert blocks.problems == ()
    (node,) = blocks.nodes
    return node


def reviews(blocks: Blocks) -> list[Node]:
    return [node for node, _, _ in walk(blocks.nodes) if of_type(node, "Review")]


def test_null_and_blank_blocks_are_nothing_and_no_problem() -> None:
    assert read_blocks(["null", "", "  \n", "[]", "[null]"]) == Blocks()


def test_several_blocks_and_arrays_are_read_in_page_order() -> None:
    blocks = read_blocks(['{"name": "a"}', '[{"name": "b"}, [{"name": "c"}]]'])
    assert [text(node, "name") for node in blocks.nodes] == ["a", "b", "c"]


def test_a_graph_is_opened_whether_list_or_object_or_inside_another() -> None:
    inner = {"@graph": {"@type": "Review", "name": "inner"}}
    blocks = read_blocks([json.dumps({"@context": {}, "@graph": [{"@type": "Review", "name": "outer"}, inner]})])
    assert [text(node, "name") for node in blocks.nodes] == ["outer", "inner"]


def test_a_node_beside_its_own_graph_is_kept() -> None:
    blocks = read_blocks(['{"@type": "WebPage", "name": "page", "@graph": [{"@type": "Review", "name": "r"}]}'])
    assert [node["@type"] for node in blocks.nodes] == [["Review"], ["WebPage"]]


@pytest.mark.parametrize(
    "kind",
    [
        '"Review"',
        '["Thing", "Review"]',
        '"http://schema.org/Review"',
        '"https://schema.org/Review"',
        '"schema:Review"',
        '"review"',
    ],
)
def test_a_type_is_the_same_however_it_is_written(kind: str) -> None:
    assert of_type(read_one(f'{{"@type": {kind}}}'), "Review")


def test_escaped_keys_and_aliases_of_keys_are_the_same_keys() -> None:
    assert read_one(r'{"\u0040type": "Review", "\u0040id": "#a"}') == {"@type": ["Review"], "@id": "#a"}
    assert read_one('{"type": "Review", "id": "#a"}')["@type"] == ["Review"]


def test_a_misspelt_capital_at_the_start_of_a_property_is_mended() -> None:
    assert read_one('{"ReviewRating": 4}')["reviewRating"] == [4]


def test_lists_sets_and_nested_lists_are_one_list_of_values() -> None:
    node = read_one('{"review": [[{"name": "a"}], {"@list": [{"name": "b"}]}], "author": {"@set": ["x", "y"]}}')
    assert [text(review, "name") for review in node["review"]] == ["a", "b"]
    assert node["author"] == ["x", "y"]


def test_an_empty_list_stays_and_null_goes() -> None:
    assert read_one('{"review": [], "author": null, "name": [null, "n"]}') == {
        "@type": [],
        "review": [],
        "name": ["n"],
    }


def test_text_is_decoded_once_and_its_tags_become_text() -> None:
    node = read_one('{"reviewBody": "5 &gt; 3 &amp;lt;b&amp;gt; it&#39;s<br>so<p>bad</p>"}')
    assert node["reviewBody"] == ["5 > 3 &lt;b&gt; it's\nso\nbad"]


def test_an_address_is_left_as_it_is_even_where_it_looks_escaped() -> None:
    assert read_one('{"url": "https://a.example/?x=1&copy;=2"}')["url"] == ["https://a.example/?x=1&copy;=2"]


def test_a_value_with_its_language_keeps_both() -> None:
    node = read_one('{"reviewBody": {"@value": "tr&egrave;s bien", "@language": "fr"}}')
    assert node["reviewBody"] == [{"@value": "très bien", "@language": "fr"}]


def test_a_key_written_twice_keeps_both_values() -> None:
    blocks = read_blocks(['{"review": {"@type": "Review", "name": "a"}, "review": [{"@type": "Review", "name": "b"}]}'])
    assert [text(node, "name") for node in reviews(blocks)] == ["a", "b"]


@pytest.mark.parametrize(
    "block",
    [
        '{"a": "b", // why\n "c": "d"}',
        '{"a": "b", /* , */ "c": "d"}',
        '{"a": "b", "c": "d",}',
        '{"a": "b", "c": "d", // last\n}',
        '<!-- {"a": "b", "c": "d"} -->',
        '//<![CDATA[\n{"a": "b", "c": "d"}\n//]]>',
        '/*<![CDATA[*/{"a": "b", "c": "d"}/*]]>*/',
        '\ufeff{"a": "b", "c": "d"};',
        "{&quot;a&quot;: &quot;b&quot;, &quot;c&quot;: &quot;d&quot;}",
    ],
)
def test_what_sites_wrap_around_json_is_taken_off(block: str) -> None:
    assert read_one(block) == {"@type": [], "a": ["b"], "c": ["d"]}


def test_raw_control_characters_in_text_are_let_through_as_line_breaks_or_nothing() -> None:
    assert read_one('{"a": "one\ntwo\tthree\x0b"}')["a"] == ["one\ntwo\tthree"]


def test_a_comment_sign_or_trailing_comma_inside_a_string_is_text() -> None:
    node = read_one('{"a": "see http://x.example/ // not /* a */ comment,]", "b": "\\"//\\"",}')
    assert node["a"] == ["see http://x.example/ // not /* a */ comment,]"]
    assert node["b"] == ['"//"']


def test_an_escape_that_json_does_not_know_loses_only_its_backslash() -> None:
    assert read_one(r"""{"a": "it\'s 5\% \u00e9 \\'", }""")["a"] == [r"it's 5% é \'"]


def test_escapes_of_javascript_are_read_as_the_letters_they_stand_for() -> None:
    assert read_one(r'{"a": "R\x26B \x22loud\x22"}')["a"] == ['R&B "loud"']


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('{"a": "they said "fine" to me"}', 'they said "fine" to me'),
        ('{"a": "<b class="x">they</b> said "fine""}', 'they said "fine"'),
        ('{"a": "12" needle", "b": 1}', '12" needle'),
        ('{"a": "they said "fine", twice", "b": 1}', 'they said "fine", twice'),
    ],
)
def test_quotation_marks_that_a_site_forgot_to_escape_stay_in_the_text(block: str, said: str) -> None:
    assert read_one(block)["a"] == [said]


def test_several_objects_in_one_block_and_a_brace_too_many_are_read() -> None:
    blocks = read_blocks(['{"name": "a"}}', '{"name": "b"}\n{"name": "c"};', '{"name": "d"}, {"name": "e"},'])
    assert blocks.problems == ()
    assert [text(node, "name") for node in blocks.nodes] == ["a", "b", "c", "d", "e"]


def test_a_number_that_is_none_is_nothing() -> None:
    assert read_one('{"ratingValue": NaN, "bestRating": Infinity}') == {"@type": []}


def test_half_a_surrogate_pair_never_gets_out() -> None:
    node = read_one(r'{"a": "x\ud83d y", "url": "https://a.example/\ud83d", "b": "\ud83d\ude21"}')
    "".join((*node["a"], *node["url"])).encode("utf-8")
    assert node["b"] == ["😡"]


def test_a_block_beyond_repair_is_told_with_its_number_and_place_and_without_its_words() -> None:
    blocks = read_blocks(['{"a": 1}', '{"reviewBody": "Odile bled" "author": 1}'])
    assert len(blocks.nodes) == 1
    (problem,) = blocks.problems
    assert problem.startswith("Block 2 ")
    assert "line 1 column 29" in problem
    assert "Odile" not in problem


def test_whole_reviews_in_a_block_cut_short_are_kept_and_the_cut_is_told() -> None:
    listed = [{"@type": "Review", "name": str(number), "author": {"@type": "Person"}} for number in range(3)]
    block = json.dumps({"@type": "Dentist", "review": listed})
    blocks = read_blocks([block[: block.rindex('"name"')]])
    assert [text(node, "name") for node in reviews(blocks)] == ["0", "1"]
    assert "still whole were kept: 2" in blocks.problems[0]


def test_a_number_too_long_for_any_reader_is_a_problem_not_a_crash() -> None:
    assert len(read_blocks(['{"a": ' + "9" * 10_000 + "}"]).problems) == 1


@pytest.mark.parametrize(
    "block",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '{"a":' * 400 + "1" + "}" * 400,
        '{"review":' + "[" * 400 + "]" * 400 + "}",
        '{"@graph":' * 400 + "[]" + "}" * 400,
    ],
    ids=["lists", "objects", "400 objects", "400 lists", "400 graphs"],
)
def test_absurd_nesting_is_refused_not_crashed_on(block: str) -> None:
    with pytest.raises(ReadError, match="nested too deep"):
        read_blocks([block])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_repair_never_changes_what_is_valid_already(value: object) -> None:
    assert json.loads(repaired(json.dumps(value)), strict=False) == value


@given(JSON)
def test_any_json_is_read_without_a_crash(value: object) -> None:
    assert read_blocks([json.dumps(value)]).problems == ()


@given(st.text(alphabet='{}[]":,/*\\ \n@typeReview1<!->&;', max_size=80))
def test_any_rubbish_is_read_or_told(block: str) -> None:
    blocks = read_blocks([block])
    assert len(blocks.problems) <= 1


@given(st.integers(min_value=1), st.data())
def test_a_cut_block_keeps_every_review_that_ends_before_the_cut(seed: int, data: st.DataObject) -> None:
    listed = [{"@type": "Review", "name": f"{seed}-{number}"} for number in range(5)]
    block = json.dumps({"@type": "Dentist", "review": listed, "telephone": "555-0100"})
    cut = block[: data.draw(st.integers(min_value=0, max_value=len(block) - 1))]
    whole = sum(json.dumps(review) in cut for review in listed)
    assert len(reviews(read_blocks([cut]))) == whole
