"""``aftercare user``: people and their roles. Passwords are asked for, never given on the command line."""

from __future__ import annotations

import argparse
import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from monitor.errors import MonitorError
from monitor.models import Practice, User
from monitor.roles import ROLES
from monitor.services.audit import Action, record


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|role|password|disable|list")
    add = acts.add_parser("add", help="a new person; asks for a password")
    add.add_argument("name")
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument("--first", default="", help="first name, shown beside approvals")
    add.add_argument("--last", default="", help="last name")
    role = acts.add_parser("role", help="another role")
    role.add_argument("name")
    role.add_argument("role", choices=ROLES)
    acts.add_parser("password", help="a new password").add_argument("name")
    acts.add_parser("disable", help="may not log in any more; the record stays").add_argument("name")
    acts.add_parser("list", help="everybody and their role")


def run(arguments: argparse.Namespace) -> int:
    return {"add": _add, "role": _role, "password": _password, "disable": _disable, "list": _list}[arguments.act](
        arguments
    )


def _add(arguments: argparse.Namespace) -> int:
    practice = Practice.objects.first()
    if practice is None:
        raise MonitorError("Name the practice first: aftercare init --practice NAME")
    if User.objects.filter(username=arguments.name).exists():
        raise MonitorError(f"There is a person “{arguments.name}” already; choose another name.")
    person = User(
        username=arguments.name, role=arguments.role, practice=practice, first_name=arguments.first,
        last_name=arguments.last,
    )  # fmt: skip
    person.set_password(_asked_password(person))
    _keep(person, "add", role=person.role)
    print(f"{person.shown_name} may log in as {person.get_role_display().lower()}.")
    return 0


def _role(arguments: argparse.Namespace) -> int:
    person = _named(arguments.name)
    person.role = arguments.role
    _keep(person, "role", role=person.role)
    print(f"{person.shown_name} is {person.get_role_display().lower()} now.")
    return 0


def _password(arguments: argparse.Namespace) -> int:
    person = _named(arguments.name)
    person.set_password(_asked_password(person))
    _keep(person, "password")
    print(f"{person.shown_name} has a new password; every other session of theirs has ended.")
    return 0


def _disable(arguments: argparse.Namespace) -> int:
    person = _named(arguments.name)
    person.is_active = False
    _keep(person, "disable")
    print(f"{person.shown_name} cannot log in any more.")
    return 0


def _list(_: argparse.Namespace) -> int:
    for person in User.objects.order_by("username"):
        print(f"{person.username}\t{person.role}\t{'' if person.is_active else 'disabled'}")
    return 0


@transaction.atomic
def _keep(person: User, step: str, **detail: str) -> None:
    """Save, and say so: who may do what is part of the record, also when it is changed from outside the desk."""
    person.save()
    subject = f"user {person.pk}"
    record(actor=None, action=Action.PERSON_CHANGED, subject=subject, practice=person.practice, step=step, **detail)


def _named(name: str) -> User:
    person = User.objects.filter(username=name).first()
    if person is None:
        raise MonitorError(f"There is nobody called “{name}”; aftercare user list names everybody.")
    return person


def _asked_password(person: User) -> str:
    """From the terminal without an echo, or one line of a pipe for scripted set-ups."""
    given = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(given, person)
    except ValidationError as error:
        raise MonitorError(" ".join(error.messages)) from None
    return given
