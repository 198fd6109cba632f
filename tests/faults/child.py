"""What a process of its own does to a desk in its own home, so that it can be killed or raced for real.

``python -m tests.faults.child NAME JSON`` prints one line of JSON. ``deaths`` lists where processes shall die, each in
turn ("put before 3": at the third call of that function, before it); a forked one dies there as in a power cut.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from config.boot import bring_up_to_date, start

start()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from config import heartbeat  # noqa: E402
from monitor.append_only import unprotected_tables  # noqa: E402
from monitor.models import Job, Practice, Review, Source, User  # noqa: E402
from monitor.services import audit, checks, intake, jobs  # noqa: E402
from monitor.services.checks import check_due_sources, check_now  # noqa: E402
from monitor.services.jobs import Duty  # noqa: E402
from monitor.services.secrets import keep_token  # noqa: E402
from monitor.services.understanding import understand_waiting  # noqa: E402
from responders.errors import NotAllowed  # noqa: E402
from responders.guard.verdict import warm_up  # noqa: E402
from responders.models import Approval, DraftVersion, Publication, ReplyDraft  # noqa: E402
from responders.publishing import google_business  # noqa: E402
from responders.services import approvals, drafts, outbox  # noqa: E402
from tests.factories import make_practice, make_source  # noqa: E402

SAFE = (
    "Thank you for taking the time to write. Privacy rules mean we do not discuss anyone's care in public. "
    "Please call our practice manager at (512) 555-0147."
)
OTHER = SAFE + " We read every comment."
PLACES = {
    "take": (outbox, "_take"), "place": (outbox, "_place"), "read": (google_business, "read_remote"),
    "put": (google_business, "_put"), "note": (outbox, "_note_placed"), "advance": (outbox, "advance"),
    "approval": (approvals, "_enqueue"), "record": (audit, "record"), "look": (checks, "_look"),
    "take_in": (checks, "take_in"), "absences": (intake, "_note_absences"), "told": (checks, "_record"),
}  # fmt: skip
"""Where a process can be made to die: the name used here, and the function."""


def die_at(place: str, when: str, count: int) -> None:
    """Replace the function by one that ends this process at its ``count``-th call."""
    module, name = PLACES[place]
    real, calls = getattr(module, name), Counter[str]()

    def deadly(*given: Any, **named: Any) -> Any:
        calls[name] += 1
        last = calls[name] == count
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*given, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, deadly)


def killed_in_turn(act: Callable[[], object], deaths: list[str]) -> list[str]:
    """Let a process of its own do the act for every death; those that it outlived, which should be none."""
    outlived = []
    warm_up()
    for death in deaths:
        connections.close_all()
        pid = os.fork()
        if pid == 0:
            place, when, count = death.split()
            die_at(place, when, int(count))
            act()
            os._exit(0)
        if os.WTERMSIG(os.waitpid(pid, 0)[1]) != signal.SIGKILL:
            outlived.append(death)
    return outlived


def side_by_side(*acts: Callable[[], object]) -> list[str]:
    """Start all at the same moment, each in a thread with a connection of its own: what each came to."""
    barrier, ends = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            ends[number] = str(act())
        except NotAllowed as refusal:
            ends[number] = type(refusal).__name__
        except Exception as error:
            ends[number] = f"{type(error).__name__}: {error}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


# --- acts, by the name they are called with --------------------------------------------------------------------------


def prepare(*, account: str, token: str) -> dict[str, Any]:
    """A practice with its people and one live source, due now."""
    bring_up_to_date()
    practice = make_practice()
    for role in ("owner", "office_manager", "staff"):
        User.objects.create_user(role, role=role, practice=practice)
    source = make_source(practice.locations.get(), account=account, due_at=timezone.now())
    keep_token(source, token)
    return {}


def _find_the_site() -> None:
    """Each test has a site of its own beside a copy of one home."""
    Source.objects.update(address=f"{settings.PRACTICE_PLATFORM[0]}/v4")


def look(**_: Any) -> dict[str, Any]:
    later()
    return {"looked": check_due_sources(), "understood": understand_waiting()}


def propose(**_: Any) -> dict[str, Any]:
    return {"proposed": drafts.propose_waiting(Practice.objects.get())[0]}


def approve(**_: Any) -> dict[str, Any]:
    """Every suggestion gets words of its own and a yes; each is said aloud once it is kept."""
    manager = User.objects.get(username="office_manager")
    for reply in ReplyDraft.objects.filter(state__in=("suggested", "draft")).order_by("pk"):
        text = f"{SAFE} Thank you for being so frank{'.' * (reply.pk % 2)}" + "!" * (reply.pk % 3)
        drafts.write(reply, text, opened_version=reply.version, by=manager)
        version = ReplyDraft.objects.get(pk=reply.pk).version
        rules = approvals.judge_reply(text, reply.review).rules
        approvals.approve(reply, opened_version=version, sha256=reply.current.sha256, looked_at=rules, by=manager)
        sys.stderr.write(f"kept {reply.review.key}\n")
        sys.stderr.flush()
    return {}


def later(**_: Any) -> None:
    """As if enough time had passed for every lease and pause to be over."""
    past = timezone.now() - timedelta(seconds=1)
    Publication.objects.exclude(leased_until=None).update(leased_until=past)
    Publication.objects.update(not_before=past)
    Source.objects.exclude(leased_until=None).update(leased_until=past)


def make_due(**_: Any) -> None:
    Source.objects.update(due_at=timezone.now())


def publish(**_: Any) -> dict[str, Any]:
    later()
    return {"placed": outbox.publish_due()}


def report(**_: Any) -> dict[str, Any]:
    """What the store holds, for the parent to compare with what the site holds."""
    approved = {a.version.draft.review.key: a.version.text for a in Approval.objects.filter(voided_at=None)}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        integrity = cursor.fetchone()[0]
    return {
        "approved": approved,
        "errands": list(Publication.objects.values_list("review__key", flat=True)),
        "states": dict(ReplyDraft.objects.values_list("review__key", "state")),
        "living": Publication.objects.filter(ended_at=None).count(),
        "leased": Publication.objects.exclude(leased_until=None).count(),
        "reviews": sorted(Review.objects.exclude(current=None).values_list("key", flat=True)),
        "halves": Review.objects.filter(current=None).count(),
        "gone": Review.objects.exclude(gone_at=None).count(),
        "source": Source.objects.get().state,
        "chain": audit.verify().broken_at,
        "integrity": integrity,
    }


def from_the_first_version(**_: Any) -> dict[str, Any]:
    """The store as the first version left it, brought up to date: how many replies that moved, and who guards it."""
    call_command("migrate", "responders", "0001", verbosity=0)
    bring_up_to_date()
    return {"moved": drafts.supersede_outdated(), "unprotected": unprotected_tables(connection)}


# --- races -----------------------------------------------------------------------------------------------------------


def _fresh() -> tuple[ReplyDraft, int]:
    """A reply with SAFE as its wording, and the version every page shows."""
    reply = ReplyDraft.objects.filter(state="suggested").first()
    drafts.write(reply, SAFE, opened_version=reply.version, by=User.objects.get(username="owner"))
    return reply, ReplyDraft.objects.get(pk=reply.pk).version


def _yes(reply: ReplyDraft, opened: int, by: str) -> Callable[[], object]:
    sha256 = reply.current.sha256

    def act() -> object:
        mine = ReplyDraft.objects.get(pk=reply.pk)
        person = User.objects.get(username=by)
        return approvals.approve(mine, opened_version=opened, sha256=sha256, by=person).pk

    return act


def _edit(reply: ReplyDraft, opened: int) -> Callable[[], object]:
    def act() -> object:
        mine = ReplyDraft.objects.get(pk=reply.pk)
        staff = User.objects.get(username="staff")
        return drafts.write(mine, OTHER, opened_version=opened, by=staff).verdict.value

    return act


def two_approvers(**_: Any) -> dict[str, Any]:
    reply, opened = _fresh()
    ends = side_by_side(_yes(reply, opened, "owner"), _yes(reply, opened, "office_manager"))
    return {"ends": ends, "approvals": Approval.objects.count(), "errands": Publication.objects.count()}


def many_clicks(**_: Any) -> dict[str, Any]:
    reply, opened = _fresh()
    ends = side_by_side(*[_yes(reply, opened, "owner")] * 20)
    return {"ends": sorted(set(ends)), "approvals": Approval.objects.count(), "errands": Publication.objects.count()}


def edit_and_approve(**_: Any) -> dict[str, Any]:
    """Whoever is first, the living errand carries the wording that stands, or there is none."""
    rounds = []
    for _ in range(8):
        reply, opened = _fresh()
        ends = side_by_side(_yes(reply, opened, "owner"), _edit(reply, opened))
        now = ReplyDraft.objects.get(pk=reply.pk)
        living = Publication.objects.filter(draft=reply, ended_at=None).first()
        sendable = living is not None and approvals.why_not_sendable(living.approval, now) is None
        rounds.append(
            {"ends": ends, "text": now.current.text, "sent": living.approval.version.text if sendable else ""}
        )
    return {"rounds": rounds, "versions": DraftVersion.objects.count()}


def two_workers(**_: Any) -> dict[str, Any]:
    later()
    return {"ends": side_by_side(*[outbox.publish_due] * 3)}


def two_heartbeats(**_: Any) -> dict[str, Any]:
    """The same duties by four clocks at once."""
    ran: Counter[str] = Counter()
    lock = threading.Lock()

    def duty(name: str) -> Duty:
        def run() -> str:
            with lock:
                ran[name] += 1
            if name == "broken":
                raise KeyError("Zephyrine Quagmire")
            return "done"

        return Duty(name=name, every=3600, run=run)

    heartbeat.DUTIES = tuple(duty(name) for name in ("first", "broken", "last"))
    for name in ("first", "broken", "last"):
        Job.objects.create(name=name, due_at=timezone.now())
    ends = side_by_side(*[lambda: [jobs.run_if_due(one) for one in heartbeat.DUTIES]] * 4)
    return {"ran": ran, "ends": ends}


def two_looks(**_: Any) -> dict[str, Any]:
    """Two people press "Check now" at the same moment."""
    acts = [lambda: check_now(Source.objects.get(), by=None)] * 4
    return {"ends": sorted(side_by_side(*acts)), "reviews": Review.objects.count()}


def main() -> None:
    act, given = globals()[sys.argv[1]], json.loads(sys.argv[2])
    deaths = given.pop("deaths", None)
    if act is not prepare:
        _find_the_site()
    sys.stdout.write(json.dumps(act(**given) if deaths is None else killed_in_turn(act, deaths)) + "\n")


if __name__ == "__main__":
    main()
