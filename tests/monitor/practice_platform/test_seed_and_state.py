"""Seeds others can write, and a state that survives the process."""

import json
import threading
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ReadError
from monitor.practice_platform import Moderation, PracticePlatform, default_seed, load_seed, read_seed
from monitor.practice_platform.seed import PostedReview
from monitor.practice_platform.state import State

LOCATION = "accounts/1/locations/11"
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
REVIEW = {"id": "a", "author": "A", "stars": 5, "text": "", "created": "2026-01-01T00:00:00Z"}


def place(**changes) -> dict:
    return {"places": [{"location": LOCATION, "name": "N", "reviews": [REVIEW | changes]}]}


@pytest.mark.parametrize(
    ("seed", "says"),
    [
        ([], "places"),
        ({"reviews": []}, "places"),
        ({"places": [{"name": "N"}]}, "location"),
        ({"places": [{"location": "11", "name": "N"}]}, "accounts/<a>/locations/<l>"),
        (place(stars=6), "neither null nor 1 to 5"),
        (place(stars=0), "neither null nor 1 to 5"),
        (place(id="a/b"), "a/b"),
        (place(created="yesterday"), "yesterday"),
        (place(created="2026-01-01T00:00:00"), "needs a zone"),
        (place(reply={"words": "x"}), "words"),
        ({"places": [{"location": LOCATION, "name": "N", "reviews": [REVIEW, REVIEW]}]}, "same id"),
        ({"places": [], "moderation": "sometimes"}, "sometimes"),
        ({"places": [], "mentions": [{"title": "t"}]}, "url"),
    ],
)
def test_a_wrong_seed_is_refused_with_the_entry_named(seed, says) -> None:
    with pytest.raises(ReadError, match=says):
        read_seed(seed)


def test_a_seed_may_be_json_or_toml(tmp_path) -> None:
    (tmp_path / "seed.json").write_text(json.dumps(place()), encoding="utf-8")
    (tmp_path / "seed.toml").write_text(
        f'[[places]]\nlocation = "{LOCATION}"\nname = "N"\n'
        '[[places.reviews]]\nid = "a"\nauthor = "A"\nstars = 5\ntext = ""\ncreated = 2026-01-01T00:00:00Z\n',
        encoding="utf-8",
    )
    one, other = load_seed(tmp_path / "seed.json"), load_seed(tmp_path / "seed.toml")
    assert one.places[0].reviews[0].stars == other.places[0].reviews[0].stars == 5
    assert other.places[0].reviews[0].created.startswith("2026-01-01")


def test_a_seed_that_is_missing_or_no_file_of_ours_says_so(tmp_path) -> None:
    with pytest.raises(ReadError, match=r"none\.json cannot be opened"):
        load_seed(tmp_path / "none.json")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReadError, match=r"broken\.json is neither JSON nor TOML"):
        load_seed(tmp_path / "broken.json")


def test_a_reply_in_a_seed_may_be_plain_text() -> None:
    reply = read_seed(place(reply="Thank you.")).places[0].reviews[0].reply
    assert (reply.comment, reply.state, reply.updated) == ("Thank you.", "APPROVED", REVIEW["created"])


words = st.text(max_size=40)
moments = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat())
replies = st.none() | words.filter(bool) | st.fixed_dictionaries({"comment": words, "updated": moments})
entries = st.fixed_dictionaries(
    {"id": st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True), "author": words, "text": words, "created": moments}
    | {"stars": st.none() | st.integers(1, 5), "reply": replies}
)


@given(st.lists(entries, max_size=6, unique_by=lambda entry: entry["id"]), st.sampled_from(Moderation))
@settings(deadline=None)
def test_a_saved_state_is_a_seed_and_reads_back_the_same(reviews, moderation) -> None:
    seed = read_seed({"places": [{"location": LOCATION, "name": "N", "reviews": reviews}], "moderation": moderation})
    assert read_seed(json.loads(json.dumps(asdict(seed)))) == seed


def test_what_happened_on_the_site_outlives_the_process(tmp_path) -> None:
    file = tmp_path / "state.json"
    with PracticePlatform(file=file) as first:
        first.state.put_reply(f"{LOCATION}/reviews/r1", "Kept.")
        first.state.delete_review(f"{LOCATION}/reviews/r2")
    with PracticePlatform(file=file) as second:
        assert second.state.review(f"{LOCATION}/reviews/r1").reply.comment == "Kept."
        assert "r2" not in {review.id for review in second.state.reviews(LOCATION)}
        second.state.restore_review(f"{LOCATION}/reviews/r2")
        assert second.state.review(f"{LOCATION}/reviews/r2").stars == 1


def test_a_state_file_holds_the_old_or_the_new_and_never_a_half(tmp_path, monkeypatch) -> None:
    file = tmp_path / "state.json"
    state = State(default_seed(), file=file)
    state.put_reply(f"{LOCATION}/reviews/r1", "Old.")
    before = file.read_bytes()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("monitor.practice_platform.state.json.dump", killed)
    with pytest.raises(KeyboardInterrupt):
        state.put_reply(f"{LOCATION}/reviews/r1", "New.")
    assert file.read_bytes() == before


def test_many_threads_lose_no_review() -> None:
    state = State(default_seed())

    def write(writer: int) -> None:
        for n in range(40):
            now = state.now()
            state.add_review(
                LOCATION, PostedReview(id=f"{writer}-{n}", author="", stars=1, text="", created=now, updated=now)
            )

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(state.reviews(LOCATION)) == 5 + 200


def test_times_come_from_the_clock_that_was_given() -> None:
    state = State(default_seed(), now=lambda: NOW)
    assert state.put_reply(f"{LOCATION}/reviews/r1", "Thanks.").updated == "2026-05-01T12:00:00.000Z"


def test_every_put_is_remembered_in_order() -> None:
    state = State(default_seed())
    state.put_reply(f"{LOCATION}/reviews/r1", "One.")
    state.put_reply(f"{LOCATION}/reviews/r1", "Two.")
    state.reply_by_hand(f"{LOCATION}/reviews/r1", "By hand.")
    assert [text for _, text in state.received] == ["One.", "Two."]


@pytest.mark.parametrize("name", [f"{LOCATION}/reviews/none", "accounts/9/locations/9/reviews/r1", "", "/reviews/"])
def test_an_unknown_review_is_a_key_error(name) -> None:
    with pytest.raises(KeyError):
        State(default_seed()).review(name)
