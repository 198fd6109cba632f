"""Contrast of the desk's colors, light and dark, as WCAG 2.2 computes it (1.4.3 text, 1.4.11 edges and focus)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "templates" / "static" / "desk.css").read_text(encoding="utf-8")
SURFACES = ("ground", "sheet", "sunk", "accent-wash", "urgent-wash", "words-wash", "good-wash")
TEXT = [
    *((text, surface) for text in ("ink", "soft", "accent") for surface in SURFACES),
    *((text, surface) for text in ("urgent", "words", "good") for surface in ("sheet", "ground", f"{text}-wash")),
    ("accent-ink", "accent"),
    ("star", "sheet"),
]
"""Which text stands on which surface somewhere on the desk."""
EDGES = [("strong-line", "sheet"), *((edge, "ground") for edge in ("accent", "urgent"))]
"""Edges of fields, and what shows the focus or a fault."""


def tokens(scheme: str) -> dict[str, str]:
    """The custom properties in force; the dark ones lie over the light ones."""
    light, dark = re.findall(r":root \{(.*?)\n *\}", CSS, re.S)
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light + (dark if scheme == "dark" else ""))
    return dict(found)


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005), "just too little"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_every_surface_it_stands_on(scheme: str) -> None:
    color = tokens(scheme)
    poor = {(a, b): round(contrast(color[a], color[b]), 2) for a, b in TEXT if contrast(color[a], color[b]) < 4.5}
    assert poor == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fields_faults_and_the_focus_stand_out(scheme: str) -> None:
    color = tokens(scheme)
    assert {(a, b) for a, b in EDGES if contrast(color[a], color[b]) < 3} == set()


def test_every_color_is_a_token_and_every_token_has_both_schemes() -> None:
    light, dark = re.findall(r":root \{(.*?)\n *\}", CSS, re.S)
    named = [set(re.findall(r"--([\w-]+): #", part)) for part in (light, dark)]

    assert named[0] == named[1]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", CSS.replace(light, "").replace(dark, "")) == []
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))


def test_a_rule_with_a_text_and_a_surface_names_a_pair_that_is_checked() -> None:
    pairs = set()
    for body in re.findall(r"\{([^{}]*)\}", CSS):
        text = re.search(r"(?<!-)\bcolor: var\(--([\w-]+)\)", body)
        surface = re.search(r"background: var\(--([\w-]+)\)", body)
        if text and surface:
            pairs.add((text[1], surface[1]))

    assert len(pairs) > 5
    assert pairs <= set(TEXT)
