"""Covers what a reply may hold: the practice's own name, phone, e-mail and signer, and its office hours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from responders.guard.lookalikes import plain
from responders.types import Particulars

NAME, PHONE, EMAIL, SIGNER, HOURS = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
DIGITS_WITH_SIGNS = re.compile(r"\+?\(?\d[\d ().\-/]{5,20}\d(?:,? ?(?:ext\.?|extension|x) ?\d{1,5}\b)?", re.IGNORECASE)
DAY = r"(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?s?"
DIA = r"(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?)"
CLOCK = r"(?:\d{1,2}(?::[0-5]\d)?(?: ?[ap]\.?m\b\.?)?|noon|(?:las )?\d{1,2}(?::[0-5]\d)?)"
HOURS_SIGN = re.compile(
    r"\d|day|noon|mon|tue|wed|thu|fri|sat|sun|lunes|martes|miercoles|jueves|viernes|sabado|domingo", re.I
)
EMERGENCY = re.compile(r"\b911\b")
OFFICE_HOURS = re.compile(
    rf"\b(?:{DAY} (?:to|through|thru|-|until|and) {DAY}|{DAY}-{DAY}|(?:de )?{DIA} (?:a|y) {DIA})\b"
    rf"|\b{DAY}(?:,? (?:and|&) {DAY})?,? (?:from |between )?{CLOCK} ?(?:to|until|till|-|and) ?{CLOCK}(?![\w/%$]|:\d)"
    rf"|\b(?:open|closed|available|answered|staffed)(?: (?:until|till|from|at) {CLOCK})?,?(?: on)? {DAY}"
    rf"(?:,? (?:and|or|&) {DAY})?"
    rf"|\b(?:open|available|answered|staffed|here) (?:until|till) {CLOCK}(?![\w/%$]|:\d)"
    rf"|\b(?:opens?|closes?|abr(?:e|en|imos)|cierran?|cerramos) (?:at|a) (?:las )?{CLOCK}(?![\w/%$]|:\d)"
    rf"|\b(?:from |between |de |open )?{CLOCK} ?(?:to|until|till|-|and|a|y|hasta) ?{CLOCK}(?![\w/%$]|:\d)"
    rf"|\b(?:weekdays?|each day|every day) (?:before|after|until|till|by|at) {CLOCK}(?![\w/%$]|:\d)"
    rf"|\bextension \d{{1,5}}\b|\bext\. ?\d{{1,5}}\b|\b24/7\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """The text, as long as before, with own particulars covered."""

    text: str
    has_route: bool
    """True when the practice's own phone or e-mail stands in the text."""


def mask(text: str, *, practice: Particulars) -> Masked:
    """Cover the practice's own particulars, e-mail first, so that a name inside an address is no name."""
    text = _cover(text, practice.email, EMAIL)
    text = DIGITS_WITH_SIGNS.sub(lambda match: _own_phone(match[0], practice.phone), text)
    text = _cover(text, practice.name, NAME)
    text = _cover(text, practice.signer, SIGNER)
    if "911" in text:
        text = EMERGENCY.sub(HOURS * 3, text)
    has_route = PHONE in text or EMAIL in text
    if has_route and HOURS_SIGN.search(text):
        text = OFFICE_HOURS.sub(lambda match: HOURS * len(match[0]), text)
    return Masked(text=text, has_route=has_route)


def _cover(text: str, particular: str, sign: str) -> str:
    spelled = "".join(plain(character) for character in particular).strip()
    if not spelled or spelled not in text:
        return text
    return re.sub(rf"(?<!\w){re.escape(spelled)}(?:'s?)?(?![\w'])", lambda match: sign * len(match[0]), text)


def _own_phone(found: str, phone: str) -> str:
    number = re.split("[ex]", found.lower())[0]
    ours, theirs = _digits(phone), _digits(number)
    same = len(theirs) >= 7 and bool(ours) and (ours.endswith(theirs) or theirs.endswith(ours))
    return PHONE * len(found) if same else found


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone).lstrip("0")
