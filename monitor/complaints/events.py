"""Recorded behaviour: the only thing the conduct axis may look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.complaints.errors import UnfitRecord

State = Literal["recorded", "contested", "upheld", "struck"]
"""contested: the patient disputes the entry and nobody has reviewed it yet; upheld: reviewed, it stands;
struck: withdrawn, so it counts as if it had never been."""

Evidence = Literal["artifact", "two_witnesses", "one_witness", "hearsay"]

_CODE = re.compile(r"B[0-4]\.[1-9][0-9]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """The clinician and the owner, two people, agree that a danger is over. Raises UnfitRecord for fewer."""

    on: date
    clinician: str
    owner: str

    def __post_init__(self) -> None:
        people = {self.clinician.strip().casefold(), self.owner.strip().casefold()} - {""}
        if len(people) < 2:
            raise UnfitRecord("Clearing a danger takes two people, a clinician and the owner; name both.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourEvent:
    """One thing that a person said or did, as recorded by somebody with a name.

    ``happened_on`` is the day at the location. ``quote`` is what was said or done, without adjectives; only protected
    acts (B0) may do without. ``artifact`` says where the mail, voicemail, video or post is kept. ``witnesses`` saw or
    heard it themselves. Events of one ``episode`` count once. ``confirmed_by`` stands behind a band 4 event;
    ``counsel`` has flagged one that only counsel can tell from an honest word. Raises UnfitRecord.
    """

    id: str
    code: str
    happened_on: date
    channel: str
    recorder: str
    quote: str = ""
    artifact: str = ""
    witnesses: tuple[str, ...] = ()
    episode: str = ""
    state: State = "recorded"
    confirmed_by: str = ""
    counsel: str = ""
    cleared: Clearance | None = None

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise UnfitRecord("A behaviour event has no id; give each event its own.")
        if not _CODE.fullmatch(self.code):
            raise UnfitRecord(f"Event {self.id} has no behaviour code such as B1.2; choose one from conduct.toml.")
        missing = [what for what, words in self._required() if not words.strip()]
        if missing:
            raise UnfitRecord(f"Event {self.id} does not say its {' and '.join(missing)}; add what was recorded.")
        if self.cleared and (self.band < 4 or self.cleared.on < self.happened_on):
            raise UnfitRecord(f"Event {self.id} is cleared, but is not a band 4 event before that day; mend the entry.")

    def _required(self) -> tuple[tuple[str, str], ...]:
        always = (("channel", self.channel), ("recorder", self.recorder))
        return (*always, ("quote", self.quote)) if self.band else always

    @property
    def band(self) -> int:
        return int(self.code[1])

    @property
    def evidence(self) -> Evidence:
        """What shows it: something kept, people who were there, or neither."""
        if self.artifact.strip():
            return "artifact"
        return ("hearsay", "one_witness", "two_witnesses")[min(self._seen_by, 2)]

    @property
    def is_confirmed(self) -> bool:
        """Somebody with a name stands behind it, or two people saw it themselves."""
        return bool(self.confirmed_by.strip()) or self._seen_by >= 2

    @property
    def _seen_by(self) -> int:
        return len({name.strip().casefold() for name in self.witnesses} - {""})

    def is_cleared_by(self, day: date) -> bool:
        return self.cleared is not None and self.cleared.on <= day
