"""The one door: a review's text and stars in, what it says and why it is flagged out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.types import Reason, ThemeHit, Understanding, UrgencyHit, Words
from monitor.understand.clauses import Reading, read
from monitor.understand.clinic import clinic_score, negative_probability
from monitor.understand.language import Language, language_of
from monitor.understand.lexicon import clinic_lexicon
from monitor.understand.themes import find_themes
from monitor.understand.urgency import urgency_rules

MECHANISM = "understand-1"
LOW_STARS = 2.0
GOOD_STARS = 4.0
LONGEST = 20_000
"""Characters that are scored: four times the longest review a platform takes. A pasted book must not hold the queue."""
CLEAR_COMPLAINT = -0.35
"""A worst clause at or below this is a complaint of its own, however warm the rest."""
GRATEFUL = 0.3
"""A whole score above this is thankful on balance: "hospital" is then a story of help, and only plain alarms count."""
SHOWN = 12
"""Words shown with a text reason, the weightiest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextScore:
    """What the text alone says. ``words`` are those that spoke for a complaint."""

    probability: float
    whole: float
    worst: float
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    language: Language
    score: TextScore
    urgency: tuple[UrgencyHit, ...]
    themes: tuple[ThemeHit, ...]
    is_cut: bool


def assess(
    *,
    text: str,
    title: str = "",
    stars_of_five: float | None,
    is_excerpt: bool = False,
    threshold: float | None = None,
) -> Understanding:
    """Understand one review. ``threshold`` is the probability from which the text alone flags (None: the policy's).

    Flagged means one of three separate reasons: two stars or fewer, the words, or an urgency tag of level 1 to 3.
    Words carry offsets into ``text``; what only the title says has an empty place at 0 and says so.
    A language other than English gets no text flag: the note "other language" sends it to a person.
    """
    limit = clinic_lexicon().squash.threshold if threshold is None else threshold
    heard = _hear(title=title, text=text)
    reasons = tuple(_reasons(heard, stars=stars_of_five, limit=limit))
    return Understanding(
        negative_probability=heard.score.probability,
        flagged=bool(reasons),
        reasons=reasons,
        urgency=heard.urgency,
        themes=heard.themes,
        notes=tuple(_notes(heard, stars=stars_of_five, limit=limit, is_excerpt=is_excerpt, text=text or title)),
        mechanism=MECHANISM,
    )


def score_text(reading: Reading) -> TextScore:
    """The text score: today the clinic score, squashed. Empty or wordless text is 0 and never flags."""
    if not reading.words:
        return TextScore(probability=0.0, whole=0.0, worst=0.0, words=())
    lexicon = clinic_lexicon()
    score = clinic_score(reading, lexicon)
    complaints = sorted((word for word in score.words if word.weight < 0), key=lambda word: word.weight)[:SHOWN]
    return TextScore(
        probability=negative_probability(score, lexicon.squash),
        whole=score.whole,
        worst=score.worst,
        words=tuple(sorted(complaints, key=lambda word: word.start)),
    )


def _hear(*, title: str, text: str) -> _Heard:
    lead = "" if not title.strip() or text.lstrip().startswith(title.strip()) else title.strip() + "\n"
    joined = lead + text
    scored = joined[:LONGEST]
    reading = read(scored)
    at = len(lead)
    score = score_text(reading)
    urgency = urgency_rules().find(reading, is_grateful=score.whole > GRATEFUL)
    return _Heard(
        language=language_of(reading.words, text=scored),
        score=replace(score, words=_placed(score.words, at)),
        urgency=tuple(replace(hit, words=_placed(hit.words, at)) for hit in urgency),
        themes=tuple(replace(hit, words=_placed(hit.words, at)) for hit in find_themes(reading)),
        is_cut=len(joined) > LONGEST,
    )


def _placed(words: Sequence[Words], lead: int) -> tuple[Words, ...]:
    """Offsets counted from the text's own beginning; words of the title keep their letters and lose their place."""
    if not lead:
        return tuple(words)
    return tuple(
        replace(word, start=word.start - lead, end=word.end - lead)
        if word.start >= lead
        else replace(word, start=0, end=0, meaning=f"{word.meaning} (in the title)")
        for word in words
    )


def _reasons(heard: _Heard, *, stars: float | None, limit: float) -> Iterator[Reason]:
    if stars is not None and stars <= LOW_STARS:
        yield Reason(code="stars", why=f"Rated {stars:g} of 5 stars.")
    if _text_flags(heard, limit):
        why = f"The words read like a complaint ({heard.score.probability:.0%} likely)."
        yield Reason(code="text", why=why, words=heard.score.words)
    tags = urgency_rules().tags
    for hit in heard.urgency:
        if hit.level:
            when = {1: "Look at this now", 2: "Look at this today", 3: "Worth a look"}[hit.level]
            yield Reason(code="urgency", why=f"{when}: it may speak of {tags[hit.tag].label}.", words=hit.words)


def _text_flags(heard: _Heard, limit: float) -> bool:
    return heard.language in ("en", "unknown") and heard.score.probability >= limit > 0 and bool(heard.score.words)


def _notes(heard: _Heard, *, stars: float | None, limit: float, is_excerpt: bool, text: str) -> Iterator[str]:
    if not text.strip():
        yield "rating only"
    if heard.language in ("es", "other"):
        yield "other language"
    if stars is not None:
        yield from _quarrels(heard, stars=stars, complains=_text_flags(heard, limit))
    if is_excerpt:
        yield "excerpt"
    if heard.is_cut:
        yield f"only the first {LONGEST} characters were scored"


def _quarrels(heard: _Heard, *, stars: float, complains: bool) -> Iterator[str]:
    urgent = any(hit.level in (1, 2) for hit in heard.urgency)
    if stars >= GOOD_STARS:
        if complains and heard.score.whole < 0:
            yield "stars and text disagree"
        if complains or urgent or heard.score.worst <= CLEAR_COMPLAINT:
            yield "complaint inside a good rating"
    elif stars <= LOW_STARS and heard.score.whole > 0.5 and not complains and not urgent:
        yield "stars and text disagree"
