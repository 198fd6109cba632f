"""Template remains, markup, placeholders, empty values, prompt or model text, internal notes, hidden characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding, Verdict

LEFT_OVER = "left over from a template, a program or an internal note"
HIDDEN = "holds hidden or disguised characters; please type the word again"
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\uffff\U000e0000-\U000e007f\ud800-\udfff]")
SIGNS = re.compile(r"[{}<>%\[\]*_~`\\|=^#]|&[#\w]|\$\w*\(|---")
MARKUP = re.compile(
    r"[{}]|\$\w*\(|</?[a-zA-Z!][^>\n]{0,200}>?|&(?:[a-z]{2,8}|#x?\w{1,6});|%\w{1,20}%|%[sd]\b|\[[^\]\n]{0,80}\]|\*\*"
    r"|__\w*|~~|```|(?<!\w)`|\\[nrtu]\b|\\u[0-9a-f]{4}|<<|>>|={2,}|-{3,}|\|+|(?:^|\n)[ \t]{0,4}(?:#{1,4} |> )|\^\w"
)
LABEL = re.compile(
    r"(?:^|\n|[.!?] ?)[ \t]{0,4}(?i:note|nb|internal|staff|draft|todo|reply|response|answer|subject|prompt|assistant"
    r"|system|user|human|tone|output|p\.p|from|to|re|memo|fyi|cc|action|task|summary|rating|sentiment|nota|borrador) ?"
    r"(?:\([^)]{0,40}\))? ?:"
)
ASIDE = re.compile(
    r"\((?:[^()]{0,60}\b(?:internal|staff|note|legal|draft|manager|todo|chart|delete|remove|do not|approve|check|ask"
    r"|insert|optional|name)\b[^()]{0,60})\)"
)
EMPTY = re.compile(
    r"(?:^|[.!?] )(?i:none|null|nan|undefined),|\b(?:None|NaN|NULL|N/A|n/a|TODO|FIXME|undefined|null|[xX]{3,})\b|, ?,"
    r"|\b(?:at|on|for|to|with) [.,]|\b(?:Dear|Hi|Hello|Hola|Estimad[oa]) ?[,!](?= ?$)|\b(?:Dear|Hi|Hello|Hola) [,!]"
)
SIGNS_OF_EMPTY = (
    "none", "null", "nan", "n/a", "todo", "fixme", "undefined", "xxx", ",,", ", ,", " .", " ,", " !", "dear,",
    "dear!", "hi,", "hi!", "hello,", "hello!", "hola,", "hola!", "estimado", "estimada",
)  # fmt: skip
DISGUISED = re.compile(r"(?<=\w)[\u00ad\u200b-\u200d\u2060-\u2064\ufeff\u034f\u180e\u115f\u3164]+(?=\w)")


def injection(page: Page) -> Iterator[Finding]:
    """Looks at the raw text, before anything is cleaned: what the public must never see of the workshop."""
    yield from page.phrases("injection")
    raw = page.reading.raw
    for pattern in _patterns(raw):
        for match in pattern.finditer(raw):
            yield Finding(rule="injection", start=match.start(), end=match.end(), why=LEFT_OVER, severity=Verdict.BLOCK)
    for match in LABEL.finditer(page.text) if ":" in page.text else ():
        yield page.finding(rule="injection", start=match.start(), end=match.end(), why=LEFT_OVER)
    if not raw.isascii():
        for start, end in _disguises(raw):
            yield Finding(rule="injection", start=start, end=end, why=HIDDEN, severity=Verdict.REVIEW)


def _patterns(raw: str) -> Iterator[re.Pattern[str]]:
    """The patterns that can match at all; most replies hold none of the signs that they need."""
    lower = raw.lower()
    if any(sign in lower for sign in SIGNS_OF_EMPTY):
        yield EMPTY
    if not raw.isprintable():
        yield CONTROL
    if not raw.isascii():
        yield BIDI
    if SIGNS.search(raw):
        yield MARKUP
    if "(" in raw:
        yield ASIDE


def _disguises(raw: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in DISGUISED.finditer(raw))
    composed = unicodedata.normalize("NFC", raw)
    if any(unicodedata.category(sign) in ("Mn", "Me") and not _is_emoji_style(sign) for sign in composed):
        yield 0, 0
    for match in re.finditer(r"\w+", raw):
        if not match[0].isascii() and any(not _is_latin(sign) for sign in match[0]):
            yield match.span()


def _is_emoji_style(sign: str) -> bool:
    return sign in "\ufe0e\ufe0f\u20e3"


def _is_latin(sign: str) -> bool:
    if sign.isascii() or "\u00aa" <= sign <= "\u024f":
        return True
    return bool(unicodedata.combining(sign))
