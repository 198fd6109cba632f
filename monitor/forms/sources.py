"""What an owner types to connect a source."""

from __future__ import annotations

from typing import Any

from django import forms

from monitor.models import Location, User
from monitor.selectors.scope import locations_of
from monitor.services.sources import Wish

KINDS = (
    ("google_business", "Google Business Profile"),
    ("permitted_page", "A page with reviews"),
    ("mention_feed", "A feed of mentions"),
)


class SourceForm(forms.Form):
    """One form for all kinds; what a kind does not need stays empty."""

    route = forms.ChoiceField(label="Kind of source", choices=KINDS)
    location = forms.ModelChoiceField(label="Location", queryset=Location.objects.none(), empty_label=None)
    label = forms.CharField(label="Name in your list", max_length=120, required=False)
    account = forms.CharField(
        label="Google's name of the place", max_length=300, required=False,
        help_text="Needed for Google: accounts/…/locations/…",
    )  # fmt: skip
    token = forms.CharField(
        label="Access token", max_length=4000, required=False, strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Needed for Google. It is kept in a file that only this software can read, and never shown again.",
    )  # fmt: skip
    address = forms.CharField(
        label="Address",
        max_length=500,
        required=False,
        help_text="Needed for a page or a feed: beginning with https://",
    )
    may_read = forms.BooleanField(label="I may read this page: it is ours, or its owner allows it", required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = locations_of(person)

    def wish(self) -> Wish:
        """What was asked for. Only after ``is_valid``."""
        return Wish(**self.cleaned_data)
