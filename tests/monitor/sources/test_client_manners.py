"""robots.txt and pace: what a polite reader leaves alone, and how often it asks."""

from collections.abc import Iterator

import pytest

from monitor.errors import Blocked, FetchError, UnsafeAddress
from monitor.practice_platform import PracticePlatform
from monitor.sources.client import Client
from monitor.sources.pace import LONGEST, PAGE_SECONDS, PATIENCE, Pace
from monitor.sources.robots import FRESH_SECONDS, MAX_BYTES, RETRY_SECONDS, Robots


class Clock:
    """A clock that moves when it is told to, and by being slept on."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> dict:
    return {}


@pytest.fixture
def client(platform: PracticePlatform, clock: Clock, store: dict) -> Client:
    return Client(allowed_private=frozenset({platform.url}), sleep=clock.sleep, clock=clock, robots_store=store)


def asked(platform: PracticePlatform) -> list[str]:
    return [request.path for request in platform.seen]


# --- robots.txt


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", True),
        ("User-agent: *\nAllow: /\n", True),
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /\nAllow: /places\n", True),
        ("User-agent: *\nDisallow: /places/*\n", False),
        ("User-agent: *\nDisallow: /places/12\n", True),
        ("User-agent: Aftercare\nDisallow: /\n\nUser-agent: *\nAllow: /\n", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: aftercare\nAllow: /\n", True),
        ("User-agent: SomebodyElse\nDisallow: /\n", True),
        ("\ufeffUser-agent: *\nDisallow: /\n", False),
        ("<html>not found</html>", True),
        ("\x00\xff garbage \n: : :\n", True),
    ],
)
def test_a_page_is_read_only_where_robots_txt_lets_us(platform, client, robots, allowed) -> None:
    platform.state.robots = robots
    if allowed:
        assert client.get(platform.place_url(), kind="page").status == 200
    else:
        with pytest.raises(Blocked, match=r"robots\.txt") as caught:
            client.get(platform.place_url(), kind="page")
        assert not caught.value.transient
        assert asked(platform) == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_may_be_read(platform, client, status) -> None:
    platform.faults.arm("gone", status=status, path="/robots")
    assert client.get(platform.place_url(), kind="page").status == 200


@pytest.mark.parametrize(
    ("fault", "options"),
    [
        ("server error", {"status": 500}),
        ("server error", {"status": 503}),
        ("too many requests", {}),
        ("lost request", {}),
        ("truncated body", {}),
        ("redirect loop", {}),
    ],
)
def test_a_site_whose_robots_txt_is_out_of_reach_is_left_alone_for_now(platform, client, fault, options) -> None:
    platform.faults.arm(fault, path="/robots", times=None, **options)
    with pytest.raises(FetchError, match=r"robots\.txt .* cannot be had") as caught:
        client.get(platform.place_url(), kind="page")
    assert caught.value.transient
    assert not isinstance(caught.value, Blocked)
    assert "/places/11" not in asked(platform)


def test_robots_txt_that_redirects_inside_is_refused(platform, client) -> None:
    platform.faults.arm("redirect to private address", path="/robots")
    with pytest.raises(UnsafeAddress):
        client.get(platform.place_url(), kind="page")


def test_only_the_first_500_kib_of_robots_txt_count(platform, client) -> None:
    filler = "# " + "x" * 98 + "\n"
    platform.state.robots = filler * (MAX_BYTES // len(filler) + 10) + "User-agent: *\nDisallow: /\n"
    assert client.get(platform.place_url(), kind="page").status == 200


def test_robots_txt_longer_than_500_kib_still_holds_at_its_beginning(platform, client) -> None:
    platform.state.robots = "User-agent: *\nDisallow: /\n" + "# filler\n" * 100_000
    with pytest.raises(Blocked):
        client.get(platform.place_url(), kind="page")


def test_feeds_and_review_calls_do_not_ask_robots_txt(platform, client) -> None:
    platform.state.robots = "User-agent: *\nDisallow: /\n"
    client.get(platform.url + "/mentions.atom", kind="feed")
    client.get(f"{platform.api_url}/{platform.location}/reviews", kind="json", token=platform.token)
    assert "/robots.txt" not in asked(platform)


def test_a_redirected_page_is_held_to_robots_txt_of_where_it_leads(platform, client) -> None:
    platform.state.robots = "User-agent: *\nDisallow: /places/11/plain\n"
    platform.faults.arm("redirect", to="/places/11/plain", path="/places/11$")
    with pytest.raises(Blocked, match=r"robots\.txt"):
        client.get(platform.place_url(), kind="page")


def test_robots_txt_is_read_once_a_day(platform, client, clock) -> None:
    for _ in range(3):
        client.get(platform.place_url(), kind="page")
    assert asked(platform).count("/robots.txt") == 1
    clock.now += FRESH_SECONDS
    client.get(platform.place_url(), kind="page")
    assert asked(platform).count("/robots.txt") == 2


def test_what_robots_txt_said_outlives_the_process(platform, client, clock, store) -> None:
    client.get(platform.place_url(), kind="page")
    again = Client(allowed_private=frozenset({platform.url}), sleep=clock.sleep, clock=clock, robots_store=store)
    again.get(platform.place_url(), kind="page")
    assert asked(platform).count("/robots.txt") == 1
    assert store[platform.url] == (clock.now, platform.state.robots)


def test_an_unreachable_robots_txt_is_tried_again_sooner(clock) -> None:
    told = iter([None, "", AssertionError])
    fetched: list[str] = []

    def fetch(origin: str) -> str | None:
        fetched.append(origin)
        return next(told)

    robots = Robots(agent="Aftercare", fetch=fetch, store={}, clock=clock)
    for _ in range(2):
        with pytest.raises(FetchError):
            robots.check("https://s.example", "https://s.example/x")
    clock.now += RETRY_SECONDS
    assert robots.check("https://s.example", "https://s.example/x") == 0
    assert len(fetched) == 2


def test_a_clock_set_back_does_not_keep_old_rules_for_ever(clock) -> None:
    robots = Robots(
        agent="A", fetch=lambda origin: "", store={"https://s.example": (clock.now + 9e9, None)}, clock=clock
    )
    assert robots.check("https://s.example", "https://s.example/x") == 0


# --- pace


def test_a_host_is_asked_for_pages_every_five_seconds(platform, clock) -> None:
    pace = Pace(clock=clock, private_too=True)
    client = Client(allowed_private=frozenset({platform.url}), sleep=clock.sleep, clock=clock, pace=pace)
    for _ in range(3):
        client.get(platform.url + "/mentions.atom", kind="feed")
    assert clock.slept == [PAGE_SECONDS, PAGE_SECONDS]


def test_the_own_machine_is_not_paced(platform, client, clock) -> None:
    for _ in range(3):
        client.get(platform.url + "/mentions.atom", kind="feed")
    assert clock.slept == []


def test_a_longer_crawl_delay_is_kept(platform, clock) -> None:
    platform.state.robots = "User-agent: *\nCrawl-delay: 17\n"
    pace = Pace(clock=clock, private_too=True)
    client = Client(allowed_private=frozenset({platform.url}), sleep=clock.sleep, clock=clock, pace=pace)
    for _ in range(2):
        client.get(platform.place_url(), kind="page")
    assert clock.slept == [17.0]


def test_two_sources_of_one_host_share_its_pace_and_two_hosts_do_not(clock) -> None:
    pace = Pace(clock=clock)
    assert [pace.reserve("a.example", interval=5) for _ in range(3)] == [0, 5, 10]
    assert pace.reserve("b.example", interval=5) == 0


def test_a_restart_does_not_burst(clock) -> None:
    store: dict[str, float] = {}
    Pace(store=store, clock=clock).reserve("a.example", interval=5)
    assert Pace(store=store, clock=clock).reserve("a.example", interval=5) == 5


def test_a_wait_beyond_patience_is_told_instead_of_slept(clock) -> None:
    pace = Pace(clock=clock)
    pace.reserve("a.example", interval=120)
    with pytest.raises(FetchError, match=r"a\.example") as caught:
        pace.reserve("a.example", interval=5)
    assert caught.value.transient
    assert caught.value.retry_after == 120
    clock.now += 120
    assert pace.reserve("a.example", interval=5) == 0


def test_a_clock_set_back_does_not_silence_a_host(clock) -> None:
    pace = Pace(store={"a.example": clock.now + 86400}, clock=clock)
    with pytest.raises(FetchError) as caught:
        pace.reserve("a.example", interval=5)
    assert PATIENCE < caught.value.retry_after <= LONGEST


def test_a_host_left_in_peace_is_free_at_once(clock) -> None:
    pace = Pace(clock=clock)
    pace.reserve("a.example", interval=5)
    clock.now += 60
    assert [pace.reserve("a.example", interval=5) for _ in range(2)] == [0, 5]
