"""The words dates are written with, a language an entry: months, and the phrases that count back from today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ago:
    """How one language says "2 weeks ago": the words around, the words for one, and the units (singular and plural)."""

    before: tuple[str, ...] = ("",)
    after: tuple[str, ...] = ("",)
    ones: str
    units: dict[Unit, str]


AGO = {
    "en": Ago(after=("ago",), ones="a an one", units={
        "second": "second seconds sec secs", "minute": "minute minutes min mins", "hour": "hour hours hr hrs h",
        "day": "day days d", "week": "week weeks wk wks w", "month": "month months mo mos",
        "year": "year years yr yrs y"}),
    "es": Ago(before=("hace",), ones="un una", units={
        "second": "segundo segundos", "minute": "minuto minutos", "hour": "hora horas", "day": "día días dia dias",
        "week": "semana semanas", "month": "mes meses", "year": "año años"}),
    "pt": Ago(before=("há", ""), after=("", "atrás"), ones="um uma", units={
        "second": "segundo segundos", "minute": "minuto minutos", "hour": "hora horas", "day": "dia dias",
        "week": "semana semanas", "month": "mês mes meses", "year": "ano anos"}),
    "fr": Ago(before=("il y a",), ones="un une", units={
        "second": "seconde secondes", "minute": "minute minutes", "hour": "heure heures", "day": "jour jours",
        "week": "semaine semaines", "month": "mois", "year": "an ans année années"}),
    "de": Ago(before=("vor",), ones="einem einer eine ein", units={
        "second": "sekunde sekunden", "minute": "minute minuten", "hour": "stunde stunden", "day": "tag tagen tage",
        "week": "woche wochen", "month": "monat monaten monate", "year": "jahr jahren jahre"}),
    "it": Ago(after=("fa",), ones="un una un'", units={
        "second": "secondo secondi", "minute": "minuto minuti", "hour": "ora ore", "day": "giorno giorni",
        "week": "settimana settimane", "month": "mese mesi", "year": "anno anni"}),
    "nl": Ago(after=("geleden",), ones="een één", units={
        "second": "seconde seconden", "minute": "minuut minuten", "hour": "uur uren", "day": "dag dagen",
        "week": "week weken", "month": "maand maanden", "year": "jaar jaren"}),
    "no": Ago(before=("for", ""), after=("siden",), ones="en et ett ei én", units={
        "second": "sekund sekunder", "minute": "minutt minutter", "hour": "time timer", "day": "dag dager døgn",
        "week": "uke uker", "month": "måned måneder", "year": "år"}),
    "da": Ago(before=("for", ""), after=("siden",), ones="en et én", units={
        "second": "sekund sekunder", "minute": "minut minutter", "hour": "time timer", "day": "dag dage",
        "week": "uge uger", "month": "måned måneder", "year": "år"}),
    "sv": Ago(before=("för", ""), after=("sedan",), ones="en ett", units={
        "second": "sekund sekunder", "minute": "minut minuter", "hour": "timme timmar", "day": "dag dagar",
        "week": "vecka veckor", "month": "månad månader", "year": "år"}),
    "ru": Ago(after=("назад", "тому назад"), ones="один одну одна", units={
        "second": "секунду секунды секунд", "minute": "минуту минуты минут", "hour": "час часа часов",
        "day": "день дня дней", "week": "неделю недели недель", "month": "месяц месяца месяцев",
        "year": "год года лет"}),
}  # fmt: skip

PHRASES: dict[tuple[Unit, int], tuple[str, ...]] = {
    ("minute", 0): (
        "just now", "now", "moments ago", "a moment ago", "ahora", "ahora mismo", "agora", "agora mesmo",
        "à l'instant", "gerade eben", "adesso", "ora", "zojuist", "akkurat nå", "nå", "lige nu", "just nu", "nyss",
        "только что", "сейчас",
    ),
    ("day", 0): (
        "today", "hoy", "hoje", "aujourd'hui", "aujourd’hui", "heute", "oggi", "vandaag", "i dag", "idag", "сегодня",
    ),
    ("day", 1): (
        "yesterday", "ayer", "ontem", "hier", "gestern", "ieri", "gisteren", "i går", "igår", "вчера",
    ),
    ("day", 2): (
        "the day before yesterday", "anteayer", "antes de ayer", "anteontem", "avant-hier", "vorgestern",
        "l'altro ieri", "eergisteren", "i forgårs", "i förrgår", "позавчера",
    ),
    ("week", 0): (
        "in the last week", "this week", "esta semana", "en la última semana", "na última semana", "nesta semana",
        "cette semaine", "au cours de la dernière semaine", "diese woche", "in der letzten woche",
        "in den letzten 7 tagen", "questa settimana", "nell'ultima settimana", "nell’ultima settimana", "deze week",
        "in de afgelopen week", "den siste uken", "denne uken", "i løpet av den siste uken", "den senaste veckan",
        "under den senaste veckan", "på senaste veckan", "denna vecka", "на этой неделе", "за последнюю неделю",
    ),
    ("week", 1): (
        "last week", "la semana pasada", "semana pasada", "a semana passada", "na semana passada", "semana passada",
        "la semaine dernière", "semaine dernière", "letzte woche", "vorige woche", "la settimana scorsa",
        "settimana scorsa", "vorige week", "afgelopen week", "forrige uke", "sidste uge", "förra veckan",
        "на прошлой неделе",
    ),
    ("month", 0): (
        "this month", "este mes", "este mês", "ce mois-ci", "diesen monat", "questo mese", "deze maand",
        "denne måneden", "den här månaden", "в этом месяце",
    ),
    ("month", 1): (
        "last month", "el mes pasado", "mes pasado", "no mês passado", "mês passado", "le mois dernier",
        "mois dernier", "letzten monat", "il mese scorso", "mese scorso", "vorige maand", "forrige måned",
        "sidste måned", "förra månaden", "в прошлом месяце",
    ),
    ("year", 0): (
        "this year", "este año", "este ano", "cette année", "dieses jahr", "quest'anno", "dit jaar", "i år",
        "в этом году",
    ),
    ("year", 1): (
        "last year", "el año pasado", "año pasado", "no ano passado", "ano passado", "l'année dernière",
        "letztes jahr", "l'anno scorso", "vorig jaar", "i fjor", "sidste år", "förra året", "в прошлом году",
    ),
}  # fmt: skip
"""Whole phrases: what they count back, and how they are said."""

ABOUT = (
    "about", "around", "over", "more than", "almost", "nearly", "less than", "más de", "casi", "alrededor de",
    "mais de", "quase", "cerca de", "plus de", "environ", "presque", "über", "mehr als", "fast", "etwa", "ungefähr",
    "oltre", "più di", "circa", "quasi", "meer dan", "ongeveer", "bijna", "over", "mer enn", "omtrent", "cirka", "ca.",
    "mer än", "ungefär", "более", "больше", "около", "почти",
)  # fmt: skip

EDITED = (
    "last edited", "edited", "updated", "modified", "editado", "editada", "actualizado", "modificado", "atualizado",
    "modifié", "modifiée", "mis à jour", "bearbeitet", "zuletzt bearbeitet", "geändert", "aktualisiert", "modificata",
    "modificato", "aggiornato", "aggiornata", "bewerkt", "bijgewerkt", "gewijzigd", "redigert", "endret", "redigeret",
    "opdateret", "redigerad", "redigerades", "ändrad", "uppdaterad", "изменено", "изменён", "изменен",
    "отредактировано", "обновлено",
)  # fmt: skip
POSTED = (
    "posted", "published", "reviewed", "written", "submitted", "publicado", "publicada", "escrito", "publié",
    "publiée", "écrit", "avis publié", "veröffentlicht", "geschrieben", "pubblicato", "pubblicata", "scritto",
    "geplaatst", "geschreven", "publisert", "skrevet", "publicerad", "skriven", "опубликовано", "написано",
)  # fmt: skip
LINKING = ("on", "at", "the", "el", "em", "le", "am", "il", "op", "den", "a", "à", "en", "-", "–", "·", ":", ",")

MONTHS = (
    "january jan enero ene janeiro januar jänner janvier janv gennaio gen januari январь января янв",
    "february feb febrero fevereiro fev februar février févr fevrier febbraio febbr februari февраль февраля фев",
    "march mar marzo março marco mars märz mär maart mrt marts март марта мар",
    "april apr abril abr avril avr aprile апрель апреля апр",
    "may mayo maio mai maggio mag mei maj май мая",
    "june jun junio junho juni juin giugno giu июнь июня июн",
    "july jul julio julho juli juillet juil luglio lug июль июля июл",
    "august aug agosto ago août aout augustus augusti авг август августа",
    "september sep sept septiembre setiembre setembro set septembre settembre sett сентябрь сентября сен сент",
    "october oct octubre outubro out oktober okt octobre ottobre ott октябрь октября окт",
    "november nov noviembre novembro novembre ноябрь ноября ноя нояб",
    "december dec diciembre dic dezembro dez dezember décembre déc decembre dicembre desember des декабрь декабря дек",
)
"""The twelve months, each with its names and short forms in the languages above."""
