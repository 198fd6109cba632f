"""The pages for when something is not there, not allowed, or went wrong: plain words and a way on."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(request, "errors/refused.html", {"title": title, "sentence": sentence}, status=status)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form older than its log-in. The typed text is still in the page before: say so."""
    sentence = "This form was opened too long ago to be safe. Go back, reload the page, and send it again."
    return _page(request, 403, "This form has expired", sentence)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = "Your role does not include this step. Ask an owner or the office manager if you need it."
    return _page(request, 403, "Not part of your role", sentence)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, "Nothing here", "This page does not exist, or it is not part of your practice.")


def went_wrong(request: HttpRequest) -> HttpResponse:
    """No details: the page may be seen by anybody, and the exception may hold a patient's words.

    Drawn without the request: it must come out even when the database that knows the person is what has failed.
    """
    sentence = "Something went wrong on our side. Nothing was sent. Please go back and try again."
    context = {"title": "That did not work", "sentence": sentence, "person": AnonymousUser(), "notices": ()}
    return HttpResponse(render_to_string("errors/refused.html", context), status=500)
