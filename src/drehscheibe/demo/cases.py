"""Cases of the last ninety days, told in `content/cases.yaml` and made through the operations that everybody uses.

A case is known by the key of a browser that does not exist, so that a second run adds only what is new.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from drehscheibe.applications import figures
from drehscheibe.applications.models import Application, Draft, Outcome
from drehscheibe.applications.operations import answering, casework, participating
from drehscheibe.applications.operations.drafts import save_answers, start_draft
from drehscheibe.applications.operations.submit import digest, submit
from drehscheibe.applications.participants import walk_all
from drehscheibe.catalogue.online import Offer, offer
from drehscheibe.demo import content
from drehscheibe.demo.filling import UnfitAnswersError, typed
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.participants import digest as part_digest
from drehscheibe.forms.participants import own_answers
from drehscheibe.forms.schema import Participant
from drehscheibe.identity.models import Account, ExternalIdentity
from drehscheibe.kernel import clock, files, typeset
from drehscheibe.kernel.keyring import keyed_hash
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

Say = Callable[[str], None]


def seed_cases(*, now: datetime, say: Say) -> int:
    """Make the cases that are not there yet, of services whose forms are; returns how many. `say` hears each town.

    Raises UnfitAnswersError, with the name of the case, when one does not fit its form.
    """
    made = 0
    for place, spec in enumerate(content.district()["tenants"]):
        tenant = directory().by_slug(spec["slug"])
        if tenant is None:
            continue
        with work_as(tenant):
            found = [Teller(tenant, spec, place, now).tell(*one) for one in enumerate(_cases_of(spec))]
            figures.work_out(now=now)
        made += sum(found)
        if any(found):
            say(f"{spec['name']['de']}: {sum(found)} Vorgänge")
    return made


def _cases_of(spec: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    kind = "town" if spec["parent"] else "district"
    return (case for case in content.cases()["cases"] if {kind, spec["slug"]} & set(case["where"]))


def ready_draft(*, tenant: Tenant, slug: str, account: Account | None, browser: bytes, now: datetime) -> Draft:
    """A draft as the demo's citizen would have filled it in, ready to be read and sent; in the tenant's scope.

    Raises LookupError where the service is not offered.
    """
    found = offer(slug)
    case = next((one for one in content.cases()["cases"] if one["service"] == slug), None)
    if found is None or case is None:
        raise LookupError(slug)
    spec = next(one for one in content.district()["tenants"] if one["slug"] == tenant.slug)
    words = Teller(tenant, spec, 0, now).words(0, {"owner": "buergerin"}, found)
    return _draft(case, found, browser, words, now, account=account, portal=tenant)[0]


def _draft(
    case: Mapping[str, Any],
    found: Offer,
    browser: bytes,
    words: Mapping[str, str],
    at: datetime,
    *,
    account: Account | None,
    portal: Tenant,
) -> tuple[Draft, Kept]:
    began = at - timedelta(minutes=9)
    draft = start_draft(offer=found, portal=portal, browser=browser, account=account, language="de", now=began)
    given = _filled({**content.cases()["answers"].get(case["service"], {}), **case.get("answers", {})}, words)
    given = {name: _uploaded(draft, value, began) for name, value in given.items()}
    raw = typed(found.document, given, parameters=found.parameters, today=clock.day(at))
    save_answers(draft=draft, raw=raw, browser=browser, now=at)
    for participant in found.document.participants:
        _signed(draft, found, raw, participant, at - timedelta(minutes=3))
    return draft, raw


def _signed(draft: Draft, found: Offer, raw: Kept, participant: Participant, at: datetime) -> None:
    """Somebody who is invited, has answered their part with what the case says, and has signed it."""
    own = own_answers(found.document, raw, participant.id)
    name = own["verfasser"][0]
    one = participating.invite(
        draft=draft,
        participant=participant,
        name=name,
        email="einladung@buero.example",
        language="de",
        by=draft.account,
        now=at - timedelta(minutes=5),
    )
    participating.open_part(one=one, now=at - timedelta(minutes=4))
    participating.save_part(draft=draft, one=one, raw=own, now=at - timedelta(minutes=1))
    walked = walk_all(found, raw, clock.day(at))
    seen = part_digest(found.document, walked, participant)
    participating.sign(draft=draft, offer=found, one=one, raw=raw, seen=seen, name=name, now=at)


def _uploaded(draft: Draft, value: Any, at: datetime) -> Any:
    """What an upload keeps of the proof that {file: name} stands for; it says itself that it is none."""
    match value:
        case {"file": str(name)}:
            paper = typeset.pdf("drehscheibe.demo", "proof", {"name": name.removesuffix(".pdf")}, now=at)
            stored = files.store(draft.key, paper, "application/pdf", at)
            return {"file": str(stored.pk), "name": name, "size": stored.size, "media_type": stored.media_type}
    return value


class Teller:
    """Tells the cases of one body, within its scope."""

    def __init__(self, tenant: Tenant, spec: Mapping[str, Any], place: int, now: datetime) -> None:
        self.tenant, self.spec, self.place, self.now = tenant, spec, place, now

    def tell(self, number: int, case: Mapping[str, Any]) -> bool:
        """Make the case unless it is there; whether it was made."""
        secret = settings.DREHSCHEIBE_KEYRING.derive("demo cases")
        browser = keyed_hash(secret, self.tenant.slug, case["id"])
        found = offer(case["service"])
        if found is None or found.body_id != self.tenant.pk or Application.objects.filter(browser=browser).exists():
            return False
        words = self.words(number, case, found)
        try:
            application = self._send(case, found, browser, words, self._moment(case["days"], number))
        except UnfitAnswersError as error:
            raise UnfitAnswersError(f"cases.yaml: {case['id']} in {self.tenant.slug}: {error}") from error
        self._go_on(application, case, words, number)
        return True

    def _moment(self, days: int, number: int) -> datetime:
        """So many days ago, at some time of a working day that is over."""
        day = clock.days_after(self.now, -days)
        moment = day.replace(hour=8 + number * 5 % 8, minute=(number * 17 + self.place * 7) % 60, second=number % 60)
        return min(moment, self.now - timedelta(hours=3))  # room for what follows

    def words(self, number: int, case: Mapping[str, Any], found: Offer) -> dict[str, str]:
        """What stands for {first}, {last}, {city} ... in answers and letters of this case."""
        known = content.cases()
        place = known["places"][self.spec["slug"]]
        person = (
            known["owners"].get(case.get("owner")) or known["people"][(number + 11 * self.place) % len(known["people"])]
        )
        street = place["streets"][(number + self.place) % len(place["streets"])]
        amounts = {
            name: f"{value / 100:.2f}".replace(".", ",")
            for name, value in found.parameters.items()
            if isinstance(value, int) and not isinstance(value, bool)
        }
        more = {"street": street, "number": str(number % 40 + 1), "phone": f"{place['phone']} {200 + number}"}
        return {key: str(value) for key, value in {**place, **person, **amounts, **more}.items() if key != "streets"}

    def _send(
        self, case: Mapping[str, Any], found: Offer, browser: bytes, words: Mapping[str, str], at: datetime
    ) -> Application:
        owner = _account(case["owner"]) if "owner" in case else None
        draft, raw = _draft(case, found, browser, words, at, account=owner, portal=self.tenant)
        return submit(draft=draft, offer=found, seen=digest(raw), by=owner, now=at)

    def _go_on(self, application: Application, case: Mapping[str, Any], words: Mapping[str, str], number: int) -> None:
        """What happened to the case since, act by act; each later than the one before."""
        clerk, last = self._clerk(application), application.submitted
        for place, act in enumerate(case.get("then", []), start=1):
            (verb, days), *_ = act.items()
            last = max(self._moment(days, number + place), last + timedelta(minutes=25))
            text = act.get("text", "").format_map(words).strip()
            self._act(application, verb, text, clerk, last)

    def _act(self, application: Application, verb: str, text: str, clerk: Account, at: datetime) -> None:
        match verb:
            case "answer":
                answering.answer(application=application, text=text, attached=(), by=application.account, now=at)
                return
            case "withdraw":
                answering.withdraw(application=application, reason=text, by=application.account, now=at)
                return
        casework.note_opening(application=application, by=clerk, now=at)
        match verb:
            case "take":
                casework.take(application=application, by=clerk, now=at)
            case "ask":
                casework.ask(application=application, text=text, by=clerk, now=at)
            case _:
                casework.decide(application=application, outcome=Outcome(verb), text=text, by=clerk, now=at)

    def _clerk(self, application: Application) -> Account:
        """Who works in the case's office; the lead where nobody of the demo does."""
        office = application.department.slug
        of_the_office = (
            staff["person"]
            for staff in content.district()["staff"]
            if self.tenant.slug in staff["tenants"] and office in staff["departments"]
        )
        return _account(f"{next(of_the_office, 'leitstelle')}@{self.tenant.slug}")


def _account(subject: str) -> Account:
    return ExternalIdentity.objects.select_related("account").get(provider="demo", subject=subject).account


def _filled(given: Any, words: Mapping[str, str]) -> Any:
    if isinstance(given, str):
        return given.format_map(words)
    if isinstance(given, Mapping):
        return {key: _filled(part, words) for key, part in given.items()}
    return [_filled(part, words) for part in given] if isinstance(given, list) else given
