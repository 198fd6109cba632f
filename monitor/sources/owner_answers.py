"""The practice's own answers on a page: told apart from reviews, joined to the review they answer, never counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.sources.nodes import Node, of_type, text
from monitor.sources.review_node import BODY, REVIEW_TYPES, REVIEWED, Reading, author_name, read_answer
from monitor.types import OwnerReply, RawReview

ANSWERING = ("ownerReply", "ownerResponse", "reviewReply", "reviewResponse", "response", "reply")
"""Properties that hold an answer by the practice and nothing else."""
TALKING = ("comment", "comments", "suggestedAnswer", "acceptedAnswer", "review", "reviews")
"""Properties that may hold anybody's words."""
ORGANISED = (
    "Organization", "LocalBusiness", "MedicalBusiness", "MedicalClinic", "MedicalOrganization", "Physician", "Dentist",
    "BeautySalon", "HealthAndBeautyBusiness", "DaySpa", "Corporation",
)  # fmt: skip
"""An author of these types speaks for a business, under a review for the reviewed one."""

CUES = (
    r"(?:response|reply|answer|comment) (?:from|by) (?:the )?(?:owner|practice|clinic|business)",
    r"(?:response|reply|answer|comment) (?:from|by) (?:the )?(?:management|manager|team|office|provider)",
    r"(?:owner|practice|clinic|business|provider|manager)(?:['’]s)? (?:response|reply|answer)",
    r"respuesta (?:del? (?:la )?)?(?:propietario|propietaria|cl[ií]nica|centro|negocio|empresa|dueñ[oa])",
    r"r[ée]ponse (?:du|de la|de l['’]) ?(?:propri[ée]taire|clinique|[ée]tablissement|cabinet)",
    r"antwort (?:des|der|vom|von der) (?:inhabers?|praxis|klinik|unternehmens?|eigent[üu]mers?)",
    r"risposta (?:del|della|dal) (?:proprietario|titolare|clinica|centro)",
    r"resposta (?:do|da) (?:propriet[áa]rio|cl[ií]nica|empresa)",
    r"(?:reactie|antwoord) van (?:de |het )?(?:eigenaar|kliniek|praktijk|bedrijf)",
    r"svar (?:från|fra) (?:ägaren|eieren|kliniken|klinikken)",
    r"ответ (?:владельца|клиники|организации|компании)",
)
"""How sites and owners head an answer."""
DATED = r"(?:[ \t]*\([^)\n]{0,60}\)|[ \t,]+[^\n:]{0,25}\d[^\n:]{0,15})?[ \t]*"
COURTESIES = (
    r"thank", r"dear\b", r"hi\b", r"hello\b", r"good morning", r"gracias", r"hola\b", r"estimad", r"querid",
    r"lamentamos", r"agradecemos", r"danke", r"vielen dank", r"liebe", r"sehr geehrte", r"guten tag", r"merci",
    r"bonjour", r"grazie", r"gentile", r"buongiorno", r"obrigad", r"olá\b", r"prezad", r"bedankt", r"beste\b",
    r"hallo\b", r"takk\b", r"tack\b", r"hej\b", r"hei\b", r"спасибо", r"здравствуйте", r"благодарим",
)  # fmt: skip
"""How answers begin. Patients too write "Response from the clinic: none": their words must stay theirs."""
HEADING = re.compile(
    rf"^[ \t]*(?:{'|'.join(CUES)}){DATED}(?::?[ \t]*\n|:[ \t]*(?={'|'.join(COURTESIES)}))", re.IGNORECASE | re.MULTILINE
)
TITLE = re.compile(rf"[ \t]*(?:{'|'.join(CUES)}){DATED}:?[ \t]*", re.IGNORECASE)
AROUND_NAME = re.compile(
    r"^(?:response|reply|answer|respuesta|réponse|antwort) (?:from|by|de|von)\s+"
    r"|\s*\([^)]*\)$|\s*[-,–|]\s*(?:the )?(?:owner|team)$|\s+team$",
    re.IGNORECASE,
)
LOWEST_OF_AN_ANSWER = 4.0
"""Stars of five. Sites that publish answers as reviews give them full marks; a lower rating is a patient's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A review as read, with the node it stands in and the node that holds it."""

    review: RawReview
    node: Node
    holder: Node | None


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def speaks_for_practice(name: str, practice_names: Iterable[str]) -> bool:
    """Whether a display name is the practice's: "Glow Clinic", also written "Response from Glow Clinic (owner)"."""
    plain = folded(AROUND_NAME.sub("", name))
    return bool(plain) and any(plain == folded(own) for own in practice_names)


def is_answer(found: Found, *, practice_names: tuple[str, ...], reading: Reading) -> bool:
    """A review node that is the practice's answer: signed with its name, or headed as an answer and not rated low."""
    review = found.review
    if speaks_for_practice(review.author, practice_names):
        return True
    if review.stars.of_five is not None and review.stars.of_five < LOWEST_OF_AN_ANSWER:
        return False
    under_review = found.holder is not None and of_type(found.holder, *REVIEW_TYPES)
    if under_review and _is_ours(found.node, (*practice_names, review.place), reading=reading):
        return True
    return bool(HEADING.match(review.text) or TITLE.fullmatch(review.title))


def without_answer(review: RawReview) -> RawReview:
    """Part the person's words from an answer written below them in the same text, when a heading line says so."""
    heading = HEADING.search(review.text)
    if heading is None or not review.text[: heading.start()].strip():
        return review
    words, answer = review.text[: heading.start()].strip(), review.text[heading.end() :].strip()
    if not answer:
        return review
    return replace(review, text=words, owner_reply=review.owner_reply or OwnerReply(text=answer))


def answer_inside(found: Found, *, practice_names: tuple[str, ...], reading: Reading) -> OwnerReply | None:
    """The answer a review node holds in a property of its own or among its comments."""
    for value in (held for prop in ANSWERING for held in found.node.get(prop, ())):
        if isinstance(value, str) and value.strip():
            return OwnerReply(text=value.strip())
        if isinstance(value, dict) and (answer := read_answer(reading.markup.resolve(value), reading=reading)):
            return answer
    names = (*practice_names, found.review.place)
    for prop in TALKING:
        for value in map(reading.markup.resolve, found.node.get(prop, ())):
            if isinstance(value, dict) and _is_ours(value, names, reading=reading):
                return _without_heading(read_answer(value, reading=reading))
    return None


def _is_ours(comment: Node, names: tuple[str, ...], *, reading: Reading) -> bool:
    authors = [reading.markup.resolve(author) for author in comment.get("author", ())]
    if any(of_type(author, *ORGANISED) for author in authors):
        return True
    return speaks_for_practice(author_name(comment, reading=reading), names) or bool(
        HEADING.match(text(comment, *BODY))
    )


def _without_heading(answer: OwnerReply | None) -> OwnerReply | None:
    if answer is None or not (heading := HEADING.match(answer.text)):
        return answer
    return replace(answer, text=answer.text[heading.end() :].strip() or answer.text)


def join_answers(
    reviews: list[Found], answers: list[Found], *, reading: Reading
) -> tuple[list[RawReview], tuple[str, ...]]:
    """Attach each answer to the review it names, and say how many name none: a guess could call a review answered."""
    replies: dict[int, OwnerReply] = {}
    for answer in answers:
        answered = _answered(answer, reviews, reading=reading)
        reply = _without_heading(read_answer(answer.node, reading=reading))
        if answered is not None and reply is not None:
            replies.setdefault(answered, reply)
    joined = [
        replace(found.review, owner_reply=found.review.owner_reply or replies.get(place))
        for place, found in enumerate(reviews)
    ]
    loose = len(answers) - len(replies)
    note = f"{_count(loose)} by the practice, marked up as a review, names no review it answers and was left out."
    return joined, (note,) if loose else ()


def _count(number: int) -> str:
    return "1 answer" if number == 1 else f"Each of {number} answers"


def _answered(answer: Found, reviews: list[Found], *, reading: Reading) -> int | None:
    """The place of the review that holds or is named by the answer; a greeting counts when one author alone fits."""
    pointed = [
        reading.markup.resolve(value) for prop in (*REVIEWED, "parentItem") for value in answer.node.get(prop, ())
    ]
    for place, found in enumerate(reviews):
        if found.node is answer.holder or any(found.node is value for value in pointed):
            return place
    greeted = re.match(
        r"\W*(?:dear|hi|hello|hola|querid[oa]|estimad[oa])\s+([^\W\d_]+)", answer.review.text, re.IGNORECASE
    )
    if greeted is None:
        return None
    fitting = [
        place for place, found in enumerate(reviews) if folded(greeted[1]) in folded(found.review.author).split()
    ]
    return fitting[0] if len(fitting) == 1 else None
