"""Which address of the site is answered by what. The API and the controls ask for the access token, pages do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.practice_platform import api, controls, pages
from monitor.practice_platform.exchange import Handler, Request, Response, google_error
from monitor.practice_platform.faults import Faults
from monitor.practice_platform.seed import Place, PostedReview
from monitor.practice_platform.state import State

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
PLACE = r"/places/(?P<place>[\w-]+)"
LOCATION = r"(?P<name>accounts/[\w-]+/locations/[\w-]+)"
REVIEW = r"(?P<name>accounts/[\w-]+/locations/[\w-]+/reviews/[\w.~-]+)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The parts of a running site that its routes need."""

    state: State
    faults: Faults
    token: str


Answer = Callable[[Site, Request, dict[str, str]], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """``answer`` gets the request and what the pattern caught; ``guarded`` ones need the token."""

    method: str
    pattern: str
    answer: Answer
    guarded: bool = False


def build_app(site: Site) -> Handler:
    """The whole site as one function from request to response, faults included."""

    def answer(request: Request) -> Response:
        if not _is_local(request):
            return google_error(403, "PERMISSION_DENIED", "This site answers to its own machine only.")
        if request.path.startswith("/_"):
            return route(site, request)
        return site.faults.answer(site.state, request, lambda: route(site, request))

    return answer


def route(site: Site, request: Request) -> Response:
    """The first route that fits, or 404; HEAD is not offered."""
    for entry in ROUTES:
        found = re.fullmatch(entry.pattern, request.path)
        if found and entry.method == request.method:
            if entry.guarded and not api.authorised(request, site.token):
                return api.unauthenticated()
            try:
                return entry.answer(site, request, found.groupdict())
            except KeyError:
                return api.not_found()
    return api.not_found()


def _is_local(request: Request) -> bool:
    """False for a page elsewhere that posts to this machine, or a name that was made to point at it."""
    own = request.headers.get("host", "")
    origin = request.headers.get("origin")
    return urlsplit(f"//{own}").hostname in LOCAL_NAMES and origin in {None, f"http://{own}"}


def _on_place(answer: Callable[[State, Request, Place], Response]) -> Answer:
    return lambda site, request, caught: answer(site.state, request, site.state.place_by_id(caught["place"]))


def _on_review(answer: Callable[[State, Request, Place, PostedReview], Response]) -> Answer:
    def find(site: Site, request: Request, caught: dict[str, str]) -> Response:
        place = site.state.place_by_id(caught["place"])
        return answer(site.state, request, place, site.state.review(f"{place.location}/reviews/{caught['review']}"))

    return find


def _on_name(answer: Callable[[State, Request, str], Response]) -> Answer:
    return lambda site, request, caught: answer(site.state, request, caught["name"])


def _on_site(answer: Callable[[State, Request], Response]) -> Answer:
    return lambda site, request, caught: answer(site.state, request)


ROUTES = (
    Route("GET", rf"/v4/{LOCATION}/reviews", _on_name(api.list_reviews), guarded=True),
    Route("GET", rf"/v4/{REVIEW}", _on_name(api.get_review), guarded=True),
    Route("PUT", rf"/v4/{REVIEW}/reply", _on_name(api.update_reply), guarded=True),
    Route("DELETE", rf"/v4/{REVIEW}/reply", _on_name(api.delete_reply), guarded=True),
    Route("GET", r"/", _on_site(pages.home)),
    Route("GET", r"/robots\.txt", _on_site(pages.robots)),
    Route("GET", r"/mentions\.atom", _on_site(pages.feed)),
    Route("GET", PLACE, _on_place(pages.place_page)),
    Route("GET", rf"{PLACE}/plain", _on_place(pages.plain_page)),
    Route("POST", rf"{PLACE}/reviews", _on_place(pages.post_review)),
    Route("GET", rf"{PLACE}/reviews/(?P<review>[\w.~-]+)", _on_review(pages.review_page)),
    Route("POST", rf"{PLACE}/reviews/(?P<review>[\w.~-]+)", _on_review(pages.reply_by_hand)),
    Route("GET", r"/_faults", lambda site, request, caught: controls.list_faults(site.faults), guarded=True),
    Route("POST", r"/_faults", lambda site, request, caught: controls.arm(site.faults, request), guarded=True),
    Route("DELETE", r"/_faults", lambda site, request, caught: controls.disarm(site.faults), guarded=True),
    Route("PUT", r"/_settings", lambda site, request, caught: controls.change(site.state, request), guarded=True),
)
