"""``aftercare init``: an empty desk for a practice, or an old one brought up to date."""

from __future__ import annotations

import argparse
from zoneinfo import available_timezones

from django.db import transaction

from config.boot import bring_up_to_date
from monitor.errors import MonitorError
from monitor.models import Location, Practice


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--practice", help="the practice's public name, exactly as replies should spell it")
    parser.add_argument("--phone", default="", help="the number that public replies may give")
    parser.add_argument("--email", default="", help="the address that public replies may give")
    parser.add_argument("--signer", default="", help="the first name or role that signs public replies")
    parser.add_argument("--location", action="append", default=[], help="a location's name; may be given again")
    parser.add_argument("--zone", default="UTC", help="the locations' time zone, such as America/Chicago")


def run(arguments: argparse.Namespace) -> int:
    bring_up_to_date()
    if not arguments.practice:
        print("The database is up to date.")
        return 0
    if Practice.objects.exists():
        raise MonitorError("This desk has its practice already; one desk serves one practice.")
    if arguments.zone not in available_timezones():
        raise MonitorError(f"“{arguments.zone}” is no time zone; write it like America/Chicago.")
    practice = _set_up(arguments)
    print(f"{practice.name} is set up. Next: aftercare user add NAME --role owner")
    return 0


@transaction.atomic
def _set_up(arguments: argparse.Namespace) -> Practice:
    practice = Practice.objects.create(
        name=arguments.practice, phone=arguments.phone, email=arguments.email, signer=arguments.signer
    )
    for name in dict.fromkeys(arguments.location or [arguments.practice]):
        Location.objects.create(practice=practice, name=name, time_zone=arguments.zone)
    return practice
