"""How a reply reaches a site: by the site's own call where there is one, by a person's hand everywhere else."""

from __future__ import annotations

BY_HAND = "by_hand"
ROUTES = {"google_business": "google_business"}
"""Source route → publishing route. One more site with a reply call is one more line (and one more file here)."""


def route_for(source_route: str) -> str:
    """The publishing route for reviews of this source."""
    return ROUTES.get(source_route, BY_HAND)
