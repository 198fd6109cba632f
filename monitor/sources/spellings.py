"""The names under which exports, caches and spreadsheets keep the parts of a review: one word each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

SPELLINGS: dict[str, tuple[str, ...]] = {
    "original": (
        "originaltext", "originalreviewtext", "textoriginal", "extractedsnippet",
    ),
    "text": (
        "text", "reviewtext", "quote", "testimonial", "review", "reviewbody", "comment", "commenttext", "comments",
        "snippet", "body", "content", "reviewcontent", "reviewcomment", "feedback", "opinion", "description",
        "message", "texto", "comentario", "comentarios", "resena", "textodelaresena", "textodelaopinion",
        "textoresena", "opiniones", "valoraciontexto",
    ),
    "translation": (
        "texttranslated", "translatedtext", "translatedreviewtext", "translation", "traduccion",
    ),
    "rating": (
        "rating", "stars", "star", "starrating", "reviewstars", "ratingoutof5", "ratingoutof10", "rating15",
        "rating110", "notasobre10", "notasobre5", "puntuacionsobre5", "puntuacionsobre10", "score110", "score15",
        "reviewrating", "ratingvalue", "score", "overallrating", "note", "puntuacion", "estrellas", "calificacion",
        "valoracion", "puntaje", "nota",
    ),
    "scale": (
        "scale", "bestrating", "outof", "maxrating", "ratingmax", "escala",
    ),
    "verdict": (
        "recommendation", "recommendationtype", "recommended", "thumb", "verdict", "recomendacion",
    ),
    "author": (
        "author", "authorname", "authortitle", "reviewer", "reviewername", "reviewusername", "reviewauthor", "user",
        "username", "profilename", "displayname", "consumer", "customer", "customername", "by", "name", "autor",
        "usuario", "nombre", "cliente", "nombredelautor",
    ),
    "title": (
        "reviewtitle", "headline", "title", "subject", "titulo", "asunto",
    ),
    "date": (
        "isodate", "publishedatdate", "datepublished", "publishedat", "publisheddate", "publishtime", "createtime",
        "createdat", "timecreated", "createdtime", "reviewdatetimeutc", "reviewtimestamp", "date", "reviewdate",
        "reviewcreatedutc", "dateposted", "postedat", "posted", "published", "created", "timestamp", "datetime",
        "time", "when", "publishat", "relativedate", "relativetimedescription", "relativepublishtimedescription",
        "timeago", "relativetime", "fecha", "fechadepublicacion", "fechapublicacion", "fechadelaresena",
        "fechadelaopinion", "publicado",
    ),
    "edited": (
        "isodateoflastedit", "updatetime", "updatedat", "updateddate", "editedat", "lastedited", "lasteditedat",
        "edited", "modified", "datemodified", "updated", "fechadeedicion", "editado",
    ),
    "id": (
        "reviewid", "externalid", "id", "idresena", "idopinion",
    ),
    "url": (
        "reviewurl", "reviewlink", "permalink", "link", "url", "googlemapsuri", "enlace",
    ),
    "language": (
        "originallanguage", "language", "languagecode", "lang", "idioma",
    ),
    "reply": (
        "ownerreply", "ownerresponse", "owneranswer", "responsefromownertext", "responsefromowner", "reviewreply",
        "businessresponse", "companyreply", "companyresponse", "replytext", "replycontent", "responsetext", "response",
        "reply", "respuesta", "respuestadelpropietario", "respuestapropietario",
    ),
    "replied": (
        "responsefromownerdate", "owneranswertimestampdatetimeutc", "owneranswertimestamp", "replydate",
        "responsedate", "repliedat", "fecharespuesta", "fechadelarespuesta",
    ),
    "place": (
        "placename", "businessname", "locationname", "location", "locationid", "place", "placeid", "branch",
        "business", "clinic", "sede", "centro", "ubicacion", "clinica",
    ),
}  # fmt: skip
"""Field to its spellings, the surest first. Compared without case, accents, spaces and signs."""

FIELDS = tuple(SPELLINGS)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A key or column heading reduced to letters and digits: "Review Text", "review_text" and "reviewText" agree."""
    plain = unicodedata.normalize("NFKD", name[:80]).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def columns_for(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each field the given names that spell it, the surest first; fields nobody spells are left out."""
    return _columns_for(tuple(names))


@lru_cache(maxsize=1024)
def _columns_for(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    by_spelling: dict[str, str] = {}
    for name in names:
        by_spelling.setdefault(folded(name), name)
    found = {
        field: tuple(by_spelling[word] for word in words if word in by_spelling) for field, words in SPELLINGS.items()
    }
    return {field: columns for field, columns in found.items() if columns}


def values(record: dict[str, Any], columns: dict[str, tuple[str, ...]], field: str) -> list[Any]:
    """The record's values of a field that say anything, the surest first."""
    return [record[name] for name in columns.get(field, ()) if record.get(name) not in (None, "", [], {})]
