"""The operator's verbs: the balance now, and a proof of the audit."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from drehscheibe.applications.finding import index_missing
from drehscheibe.config import schema
from drehscheibe.kernel import anchors, clock, crypto, keyring
from drehscheibe.kernel.models import Anchor
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory
from drehscheibe.upkeep import balance
from drehscheibe.upkeep.backup import making, restoring


class NotInOrderError(RuntimeError):
    """Something is missing or altered; the message says how much and what to do."""


def _say(text: str) -> None:
    print(text)  # noqa: T201  the command line speaks here


def show_balance() -> None:
    """Print the balance of all bodies as of now. Raises NotInOrderError on a difference."""
    total, soon = 0, clock.now() + timedelta(seconds=1)
    columns = "{:<24}{:>12}{:>12}{:>8}{:>12}{:>12}"
    _say(columns.format("Portal", "received", "delivered", "open", "withdrawn", "difference"))
    for tenant in directory().tenants.values():
        with work_as(tenant):
            found = balance.drawn(soon)
        numbers = (found.received, found.delivered, found.open, found.withdrawn, found.difference)
        _say(columns.format(tenant.slug, *numbers))
        total += found.difference
    if total:
        raise NotInOrderError(
            f"Die Bilanz geht nicht auf: {total} Fälle fehlen oder passen nicht zusammen. Ändern Sie nichts, "
            "sichern Sie die Datenbank, und vergleichen Sie mit der letzten guten Sicherung."
        )


def index_cases() -> None:
    """Let older cases be found by name and e-mail address, in small portions; whatever is done stays done."""
    for tenant in directory().tenants.values():
        after, total = None, 0
        while True:
            with work_as(tenant):
                count, after = index_missing(after=after)
            total += count
            if after is None:
                break
        _say(f"{tenant.slug}: {total}")


def verify_audit() -> None:
    """Check every chain of the audit and every anchor. Raises NotInOrderError when something was altered."""
    found = list(anchors.findings())
    for finding in found[:50]:
        _say(finding)
    last = Anchor.objects.order_by("-position").first()
    if found:
        raise NotInOrderError(
            f"{len(found)} Stellen im Protokoll sind verändert oder fehlen. Ändern Sie nichts, sichern Sie die "
            "Datenbank, und vergleichen Sie mit der letzten guten Sicherung."
        )
    place = f"anchor {last.position} {bytes(last.digest).hex()}" if last else "no anchor yet"
    _say(f"Das Protokoll ist vollständig und unverändert ({place}).")


def back_up(*, to: str, keep: int) -> None:
    """Back up database and files to a new folder below `to`; backups older than `keep` days go."""
    made = making.make(to=Path(to).resolve(), keep_days=keep, now=clock.now())
    _say(f"Gesichert in {made.folder}: {made.files} Dateien, {made.size / 1e6:.1f} MB, {made.seconds} s.")
    _say("Die Schlüsseldatei ist nicht dabei. Sichern Sie sie getrennt von dieser Sicherung.")


def restore(*, source: str) -> None:
    """Restore the backup in `source`, or the latest below it, into this empty installation."""
    done = restoring.restore(source=Path(source).resolve(), grant=schema.grant)
    _say(
        f"Wiederhergestellt aus {done.folder} und verglichen: {done.rows} Zeilen, {done.files} Dateien, "
        f"{done.seconds} s. Rufen Sie jetzt „drehscheibe migrate“ auf."
    )


def rotate_keys(*, add_only: bool) -> None:
    """Add an installation key and wrap all tenants' keys by it; what an interrupted rotation added is used first."""
    path: Path = settings.DREHSCHEIBE_KEY_FILE
    ring = keyring.load(path)
    if add_only or not crypto.waiting(ring):
        ring = keyring.add_key(path)
        _say(f"Der Schlüssel {ring.current} steht jetzt in {path}. Sichern Sie die Datei.")
    if not add_only:
        changed = crypto.wrap_anew(ring)
        _say(
            f"{changed} Mandantenschlüssel sind jetzt mit dem Schlüssel {ring.current} verpackt. Frühere Zeilen „key“ "
            "braucht nur noch, wer ältere Sicherungen wiederherstellt."
        )
