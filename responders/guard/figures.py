"""Amounts and dates the way people write them: rounded, in words, in another order, in English and Spanish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


ONES = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS = _listed("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
UNOS = _listed(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
    "veintiseis veintisiete veintiocho veintinueve"
)
DIECES = _listed("cero diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
CIENTOS = _listed(
    "cero ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
NTH = _listed(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
MONTHS = (
    ("january", "jan", "enero", "janvier", "janeiro"),
    ("february", "feb", "febrero", "fevrier", "fevereiro"),
    ("march", "mar", "marzo", "mars", "marco"),
    ("april", "apr", "abril", "avril", "abril"),
    ("may", "may", "mayo", "mai", "maio"),
    ("june", "jun", "junio", "juin", "junho"),
    ("july", "jul", "julio", "juillet", "julho"),
    ("august", "aug", "agosto", "aout", "agosto"),
    ("september", "sept", "septiembre", "septembre", "setembro"),
    ("october", "oct", "octubre", "octobre", "outubro"),
    ("november", "nov", "noviembre", "novembre", "novembro"),
    ("december", "dec", "diciembre", "decembre", "dezembro"),
)
WEEKDAYS = (
    ("monday", "lunes"),
    ("tuesday", "martes"),
    ("wednesday", "miercoles"),
    ("thursday", "jueves"),
    ("friday", "viernes"),
    ("saturday", "sabado"),
    ("sunday", "domingo"),
)
TOO_SMALL_TO_ROUND = 100
FAR_OFF = 0.15


def amounts(amount: float) -> Iterator[str]:
    """Spellings of a sum in whole currency units, exact and rounded; digits without signs."""
    whole = round(amount)
    for value in sorted({whole, *_rounded(whole)}):
        yield str(value)
        yield f"{value:,}"
        yield from words(value)
        yield from palabras(value)
        if value >= 1000 and value % 100 == 0:
            yield f"{value / 1000:g}k"


def _rounded(value: int) -> set[int]:
    """The round sums next to a sum, as far as a reader would take them for it."""
    if value < TOO_SMALL_TO_ROUND:
        return set()
    step = 10 ** (len(str(value)) - 1)
    parts = [part for part in (step, step // 2) if part >= 50]
    near = {around * part for part in parts for around in (value // part, -(-value // part))}
    return {sum_ for sum_ in near if abs(sum_ - value) <= FAR_OFF * value}


def words(value: int) -> Iterator[str]:
    """450: "four hundred fifty", "four hundred and fifty", "four fifty"; 6800: also "sixty eight hundred"."""
    thousands, rest = divmod(value, 1000)
    hundreds, below = divmod(rest, 100)
    head = f"{_small(thousands)} thousand" if thousands else ""
    if thousands and not rest:
        yield from (head, f"{_small(thousands)} grand")
    for middle in {f"{_small(hundreds)} hundred" if hundreds else ""}:
        tails = (f" {_small(below)}", f" and {_small(below)}") if below else ("",)
        yield from (f"{head} {middle}{tail}".strip() for tail in tails)
    if value < 10_000 and value % 100 == 0 and hundreds:
        yield f"{_small(value // 100)} hundred"
    if 100 <= value < 10_000 and below >= 10:
        yield f"{_small(value // 100)} {_small(below)}"


def _small(value: int) -> str:
    if value < 20:
        return ONES[value]
    if value < 100:
        return TENS[value // 10] + (f" {ONES[value % 10]}" if value % 10 else "")
    return f"{ONES[value // 100 % 10]} hundred" + (f" {_small(value % 100)}" if value % 100 else "")


def palabras(value: int) -> Iterator[str]:
    """450: "cuatrocientos cincuenta"."""
    if not 0 < value < 100_000:
        return
    thousands, rest = divmod(value, 1000)
    head = "" if not thousands else "mil" if thousands == 1 else f"{_pequeno(thousands)} mil"
    yield f"{head} {_pequeno(rest) if rest else ''}".strip()


def _pequeno(value: int) -> str:
    if value == 100:
        return "cien"
    if value > 100:
        return f"{CIENTOS[value // 100]} {_pequeno(value % 100) if value % 100 else ''}".strip()
    if value < 30:
        return UNOS[value]
    return DIECES[value // 10] + (f" y {UNOS[value % 10]}" if value % 10 else "")


def dates(iso: str) -> Iterator[str]:
    """Spellings of an ISO day, its month and its weekday; nothing for what is no ISO day."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return
    number = day.day
    nth = NTH[number] if number <= 20 else f"{TENS[number // 10]} {NTH[number % 10]}" if number % 10 else "thirtieth"
    days = (
        str(number),
        f"{number:02}",
        f"{number}st",
        f"{number}nd",
        f"{number}rd",
        f"{number}th",
        nth,
        UNOS[min(number, 29)],
    )
    for month in MONTHS[day.month - 1]:
        for spelled in days:
            yield from (f"{month} {spelled}", f"{spelled} {month}", f"{spelled} of {month}", f"{spelled} de {month}")
        yield from (f"in {month}", f"en {month}", f"last {month}", f"early {month}", f"late {month}", f"mid {month}")
        yield f"{month} {day.year}"
    yield from (f"{day.month} {number}", f"{day.month:02} {number:02}", f"{number:02} {day.month:02}")
    yield from WEEKDAYS[day.weekday()]
