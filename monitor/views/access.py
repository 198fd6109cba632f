"""The door of every page: logged in, of a practice, and of a role that includes the step."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
PAGE_SIZE = 25


def allowed(action: str) -> Callable[[View], View]:
    """Only people whose role includes ``action`` (see ``monitor/roles.py``) come in; others are told so."""

    def door(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.may(action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.needs = action
        return guarded

    return door


def whole_number(text: str) -> int | None:
    """A number out of an address or a form; None for anything else, however long or oddly written."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def paged(request: HttpRequest, rows: QuerySet[Any], size: int = PAGE_SIZE) -> Page:
    """The page that the address asks for; an odd number shows the nearest real one."""
    return Paginator(rows, size).get_page(request.GET.get("page", 1))
