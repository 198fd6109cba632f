"""Times the linker and measures its memory on an invented log.

    python benchmarks/link.py [SIZE …] [--one-location]

For each size (default 2,000 and 20,000): seconds to index the log and to link as many reviews, peak memory of the
process, the slowest 5 % of single reviews, and how often the best answer is right. Figures depend on the machine.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.invented_log import InventedLog, invent
from config.evaluations.link import Gold, Linked, score_lines
from monitor.link.candidates import Log
from monitor.link.choose import candidates_for


def measure(size: int, *, locations: int) -> None:
    given = invent(size, locations=locations)
    started = time.perf_counter()
    known = Log(given.complaints)
    indexed = time.perf_counter() - started
    answers, each = linked(given, known)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:,} reviews against {size:,} complaints at {locations} locations")
    print(f"  index {indexed:.1f} s, link {sum(each):.1f} s, peak memory {peak:.0f} MB")
    middle, slowest = (sorted(each)[size * share // 100] * 1000 for share in (50, 95))
    print(f"  one review: median {middle:.2f} ms, 95 % within {slowest:.2f} ms")
    gold = {review: Gold(accepted=frozenset((right,)), cases=()) for review, right in given.right.items()}
    print("\n".join(f"  {line}" for line in score_lines(answers, gold)))


def linked(given: InventedLog, known: Log) -> tuple[list[Linked], list[float]]:
    answers, each = [], []
    for review in given.reviews:
        started = time.perf_counter()
        rows = candidates_for(review, known, explain=False)
        each.append(time.perf_counter() - started)
        answers.append(Linked(review_id=review.review_id, rows=rows))
    return answers, each


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[2_000, 20_000])
    parser.add_argument("--one-location", action="store_true", help="everything at a single location: the worst case")
    given = parser.parse_args()
    for size in given.sizes:
        measure(size, locations=1 if given.one_location else 25)


if __name__ == "__main__":
    main()
