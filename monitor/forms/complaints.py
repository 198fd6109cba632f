"""What the front desk types when somebody complains, and what is added later."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from monitor.models import Location, User
from monitor.selectors.scope import locations_of
from monitor.services.complaints import CHANNELS, ENTRY_KINDS, Reported


class ComplaintForm(forms.Form):
    """One page, in the order in which it is told on the phone. Only the words, the day and the channel are needed."""

    words = forms.CharField(
        label="What they said", widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000,
        help_text="In their own words where you can. Facts rather than adjectives: the person may read this one day.",
    )  # fmt: skip
    first_name = forms.CharField(label="First name", max_length=120, required=False)
    last_name = forms.CharField(label="Last name", max_length=120, required=False)
    channel = forms.ChoiceField(label="How it reached us", choices=[(c, c.capitalize()) for c in CHANNELS])
    received_on = forms.DateField(label="Day it reached us", widget=forms.DateInput(attrs={"type": "date"}))
    location = forms.ModelChoiceField(label="Location", queryset=Location.objects.none(), empty_label=None)
    wants = forms.CharField(label="What they would like to happen", max_length=2000, required=False)
    procedure = forms.CharField(label="Treatment", max_length=200, required=False)
    treatment_on = forms.DateField(
        label="Day of treatment", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    provider = forms.CharField(label="Provider", max_length=200, required=False)
    staff = forms.CharField(
        label="Staff present", max_length=300, required=False, help_text="First names, with commas."
    )
    amount = forms.DecimalField(
        label="Amount in question", min_value=0, max_digits=10, decimal_places=2, required=False
    )
    is_unsafe = forms.BooleanField(label="Somebody may be unwell or unsafe", required=False)
    has_threat = forms.BooleanField(label="A threat was made", required=False)
    has_lawyer = forms.BooleanField(label="A lawyer was mentioned", required=False)

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = locations_of(person)
        self.fields["received_on"].initial = today
        self.today = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        received, treated = given.get("received_on"), given.get("treatment_on")
        if received and received > self.today:
            self.add_error("received_on", "This day is still to come. Which day did it reach you?")
        if received and treated and treated > received:
            self.add_error("treatment_on", "The treatment lies after the complaint. Please check both days.")
        return given

    def reported(self) -> Reported:
        """The typed facts, ready for the log. Only after ``is_valid``."""
        given = dict(self.cleaned_data)
        amount = given.pop("amount")
        staff = tuple(name.strip() for name in given.pop("staff").split(",") if name.strip())
        return Reported(**given, staff=staff, amount_cents=None if amount is None else int(amount * 100))


class EntryForm(forms.Form):
    """One more line on the timeline."""

    kind = forms.ChoiceField(label="What kind", choices=[(k, k.capitalize()) for k in ENTRY_KINDS])
    text = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 3}), max_length=20_000)
    strikes = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ImportForm(forms.Form):
    """A log from elsewhere."""

    file = forms.FileField(label="CSV, TSV or JSON file")
    location = forms.ModelChoiceField(
        label="Location for rows that name none",
        queryset=Location.objects.none(),
        required=False,
        empty_label="Every row names its own",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = locations_of(person)
