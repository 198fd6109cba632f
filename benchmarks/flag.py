"""Flagging: reviews a second beside plain vaderSentiment in the same run, and figures over the development sets.

.venv/bin/python benchmarks/flag.py          speed, and figures where ../shared is
.venv/bin/python benchmarks/flag.py --fit    the logistic constants of config/policy/lexicon.toml, fitted anew
"""

from __future__ import annotations

import csv
import gzip
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from math import exp
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: E402

from config.evaluations.flag import score_lines  # noqa: E402 (the checkout comes first on the path)
from monitor.understand import sentiment  # noqa: E402
from monitor.understand.assess import assess, score_text  # noqa: E402
from monitor.understand.clauses import read  # noqa: E402
from monitor.understand.clinic import clinic_score  # noqa: E402
from monitor.understand.lexicon import clinic_lexicon  # noqa: E402

SETS = ROOT.parent / "shared" / "data" / "sentiment"
OWN = (
    "The front desk was friendly, but I waited fifty minutes and the nurse had not read my chart. "
    "My lips look natural and I would not go anywhere else. No bruising at all! "
    "When I called about the bill nobody called me back, and the second visit cost more than they quoted. "
    "Still, Dr. Aydin is gifted, and I am happy with how my skin looks."
)
ROUNDS = 5
FILMS = 800
"""Rows of the rewritten film reviews used beside the phrase bank."""

Row = tuple[float, ...]


def main() -> None:
    if "--fit" in sys.argv:
        fit()
    else:
        speed()
        for name in ("hard_examples_dev.csv", "ratemds_dev.csv"):
            figures(name)


def speed() -> None:
    texts = [text for text, _ in labelled("ratemds_dev.csv")][:1000] or [OWN] * 500
    words = statistics.mean(len(text.split()) for text in texts)
    print(f"{len(texts)} reviews of {words:.0f} words on average, median of {ROUNDS} rounds, CPU time")
    published = SentimentIntensityAnalyzer()
    contenders: dict[str, Callable[[str], object]] = {
        "vaderSentiment": published.polarity_scores,
        "VADER here": sentiment.compound,
        "text score": lambda text: score_text(read(text)),
        "everything": lambda text: assess(text=text, stars_of_five=None),
    }
    for name, work in contenders.items():
        print(f"  {name:<16}{len(texts) / statistics.median(timed(work, texts)):>10,.0f} reviews/s")
    for length in (10_000, 100_000, 1_000_000):
        long = (OWN * (length // len(OWN) + 1))[:length]
        print(f"  VADER here, {length:>9,} characters {statistics.median(timed(sentiment.compound, [long])):>7.3f} s")


def timed(work: Callable[[str], object], texts: Sequence[str]) -> Iterator[float]:
    work(texts[0])
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            work(text)
        yield time.process_time() - start


def figures(name: str) -> None:
    rows = list(labelled(name))
    if not rows:
        print(f"{name}: no ../shared beside the project, no figures")
        return
    threshold = clinic_lexicon().squash.threshold
    print(name)
    for label, cut, score in (
        ("plain VADER", 0.05, lambda text: -sentiment.compound(text)),
        ("clinic score", threshold, lambda text: score_text(read(text)).probability),
    ):
        print(f"  {label}: " + "; ".join(score_lines([(score(text), bad) for text, bad in rows], threshold=cut)))


def labelled(name: str) -> Iterator[tuple[str, bool]]:
    """(text, is bad) of one development set; nothing where it is not there."""
    path = SETS / name
    if not path.is_file():
        return
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] in ("neg", "pos"):
                yield row["text"], row["label"] == "neg"


def fit() -> None:
    """Logistic regression by Newton's method on what its licence permits: our phrase bank and Apache-2.0 film texts."""
    rows = list(labelled("lawful/clinic_phrase_bank.csv.gz"))
    rows += sorted(labelled("lawful/cad_imdb.csv.gz"), key=lambda row: row[0][::-1])[:FILMS]
    lexicon = clinic_lexicon()
    scores = [clinic_score(read(text), lexicon) for text, _ in rows]
    given = [(1.0, score.whole, score.worst, score.last) for score in scores]
    found = newton(given, [float(bad) for _, bad in rows])
    for name, value in zip(("base", "whole", "worst", "last"), found, strict=True):
        print(f"{name} = {value:.2f}")


def newton(given: Sequence[Row], wanted: Sequence[float], *, ridge: float = 0.01, steps: int = 12) -> list[float]:
    size = len(given[0])
    weights = [0.0] * size
    for _ in range(steps):
        slope = [ridge * weight for weight in weights]
        bend = [[ridge * (row == column) for column in range(size)] for row in range(size)]
        for row, target in zip(given, wanted, strict=True):
            chance = 1 / (1 + exp(-sum(a * b for a, b in zip(row, weights, strict=True))))
            for i in range(size):
                slope[i] += (chance - target) * row[i]
                for j in range(size):
                    bend[i][j] += chance * (1 - chance) * row[i] * row[j]
        weights = [weight - step for weight, step in zip(weights, solved(bend, slope), strict=True)]
    return weights


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss-Jordan; the ridge keeps the pivots away from nought."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for pivot in range(len(rows)):
        rows[pivot] = [value / rows[pivot][pivot] for value in rows[pivot]]
        for other in range(len(rows)):
            if other != pivot:
                factor = rows[other][pivot]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[pivot], strict=True)]
    return [row[-1] for row in rows]


if __name__ == "__main__":
    main()
