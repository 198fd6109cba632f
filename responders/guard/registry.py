"""Every rule of the guard, in order of weight: what a practice is fined for comes first. One line a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from responders.guard.admission import admission
from responders.guard.advice import advice
from responders.guard.blame import blame
from responders.guard.bribe import bribe
from responders.guard.contact import contact
from responders.guard.echo import echo
from responders.guard.health import health
from responders.guard.identity import identity
from responders.guard.injection import injection
from responders.guard.money import money
from responders.guard.page import Page
from responders.guard.policy import policy
from responders.guard.relation import relation
from responders.guard.third_party import third_party
from responders.guard.threat import threat
from responders.guard.visit import visit
from responders.guard.wording import wording
from responders.types import Finding

Rule = Callable[[Page], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    relation,
    identity,
    health,
    visit,
    money,
    echo,
    admission,
    blame,
    threat,
    bribe,
    advice,
    contact,
    third_party,
    policy,
    injection,
    wording,
)
