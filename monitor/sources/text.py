"""Words from strangers made plain: entities decoded once, tags turned to text, what is invisible in names removed."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

TAGS = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|center|cite|code|dd|del|details|div|dl|dt|em|figure|font|footer"
    "|form|h1|h2|h3|h4|h5|h6|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav|ol|p|pre|q|s"
    "|script|section|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|wbr"
)
"""HTML's own element names: "<3" and "<my doctor>" are a person's words and stay."""

TAG = re.compile(rf"</?({TAGS})\b[^<>]*>|<!--[^<>]*-->", re.IGNORECASE)
BREAKING = re.compile(
    "address|article|blockquote|br|div|dd|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|tr|ul", re.IGNORECASE
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MANY_BREAKS = re.compile(r"\n[ \t]*\n[ \t\n]*\n")
INVISIBLE = re.compile("[\u061c\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u0080-\u009f]")
"""What can reorder or hide letters on a screen. The joiners U+200C and U+200D stay: names and emoji need them."""
E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")

TEXT_KEYS = ("@value", "text", "original", "value")
NAME_KEYS = (
    "name",
    "displayName",
    "display_name",
    "author_name",
    "nickname",
    "title",
    "alternateName",
    "text",
    "@value",
)

TRANSLATED = ("(Translated by Google)", "(Traducido por Google)", "(Traduit par Google)", "(Übersetzt von Google)")
ORIGINAL = ("(Original)", "(Avis d'origine)")
CUT_SIGNS = (
    "read more", "show more", "see more", "view more", "full review", "leer más", "ver más", "mostrar más", "ler mais",
    "ver mais", "lire la suite", "voir plus", "plus", "mehr lesen", "mehr anzeigen", "weiterlesen", "leggi tutto",
    "leggi di più", "mostra altro", "lees meer", "meer lezen", "les mer", "vis mer", "läs mer", "visa mer", "more",
    "más", "mehr", "читать далее", "читать дальше", "ещё", "подробнее",
)  # fmt: skip
"""Buttons that a copied text drags along when the rest was folded away."""
LONG_SIGNS = tuple(sign for sign in CUT_SIGNS if " " in sign)
DOTS = re.compile(r"(?<!\.)\.\.\.$|…$|\[(?:\.\.\.|…)\]$|\((?:\.\.\.|…)\)$")


def plain_text(value: object) -> str:
    """Plain text of a string, number, list or ``{"@value": …}`` object; "" for nothing.

    Entities are decoded exactly once and HTML tags become text (``<br>`` and ``<p>`` line breaks). Emoji, joiners and
    right-to-left marks stay as received; NUL and other control characters go; half a surrogate pair becomes U+FFFD.
    """
    text = _as_text(value)
    if "&" in text:
        text = ENTITY.sub(lambda match: html.unescape(match.group()), text)
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "<" in text and TAG.search(text):
        text = MANY_BREAKS.sub("\n\n", TAG.sub(_in_place_of_tag, text))
    return whole_characters(text).strip()


def person_name(value: object) -> str:
    """A display name on one line, from a string, an object with a name, or a list of either (joined by commas).

    Control and direction characters are removed, so that a name cannot turn the words around it. A bare e-mail
    address is a private contact, not a display name: it gives "".
    """
    if isinstance(value, Mapping):
        named = (person_name(value[key]) for key in NAME_KEYS if value.get(key))
        return next((name for name in named if name), "")
    if isinstance(value, list | tuple):
        return ", ".join(dict.fromkeys(name for name in map(person_name, value) if name))
    name = " ".join(INVISIBLE.sub("", plain_text(value)).split())
    return "" if E_MAIL.fullmatch(name) else name


def split_translation(text: str) -> tuple[str, str]:
    """The person's own words and a translation Google has added, apart: ``(original, translation or "")``.

    Two envelopes are known: the translation first, with both markers, and the original first. All else is left whole.
    """
    for marker in TRANSLATED:
        if marker in text:
            return _translation_first(text, marker) or _original_first(text, marker) or (text, "")
    return text, ""


def looks_cut(text: str) -> bool:
    """True when a text ends as texts end that were cut: "...", "…" or a "Read more" button.

    Four dots and more are a person's own sigh. A lone "More" counts only behind an ellipsis.
    """
    end = text[-60:].rstrip().casefold().strip("›»>▼ ")
    if DOTS.search(end) or end.endswith(LONG_SIGNS):
        return True
    shorter = next((end.removesuffix(sign).rstrip() for sign in CUT_SIGNS if end.endswith(sign)), "")
    return bool(DOTS.search(shorter))


def own_title(title: str, text: str) -> str:
    """The title, or "" when it is no title of its own but the text again, whole or cut short by the site."""
    begun = re.sub(r"\s*(?:\.\.\.|…)$", "", title)
    return "" if title == text or (begun != title and text.startswith(begun)) else title


def whole_characters(text: str) -> str:
    """Join surrogate pairs and put U+FFFD for halves: such text cannot be stored or shown."""
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, Mapping):
        return next((_as_text(value[key]) for key in TEXT_KEYS if value.get(key)), "")
    if isinstance(value, list | tuple):
        return "\n".join(part for part in map(_as_text, value) if part)
    return ""


def _in_place_of_tag(match: re.Match[str]) -> str:
    return "\n" if BREAKING.fullmatch(match.group(1) or "") else ""


def _translation_first(text: str, marker: str) -> tuple[str, str] | None:
    if not text.startswith(marker):
        return None
    for line in ORIGINAL:
        translation, found, original = text.removeprefix(marker).partition(f"\n{line}")
        if found and original.strip():
            return original.strip(), translation.strip()
    return None


def _original_first(text: str, marker: str) -> tuple[str, str] | None:
    original, found, translation = text.partition(f"\n{marker}")
    return (original.strip(), translation.strip()) if found and original.strip() and translation.strip() else None
