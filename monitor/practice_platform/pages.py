"""What people and readers of mark-up see: pages with and without schema.org reviews, the feed, and by-hand forms."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from monitor.practice_platform.exchange import HTML, Request, Response, redirect
from monitor.practice_platform.seed import Place, PostedReview
from monitor.practice_platform.state import State

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "html"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def home(state: State, request: Request) -> Response:
    places = [(place, newest_first(state, place)) for place in state.places]
    return _page("home.html", places=places)


def place_page(state: State, request: Request, place: Place) -> Response:
    """The public page with schema.org reviews as JSON-LD; answers 304 when its ETag comes back."""
    reviews = newest_first(state, place)
    return with_etag(request, _page("place.html", place=place, reviews=reviews, markup=json_ld(place, reviews)))


def plain_page(state: State, request: Request, place: Place) -> Response:
    """The same words without any mark-up."""
    return with_etag(request, _page("place.html", place=place, reviews=newest_first(state, place), markup=None))


def review_page(state: State, request: Request, place: Place, review: PostedReview) -> Response:
    return _page("review.html", place=place, review=review)


def reply_by_hand(state: State, request: Request, place: Place, review: PostedReview) -> Response:
    comment = request.form().get("comment", "").replace("\r\n", "\n")
    name = f"{place.location}/reviews/{review.id}"
    if comment.strip():
        state.reply_by_hand(name, comment)
    return redirect(request.path, status=303)


def post_review(state: State, request: Request, place: Place) -> Response:
    """A visitor writes a review: the way to see a new one arrive at the desk."""
    form, now = request.form(), state.now()
    stars = form.get("stars", "")
    review = PostedReview(
        id=f"v{len(place.reviews) + 1}-{now.translate(str.maketrans('', '', '-:.'))}",
        author=form.get("author", "")[:80],
        stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else None,
        text=form.get("text", "")[:8000],
        created=now,
        updated=now,
    )
    state.add_review(place.location, review)
    return redirect("/", status=303)


def feed(state: State, request: Request) -> Response:
    body = TEMPLATES.get_template("feed.xml.j2").render(mentions=state.mentions).encode()
    return with_etag(request, Response(body=body, content_type="application/atom+xml; charset=utf-8"))


def robots(state: State, request: Request) -> Response:
    return Response(body=state.robots.encode(), content_type="text/plain; charset=utf-8")


def newest_first(state: State, place: Place) -> list[PostedReview]:
    return sorted(state.reviews(place.location), key=lambda review: review.created, reverse=True)


def json_ld(place: Place, reviews: list[PostedReview]) -> Markup:
    """The reviews as schema.org nodes, safe inside a script element."""
    node = {
        "@context": "https://schema.org",
        "@type": "MedicalBusiness",
        "name": place.name,
        "review": [_review_node(place, review) for review in reviews],
    }
    text = json.dumps(node, ensure_ascii=False, indent=1)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - the signs that could end the script element are gone


def _review_node(place: Place, review: PostedReview) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@type": "Review",
        "@id": f"/places/{place.id}/reviews/{review.id}",
        "url": f"/places/{place.id}/reviews/{review.id}",
        "author": {"@type": "Person", "name": review.author or "Anonymous"},
        "datePublished": review.created,
        "reviewBody": review.text,
    }
    if review.updated != review.created:
        node["dateModified"] = review.updated
    if review.stars is not None:
        node["reviewRating"] = {"@type": "Rating", "ratingValue": review.stars, "bestRating": 5, "worstRating": 1}
    if review.reply is not None and review.reply.state == "APPROVED":
        node["comment"] = {
            "@type": "Comment",
            "author": {"@type": "Organization", "name": place.name},
            "text": review.reply.comment,
            "dateCreated": review.reply.updated,
        }
    return node


def with_etag(request: Request, response: Response) -> Response:
    """The response with its ETag, or 304 without a body when the caller has this very one."""
    tag = f'"{hashlib.sha256(response.body).hexdigest()[:24]}"'
    headers = (*response.headers, ("ETag", tag), ("Cache-Control", "no-cache"))
    if request.headers.get("if-none-match") == tag:
        return Response(status=304, content_type=response.content_type, headers=headers)
    return Response(body=response.body, content_type=response.content_type, headers=headers)


def _page(template: str, **values: Any) -> Response:
    return Response(body=TEMPLATES.get_template(template).render(**values).encode(), content_type=HTML)
