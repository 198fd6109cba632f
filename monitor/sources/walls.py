"""Pages that stand in front of the page asked for: captchas, consent pages, log-ins. They never mean "no reviews"."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.sources.element_text import HIDDEN
from monitor.sources.html_page import HtmlPage

LITTLE_TEXT = 2000
"""Characters. A wall says little; a real page with a cookie banner or a contact form says more."""

MARKS = "//@id | //@class | //form/@action | //script/@src | //iframe/@src | //input/@name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """``titles`` begin the title of a page; ``sure`` marks stand on walls alone, ``likely`` ones on short pages."""

    says: str
    titles: tuple[str, ...]
    sure: tuple[str, ...]
    likely: tuple[str, ...]


WALLS = (
    Wall(
        says="asks to prove that a person is reading (a captcha)",
        titles=(
            "just a moment", "attention required", "access denied", "robot check", "are you a robot", "are you human",
            "pardon our interruption", "security check", "human verification", "verify you are human",
            "bot verification", "un momento", "un instant", "einen moment", "um momento", "een ogenblik",
            "comprobación de seguridad", "verificación de seguridad", "vérification de sécurité",
            "sicherheitsüberprüfung", "controllo di sicurezza", "проверка безопасности", "acceso denegado",
            "accès refusé", "zugriff verweigert", "accesso negato",
        ),
        sure=(
            "px-captcha", "challenge-form", "challenge-running", "captcha-delivery.com", "validatecaptcha",
            "sec-cpt-if", "captcha-challenge",
        ),
        likely=("captcha", "cf-turnstile", "challenge-platform", "incapsula", "datadome", "arkoselabs"),
    ),
    Wall(
        says="asks for consent before it shows anything",
        titles=(
            "before you continue", "antes de continuar", "avant de continuer", "avant d'accéder", "bevor sie",
            "prima di continuare", "voordat je verdergaat", "innan du fortsätter", "før du fortsetter",
            "прежде чем перейти", "privacy settings", "cookie consent",
        ),
        sure=("consent.google", "consent.youtube", "consent.yahoo", "guce."),
        likely=(
            "consent", "cookie-wall", "cookiewall", "onetrust", "didomi", "usercentrics", "sp_message", "qc-cmp2",
            "privacy-gate",
        ),
    ),
    Wall(
        says="asks to log in",
        titles=(
            "log in", "login", "log into", "sign in", "signin", "anmelden", "anmeldung", "einloggen", "iniciar sesión",
            "inicia sesión", "acceder", "connexion", "se connecter", "connectez-vous", "accedi", "inloggen",
            "logga in", "logg inn", "entrar", "iniciar sessão", "войти", "вход",
        ),
        sure=(),
        likely=(),
    ),
)  # fmt: skip


def wall_before(page: HtmlPage) -> str:
    """What the page asks for before it shows anything ("asks to log in"), or ""."""
    title = " ".join(page.root.xpath("string(//title)").split()).casefold()
    marks = "\n".join(page.root.xpath(MARKS)).casefold()
    little = _says_little(page)
    for wall in WALLS:
        if title.startswith(wall.titles) or any(mark in marks for mark in wall.sure):
            return wall.says
        if little and any(mark in marks for mark in wall.likely):
            return wall.says
    return WALLS[-1].says if little and page.root.xpath("//input[@type='password']") else ""


def _says_little(page: HtmlPage) -> bool:
    said = 0
    for element in page.root.iter("*"):
        shown = element.text if element.tag not in HIDDEN else None
        said += len((shown or "").strip()) + len((element.tail or "").strip())
        if said >= LITTLE_TEXT:
            return False
    return True
