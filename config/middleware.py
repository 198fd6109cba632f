"""Headers that every answer carries, and refusals that speak plainly."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from monitor.errors import MonitorError
from responders.errors import ResponderError, Stale

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class ContentSecurityPolicy:
    """Nothing inline, nothing from elsewhere: a review may hold any text, and no text may become code."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


class NoStore:
    """Pages behind the log-in hold patient data; a shared front-desk browser must not keep them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response


class PlainRefusals:
    """Our own errors carry a sentence for people: show it where they stand, never a bare 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, MonitorError | ResponderError):
            return None
        if isinstance(error, Stale):
            return render(request, "errors/conflict.html", {"sentence": str(error)}, status=409)
        if request.method == "POST":
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path if request.resolver_match is None else _page_of(request))
        return render(request, "errors/refused.html", {"sentence": str(error)}, status=400)


def _page_of(request: HttpRequest) -> str:
    """Back to the page the form stood on: the part of the path that answers to GET."""
    referer = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}"
    return referer if referer.startswith(own + "/") else "/"
