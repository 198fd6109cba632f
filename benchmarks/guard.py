"""How fast the guard is: 60-word replies with a linked record, and 4,096 characters of anything.

Run ``python -m benchmarks.guard``. It prints figures and never fails; a slow machine is no defect of the code.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator

from responders.guard import judge, warm_up
from responders.types import LinkedRecord, Particulars

PRACTICE = Particulars(
    name="Juniper Row Aesthetics", phone="512-555-0133", email="desk@juniperrow.example", signer="Olive"
)
SENTENCES = (
    "Thank you for taking the time to write to us.",
    "We are sorry to read this, and we take every comment to heart.",
    "Privacy rules do not allow us to discuss anyone's care in public.",
    "Our practice manager would welcome a private conversation at 512-555-0133.",
    "We ask our whole team to lead with patience, kindness and clear words.",
    "Comments like this one help us look at how we work.",
    "You were seen twice in March, and the swelling was explained.",
    "Your deposit of $450 went back to the same card.",
    "Nobody at our office remembers it that way.",
    "Gracias por escribirnos; leemos todos los comentarios.",
)
HOSTILE = (
    "a ", "you ", "we never discuss refunds, ", "b.o.t.o.x ", "1" * 40 + " ", "{{", "é", "\u200b", "𝐁𝐨𝐭𝐨𝐱 ",
    "refunds, prices or ", "(", "@", "www.", "our patient ", "not what ", "if you ", "John. ", "A.", "4:30 ", "$1,",
    "'s", "-", "\n", "b 0 t 0 x ",
)  # fmt: skip


def record(number: int) -> LinkedRecord:
    return LinkedRecord(
        patient_name=f"Margaret Delacroix{number}",
        dates=("2026-03-03",),
        procedure="lip filler",
        body_area="upper lip",
        provider="Dr. Sandoval",
        amount=450.0 + number,
        outcome="lumps and bruising",
        phone="737-555-0119",
        chart="44817",
    )


def replies(count: int, *, rng: random.Random) -> Iterator[str]:
    """Replies of about 60 words, safe and unsafe sentences mixed."""
    for _ in range(count):
        words: list[str] = []
        while len(words) < 60:
            words += rng.choice(SENTENCES).split()
        yield " ".join(words[:60])


def milliseconds(text: str, *, number: int) -> float:
    """Time on the processor, so that neighbours on the machine do not count."""
    started = time.process_time()
    judge(text, practice=PRACTICE, rating=2, reviewer="GlowGirl88", record=record(number % 20))
    return (time.process_time() - started) * 1000


def main() -> None:
    rng = random.Random(7)
    started = time.perf_counter()
    warm_up()
    print(f"warm-up: {time.perf_counter() - started:.1f} s")
    texts = list(replies(2000, rng=rng))
    for number, text in enumerate(texts[:200]):
        milliseconds(text, number=number)
    times = sorted(milliseconds(text, number=number) for number, text in enumerate(texts))
    median, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    print(f"60 words, processor time: median {median:.3f} ms, p99 {p99:.3f} ms")
    slow = [(milliseconds((piece * 4096)[:4096], number=0), repr(piece)) for piece in HOSTILE]
    mixed = ["".join(rng.choice(HOSTILE) for _ in range(2000))[:4096] for _ in range(50)]
    slow += [(milliseconds(text, number=0), "mixed") for text in mixed]
    for taken, piece in sorted(slow, reverse=True)[:8]:
        print(f"4,096 characters of {piece}: {taken:.1f} ms")


if __name__ == "__main__":
    main()
