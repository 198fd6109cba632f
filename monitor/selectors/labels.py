"""What the desk calls a tag, a theme, a rule or a state: words, never codes."""

from __future__ import annotations

from monitor.policy import load_policy


def label(code: str, kind: str) -> str:
    """The words for ``code`` among ``kind`` ("urgency", "theme", "rule", "source") in ``labels.toml``.

    A code of an older mechanism that the file has forgotten is shown as words as well as it can be.
    """
    known: dict[str, str] = load_policy("labels").data.get(kind, {})
    return known.get(code, code.replace("_", " ").lower())
