"""Fits the linker's weights on labelled sets: one softmax choice per review, ridge towards zero, plain Python.

    python benchmarks/train_link.py FOLDER [FOLDER …] [--write VERSION]

Each review is learned twice: with the whole vocabulary and with nearly a third of its phrases gone,
because people elsewhere use words the vocabulary lacks, and silence must not be taken for contradiction.
Reports honest figures first (fitted on one half of each folder's reviews, measured on the other half, both ways, with
the whole vocabulary and with a thinned one), then fits on everything; ``--write`` puts those weights into
``monitor/link/data/weights.toml``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config.evaluations.link import Gold, Linked, read_folder, score_lines
from monitor.link.candidates import Log
from monitor.link.choose import softmax, total
from monitor.link.features import LAGS, compare, nobody_features
from monitor.link.likeness import Feature
from monitor.link.words import forget
from monitor.policy import SHIPPED
from monitor.types import Candidate

FIXED = {"nobody.crowd": 1.0}
"""Bayes' rule, not a matter of fit: twice the competitors halve each one's odds."""
RIDGE = 1.0
EPOCHS = 60
SMOOTH = 2.0
BINS = ["lag.before all", *(f"lag.from {edge}" for edge in LAGS)]
NEIGHBOURS = {name: BINS[max(0, i - 1) : i] + BINS[i + 1 : i + 2] for i, name in enumerate(BINS)}
"""The date law is one curve: next bins may not differ much unless the data insist."""
VOCABULARIES = ((0.0, 0), (0.3, 1), (0.4, 2))
"""Share of phrases left out and seed; the last one is only measured with."""
WEIGHTS = Path(__file__).resolve().parent.parent / "monitor" / "link" / "data" / "weights.toml"


@dataclass(frozen=True, slots=True)
class Choice:
    """One labelled review: the options' features (nobody last) and which options are right."""

    review_id: str
    options: list[list[Feature]]
    ids: list[str | None]
    right: list[int]


def choices_in(folder: Path) -> tuple[list[Choice], dict[str, Gold]]:
    """Every labelled review of a folder as a choice."""
    complaints, reviews, gold = read_folder(folder)
    known, choices = Log(complaints), []
    for review in reviews:
        facts = known.read(review)
        rows = known.candidates(facts)
        ids = [*(row.complaint.complaint_id for row in rows), None]
        options = [*(compare(facts, row, known) for row in rows), nobody_features(facts, known)]
        right = [index for index, one in enumerate(ids) if one in gold[review.review_id].accepted]
        choices.append(Choice(review.review_id, options, ids, right))
    return choices, gold


def write_thinned(folder: Path, share: float, *, seed: int) -> None:
    """Put a linking vocabulary that lacks about ``share`` of its phrases into a policy folder."""
    dice, shipped = random.Random(seed), tomllib.loads((SHIPPED / "linking.toml").read_text(encoding="utf-8"))
    (folder / "linking.toml").write_text("\n".join(_thin_lines(shipped, share, dice)), encoding="utf-8")


def _thin_lines(part: dict[str, Any], share: float, dice: random.Random, above: str = "") -> Iterator[str]:
    for name, value in part.items():
        if isinstance(value, dict):
            yield f"[{above}{name}]"
            rate = share / 2 if name == "treatments" or above else share
            yield from _thin_lines(
                value, 0.0 if name in ("kin", "asides", "elsewhere", "same_words") else rate, dice, f"{above}{name}."
            )
        elif isinstance(value, list):
            yield f"{name} = {json.dumps([phrase for phrase in value if dice.random() >= share])}"
        else:
            yield f"{name} = {json.dumps(value)}"


def learned(folder: Path) -> tuple[list[list[Choice]], list[Choice], dict[str, Gold]]:
    """The choices of a folder under each training vocabulary, under one never trained on, and the gold answers."""
    versions = []
    for share, seed in VOCABULARIES:
        with tempfile.TemporaryDirectory() as policy:
            write_thinned(Path(policy), share, seed=seed)
            os.environ["AFTERCARE_POLICY"] = policy
            forget()
            choices, gold = choices_in(folder)
        versions.append(choices)
    return versions[:-1], versions[-1], gold


def fit(choices: list[Choice], *, epochs: int = EPOCHS, ridge: float = RIDGE) -> dict[str, float]:
    """Maximise the likelihood of the right answers; Adagrad steps, deterministic, one pass an epoch."""
    weight: dict[str, float] = defaultdict(float, FIXED)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    usable = [choice for choice in choices if choice.right]
    for epoch in range(epochs):
        rate = 0.3 if epoch < epochs * 2 // 3 else 0.1
        for start in range(0, len(usable), 40):
            batch = usable[start : start + 40]
            slopes = slopes_of(batch, weight)
            for name in sorted(slopes.keys() - FIXED.keys()):
                pull = ridge * weight[name] + SMOOTH * sum(
                    weight[name] - weight[near] for near in NEIGHBOURS.get(name, ())
                )
                slope = slopes[name] - pull * len(batch) / len(usable)
                squares[name] += slope * slope
                weight[name] += rate * slope / sqrt(squares[name])
    return dict(weight)


def slopes_of(batch: list[Choice], weight: dict[str, float]) -> dict[str, float]:
    """The gradient of the log-likelihood of the right options."""
    slopes: dict[str, float] = defaultdict(float)
    for choice in batch:
        scores = [total(option, weight) for option in choice.options]
        highest = max(scores)
        parts = [exp(score - highest) for score in scores]
        whole, good = sum(parts), sum(parts[index] for index in choice.right)
        for index, option in enumerate(choice.options):
            pull = (parts[index] / good if index in choice.right else 0.0) - parts[index] / whole
            if abs(pull) > 1e-5:
                for name, value in option:
                    slopes[name] += pull * value
    return slopes


def answers(choices: list[Choice], weight: dict[str, float]) -> list[Linked]:
    """The choices decided by ``weight``, as the evaluation scores them."""
    decided = []
    for choice in choices:
        nobody = total(choice.options[-1], weight)
        chances = softmax([total(option, weight) - nobody for option in choice.options[:-1]])
        ranked = sorted(zip(chances, choice.ids, strict=True), key=lambda pair: (-pair[0], pair[1] or ""))
        rows = [Candidate(review_id=choice.review_id, complaint_id=one, probability=p) for p, one in ranked]
        decided.append(Linked(review_id=choice.review_id, rows=tuple(rows)))
    return decided


def write(weight: dict[str, float], sources: list[str], *, version: str) -> None:
    """Write the weights file, grouped by kind, rounded."""
    kinds: dict[str, dict[str, float]] = defaultdict(dict)
    for name in sorted(weight):
        kind, level = name.split(".", 1)
        kinds[kind][level] = round(weight[name], 3)
    about = (
        '[about]\nwhat = "log-odds by feature for linking reviews to complaints"\n'
        f'version = "{version}"\n'
        f'source = "fitted by benchmarks/train_link.py on the labelled development sets {", ".join(sources)}"\n'
        'verified_by = ""\nverified_on = ""\n'
    )
    parts = [
        f'[weights."{kind}"]\n' + "".join(f'"{level}" = {value}\n' for level, value in levels.items())
        for kind, levels in kinds.items()
    ]
    WEIGHTS.write_text("\n".join([about, *parts]), encoding="utf-8")


def report(what: str, choices: list[Choice], weight: dict[str, float], gold: dict[str, Gold]) -> None:
    print(f"{what}:")
    print("\n".join(f"  {line}" for line in score_lines(answers(choices, weight), gold)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", metavar="VERSION", help="the day the weights are fitted, such as 2026-01-31")
    parser.add_argument("--quick", action="store_true", help="half of the cross-validation, no final fit")
    given = parser.parse_args()
    sets = [learned(folder) for folder in given.folders]
    for held in (0, 1)[: 1 if given.quick else 2]:
        weight = fit([choice for versions, _, _ in sets for choices in versions for choice in choices[1 - held :: 2]])
        for folder, (versions, unseen, gold) in zip(given.folders, sets, strict=True):
            report(f"other half fitted, half {held} of {folder.name}", versions[0][held::2], weight, gold)
            report(f"the same with 40 % of the phrases left out, {folder.name}", unseen[held::2], weight, gold)
    if given.quick:
        return
    weight = fit([choice for versions, _, _ in sets for choices in versions for choice in choices])
    for folder, (versions, _, gold) in zip(given.folders, sets, strict=True):
        report(f"fitted and measured on all of {folder.name}", versions[0], weight, gold)
    if given.write:
        write(weight, [folder.name for folder in given.folders], version=given.write)


if __name__ == "__main__":
    main()
