"""The one door to everything that makes strangers' values plain: every reader comes through here."""

from monitor.sources.dates import puts_day_first, read_when, says_edited
from monitor.sources.identity import review_key, same_review_once
from monitor.sources.stars import read_stars, read_verdict
from monitor.sources.text import looks_cut, own_title, person_name, plain_text, split_translation, whole_characters

__all__ = [
    "looks_cut",
    "own_title",
    "person_name",
    "plain_text",
    "puts_day_first",
    "read_stars",
    "read_verdict",
    "read_when",
    "review_key",
    "same_review_once",
    "says_edited",
    "split_translation",
    "whole_characters",
]
