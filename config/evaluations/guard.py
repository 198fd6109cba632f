"""``aftercare evaluate guard``: every row's reply through the guard, and its scores where labels are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from config.evaluations import Evaluation
from responders.errors import ResponderError
from responders.guard import MECHANISM, judge
from responders.types import Judgement, LinkedRecord, Particulars, Verdict


class BadRow(ResponderError):
    """A row that cannot be judged as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    row: Mapping[str, Any]
    judgement: Judgement

    @property
    def names_a_right_rule(self) -> bool:
        return bool(set(self.judgement.rules) & set(self.row.get("rules", ())))


def evaluate(given: Path) -> Evaluation:
    """Rows ``{id, reply, practice, rating, reviewer, review, complaint, …}``, one JSON object a line.

    Raises BadRow, with the line number, for what is not such a row.
    """
    judged = [Judged(row=row, judgement=_judge(row)) for row in _rows(given)]
    return Evaluation(rows=[_answer(one) for one in judged], scores=tuple(_scores(judged)))


def _rows(given: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = given.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadRow(
            f"{given.name} cannot be read as UTF-8 text ({type(error).__name__}); give a JSON-lines file."
        ) from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(line, where=f"line {number} of {given.name}")


def _row(line: str, *, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        raise BadRow(f"At {where} there is no JSON object; write one reply a line.") from None
    if not isinstance(row, dict) or not isinstance(row.get("reply"), str):
        raise BadRow(f'At {where} there is no "reply" with text; every row needs one.')
    if not isinstance(row.get("practice"), dict) or not row["practice"].get("name"):
        raise BadRow(f'At {where} there is no "practice" with a name; the guard must know whose reply it is.')
    if not isinstance(row.get("complaint"), dict | None):
        raise BadRow(f'At {where} the "complaint" is neither an object nor null; mend it.')
    if not isinstance(row.get("rating"), int | float | None):
        raise BadRow(f'At {where} the "rating" is neither a number nor null; mend it.')
    return row


def _judge(row: Mapping[str, Any]) -> Judgement:
    practice = {field.name: str(row["practice"].get(field.name) or "") for field in fields(Particulars)}
    return judge(
        row["reply"],
        practice=Particulars(**practice),
        rating=row.get("rating"),
        reviewer=str(row.get("reviewer") or ""),
        review=str(row.get("review") or ""),
        record=_record(row.get("complaint")),
        language=str(row.get("lang") or "en"),
    )


def _record(complaint: Mapping[str, Any] | None) -> LinkedRecord | None:
    if not complaint:
        return None
    amount = complaint.get("amount")
    words = {name: str(complaint.get(name) or "") for name in LinkedRecord.__slots__ if name not in ("dates", "amount")}
    return LinkedRecord(
        **words,
        dates=tuple(map(str, complaint.get("dates") or ())),
        amount=float(amount) if isinstance(amount, int | float) else None,
    )


def _answer(one: Judged) -> dict[str, Any]:
    return {
        "id": one.row.get("id"),
        "verdict": str(one.judgement.verdict),
        "rules": list(one.judgement.rules),
        "findings": [
            {"rule": finding.rule, "start": finding.start, "end": finding.end, "why": finding.why}
            for finding in one.judgement.findings
        ],
    }


def _scores(judged: Sequence[Judged]) -> Iterator[str]:
    unsafe = [one for one in judged if one.row.get("label") == "unsafe"]
    safe = [one for one in judged if one.row.get("label") == "safe"]
    if not unsafe and not safe:
        return
    yield f"mechanism {MECHANISM}; {len(unsafe)} unsafe and {len(safe)} safe replies"
    for name, group in (("unsafe", unsafe), ("safe", safe)):
        yield from (f"{name} {verdict.value}: {_share(_having(group, verdict), group)}" for verdict in Verdict)
    yield f"a right rule named: {_share(sum(one.names_a_right_rule for one in unsafe), unsafe)}"
    subtle = [one for one in unsafe if one.row.get("subtle")]
    yield f"subtle caught: {_share(len(subtle) - _having(subtle, Verdict.PASS), subtle)}"
    yield f"subtle blocked: {_share(_having(subtle, Verdict.BLOCK), subtle)}"
    yield from _recall_by_rule(unsafe)


def _recall_by_rule(unsafe: Sequence[Judged]) -> Iterator[str]:
    due = Counter(rule for one in unsafe for rule in one.row.get("rules", ()))
    met = Counter(rule for one in unsafe for rule in one.row.get("rules", ()) if rule in one.judgement.rules)
    for rule in sorted(due):
        yield f"{rule} named: {met[rule]} of {due[rule]}"


def _having(group: Sequence[Judged], verdict: Verdict) -> int:
    return sum(one.judgement.verdict is verdict for one in group)


def _share(count: int, group: Sequence[Judged]) -> str:
    return f"{count} of {len(group)}" + (f" ({count / len(group):.1%})" if group else "")
