"""Fill an empty installation with the demo district. Running it again brings content up to date and doubles nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from drehscheibe.applications.delivery import LetterTemplate
from drehscheibe.applications.letters import Template
from drehscheibe.applications.operations.templating import publish_template, save_template
from drehscheibe.catalogue.operations import describe_service, offer_online
from drehscheibe.demo import content
from drehscheibe.demo.describing import edit_services, edited_by_people
from drehscheibe.demo.trying import keep_trials
from drehscheibe.forms.models import Form
from drehscheibe.forms.operations import publish
from drehscheibe.identity.models import Account, ExternalIdentity, MemberRole, Role, TrustLevel
from drehscheibe.identity.operations import appoint, sign_in
from drehscheibe.identity.organisations import found_organisation, invite, join
from drehscheibe.identity.providers import Identity
from drehscheibe.identity.queries import acts_for
from drehscheibe.kernel import clock, references
from drehscheibe.tenants.models import Department, Tenant
from drehscheibe.tenants.operations import create_portal, set_department, set_page, work_as
from drehscheibe.tenants.queries import directory

TRUST = {"none": TrustLevel.GUEST, "substantial": TrustLevel.SUBSTANTIAL, "high": TrustLevel.HIGH}
Say = Callable[[str], None]


def seed(*, now: datetime, say: Say) -> None:
    """Portals, departments, pages, people, forms and services of the demo. `say` hears each step."""
    for spec in content.district()["tenants"]:
        say(spec["name"]["de"])
        tenant = _portal(spec)
        with work_as(tenant):
            _belongings(spec)
            if tenant.parent is None:
                for document in content.forms():
                    publish(document=document, now=now)
                keep_trials(now=now)
    for tenant in list(directory().tenants.values()):
        with work_as(tenant):
            _services(tenant, now)
    for person in content.district()["staff"]:
        for slug in person["tenants"]:
            _member(person, slug, now)
    edit_services(now=now)
    for person in content.district()["persons"]:
        _person(person, now)
    for organisation in content.district()["organisations"]:
        _organisation(organisation, now)


def _portal(spec: Mapping[str, Any]) -> Tenant:
    known = directory().by_slug(spec["slug"])
    if known:
        return known
    parent = directory().by_slug(spec["parent"]) if spec["parent"] else None
    return create_portal(
        slug=spec["slug"],
        name=spec["name"]["de"],
        prefix=spec.get("prefix") or spec["slug"].replace("-", "")[:3].upper(),
        hosts=spec["hosts"],
        parent=parent,
        ars=spec["ars"],
        texts={key: spec[key] for key in ("name", "name_of", "portal", "claim", "place", "head", "licence")},
        contact={key: spec[key] for key in ("address", "phone", "email", "hours", "mail_domain")},
        controller=spec["controller"],
        officer=spec["data_protection_officer"],
        accent=spec["accent"],
    )


def _belongings(spec: Mapping[str, Any]) -> None:
    for department in spec["departments"]:
        _department(department)
    for slug, page in content.pages().items():
        _page(slug, page, spec)


def _department(spec: Mapping[str, Any]) -> None:
    contact = {key: spec[key] for key in ("phone", "email", "room", "address", "directions", "hours") if key in spec}
    set_department(slug=spec["slug"], name=spec["name"], contact=contact)


def _address(address: Mapping[str, str]) -> str:
    return f"{address['street']}, {address['postal_code']} {address['city']}"


def _page(slug: str, page: Mapping[str, Any], spec: Mapping[str, Any]) -> None:
    for_language = {lang: _placeholders(spec, lang) for lang in page["body"]}
    body = {lang: _filled(blocks, for_language[lang]) for lang, blocks in page["body"].items()}
    changed = datetime.combine(page["updated"], time(), clock.BERLIN)
    set_page(slug=slug, title=page["title"], body=body, changed=changed)


def _placeholders(spec: Mapping[str, Any], lang: str) -> dict[str, str]:
    found = {key: spec[key][lang] for key in ("name", "name_of", "place", "portal", "head")}
    found |= {"host": "{host}", "phone": spec["phone"], "email": spec["email"]}
    found |= {"address": _address(spec["address"]), "mail_domain": spec["mail_domain"]}
    for prefix, key in (("controller", "controller"), ("dpo", "data_protection_officer")):
        office = spec[key]
        found |= {
            f"{prefix}_name": office["name"][lang],
            f"{prefix}_address": _address(office["address"]),
            f"{prefix}_phone": office["phone"],
            f"{prefix}_email": office["email"],
        }
    return found


def _filled(blocks: Any, values: Mapping[str, str]) -> Any:
    if isinstance(blocks, str):
        return blocks.format_map(values)
    if isinstance(blocks, Mapping):
        return {key: _filled(part, values) for key, part in blocks.items()}
    return [_filled(part, values) for part in blocks] if isinstance(blocks, list) else blocks


def _services(tenant: Tenant, now: datetime) -> None:
    for service in content.services():
        if tenant.slug in service["portals"]:
            _service(service, tenant, now)


def _service(spec: Mapping[str, Any], tenant: Tenant, now: datetime) -> None:
    own = spec["portals"][tenant.slug]
    channels = own.get("channels", spec["channels"])
    if edited_by_people(spec["slug"], tenant.pk):
        return
    service = describe_service(
        slug=spec["slug"],
        name=spec["name"],
        department=Department.objects.get(tenant=tenant, slug=own["department"]),
        now=now,
        summary=spec["summary"],
        keywords=spec["keywords"],
        topic=spec["topic"],
        situations=spec["situations"],
        responsible=own.get("responsible", spec.get("responsible", {})),
        leika_key=spec.get("leika_key", ""),
        ozg_id=str(spec.get("ozg_id", "")),
        texts={**spec["texts"], **own.get("texts", {}), "legal_basis": spec.get("legal_basis", [])},
        fees=own.get("fees", spec.get("fees", [])),
        channels=channels,
        related=spec.get("related", []),
        popularity=spec.get("popular", 0),
    )
    if "online" in channels:
        online = channels["online"]
        offer_online(
            service=service,
            form=Form.objects.get(slug=online["form"]),
            parameters=own.get("parameters", {}),
            trust_level=TRUST[online["trust"]],
            recipients=online.get("recipients", {}),
            retention_days=online["retention_days"],
            processing_days=online.get("processing_days"),
            rules=online.get("rules", "vwvfg"),
        )
        if "letter" in online:
            _letter(online["letter"], spec["slug"], now)


def _letter(spec: Mapping[str, Any], service: str, now: datetime) -> None:
    """The template of the service's decisions; what the town has changed itself stays as it is."""
    if LetterTemplate.objects.filter(slug=spec["slug"]).exists():
        return
    template = Template.model_validate(spec["template"])
    found = save_template(
        slug=spec["slug"], name=spec["name"], online_service=service, template=template, by=None, now=now
    )
    publish_template(template=found, by=None, now=now)


def _member(spec: Mapping[str, Any], slug: str, now: datetime) -> None:
    tenant = directory().by_slug(slug)
    if tenant is None:
        raise LookupError(f"district.yaml: {spec['person']} belongs to no tenant {slug}")
    name = spec["name"]["de"].format(place=tenant.texts["place"]["de"])
    account = _account(f"{spec['person']}@{slug}", name, now)
    with work_as(tenant):
        departments = [Department.objects.get(tenant=tenant, slug=name) for name in spec["departments"]]
        _appoint(account, spec["roles"], departments)


def _person(spec: Mapping[str, Any], now: datetime) -> None:
    account = _account(spec["person"], spec["name"]["de"], now)
    for tenant in directory().tenants.values():
        with work_as(tenant):
            _appoint(account, spec["roles"], [])


def _organisation(spec: Mapping[str, Any], now: datetime) -> None:
    people = [(_known(member["person"]), MemberRole(member["role"])) for member in spec["members"]]
    founder = people[0][0]
    if any(one.is_organisation for one in acts_for(founder)):
        return
    facts = {key: spec[key] for key in ("name", "legal_form", "register_number", "address")}
    with work_as(next(tenant for tenant in directory().tenants.values() if tenant.parent_id is None)):
        organisation = found_organisation(by=founder, now=now, **facts)
        for person, role in people[1:]:
            invitation = invite(organisation=organisation, role=role, note=person.name, by=founder, now=now)
            join(typed=references.access_code(invitation.pk), by=person, now=now)


def _known(subject: str) -> Account:
    return ExternalIdentity.objects.select_related("account").get(provider="demo", subject=subject).account


def _account(subject: str, name: str, now: datetime) -> Account:
    return sign_in(identity=Identity("demo", subject, name, TrustLevel.SUBSTANTIAL, is_demo=True), now=now)


def _appoint(account: Account, roles: list[str], departments: list[Department]) -> None:
    for role in roles:
        for department in departments:
            appoint(account=account, role=Role(role), department=department)
        if not departments:
            appoint(account=account, role=Role(role), department=None)
