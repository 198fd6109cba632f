"""Length, links, hashtags, promotion, shouting and tone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding, Verdict

MOST_WORDS = 120
MOST_BYTES = {"google": 4096}
LINK = re.compile(
    r"\b(?:https?:|hxxps?:|www\b\.?|ftp:)\S*|\b[\w\-]+(?:\.[\w\-]+)*\.(?:com|net|org|io|co|me|us|info|biz|shop|link|app|ly|gl|es|mx|clinic|health|care|spa|example|page|site|online)\b(?:/\S*)?"
    r"|\b\w+ ?(?:\[dot\]|\(dot\)| dot ) ?(?:com|net|org|example)\b|\bbit ?\. ?ly\b",
    re.IGNORECASE,
)
LINK_SIGN = re.compile(r"\w\.\w|://|www|hxxp|\bdot\b|\bly\b", re.IGNORECASE)
NOTHING = re.compile(r"(?!)")
HASHTAG = re.compile(r"#\s?[^\W\d]\w*")
SHOUTED = re.compile(r"(?<![\w'])[A-Z]{2,}(?:[ ,!]+[A-Z]{2,})+(?![\w'])")
EXCITED = re.compile(r"!{2,}|\?!|!\?|\?{2,}")
MANY_MARKS = 4


def policy(page: Page) -> Iterator[Finding]:
    """What the platforms refuse and readers dislike; too many bytes are the platform's own limit."""
    yield from page.phrases("policy")
    yield from _size(page)
    links = LINK if LINK_SIGN.search(page.text) else NOTHING
    for pattern, why in ((links, "holds a link"), (HASHTAG, "holds a hashtag"), (SHOUTED, "shouts in capital letters")):
        for match in pattern.finditer(page.text):
            yield page.finding(rule="policy", start=match.start(), end=match.end(), why=why)
    marks = list(EXCITED.finditer(page.text))
    if marks or page.text.count("!") > MANY_MARKS:
        start, end = marks[0].span() if marks else (0, 0)
        why = "many exclamation marks; please check the tone"
        yield page.finding(rule="policy", start=start, end=end, why=why, severity=Verdict.REVIEW)


def _size(page: Page) -> Iterator[Finding]:
    count = len(page.reading.text.split())
    if count > MOST_WORDS:
        yield page.finding(rule="policy", start=0, end=0, why=f"has {count} words; {MOST_WORDS} are the most")
    most = MOST_BYTES.get(page.setting.platform)
    size = len(page.reading.raw.encode("utf-8", "replace"))
    if most is not None and size > most:
        yield page.finding(rule="policy", start=0, end=0, why=f"has {size} bytes; the platform takes {most} at most")
