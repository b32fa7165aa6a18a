"""Read published forms, and what the installation knows for their fields: code lists, municipalities, postcodes."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Max

from drehscheibe.forms import code_lists
from drehscheibe.forms.code_lists import CodeList, CodeListError
from drehscheibe.forms.faults import Finding, FormError
from drehscheibe.forms.models import CodeListVersion, Form, FormVersion, Municipality, PostcodePlace
from drehscheibe.forms.places import Places, places
from drehscheibe.forms.schema import FormDocument, ListReference
from drehscheibe.kernel import freshness, scope


def nearest_form(slug: str) -> Form | None:
    """The form of that slug, the entered tenant's own before its ancestors'."""
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    return min(Form.objects.filter(slug=slug), key=lambda form: rank[form.tenant_id], default=None)


def own_form(slug: str) -> Form | None:
    """The entered tenant's own form of that slug."""
    return Form.objects.filter(slug=slug, tenant_id=scope.current().tenant_id).first()


def newest_version(form: Form) -> FormVersion:
    """The version that new drafts answer."""
    return FormVersion.objects.filter(form=form).latest("number")


def version(version_id: int) -> FormVersion:
    """One version, whatever its age."""
    return FormVersion.objects.get(pk=version_id)


def stored_list(reference: ListReference) -> CodeListVersion | None:
    """The row of the list that is meant, without its content: the nearest body's, the newest if several fit."""
    wanted = {name: value for name in ("uri", "version", "digest") if (value := getattr(reference, name))}
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    found = CodeListVersion.objects.filter(**wanted).defer("content")
    return min(found, key=lambda row: (rank[row.tenant_id], -row.pk), default=None)


@lru_cache(maxsize=100)
def _list(digest: str, key: str | None, label: str | None) -> CodeList:
    """A list by its digest, which says everything about its contents: kept whoever asked."""
    content = CodeListVersion.objects.filter(digest=digest).values_list("content", flat=True).first()
    if content is None:
        raise CodeListError("Der Inhalt einer Codeliste fehlt hier.")
    return code_lists.read(content).seen_by(key, label)


_places: dict[object, Places] = {}


def known_places() -> Places:
    """Municipalities and postcodes, read once for each import."""
    stamp = freshness.stamp()
    key = ("stamp", stamp) if stamp is not None else PostcodePlace.objects.aggregate(last=Max("pk"))["last"]
    if key not in _places:
        _places.clear()
        towns = Municipality.objects.order_by("name", "district", "ars").values_list("ars", "name", "district")
        codes = PostcodePlace.objects.order_by("postcode", "name").values_list("postcode", "name", "municipality_id")
        _places[key] = places(towns, ((code, name, ars or "") for code, name, ars in codes))
    return _places[key]


def equip(document: FormDocument) -> list[Finding]:
    """Give the document's fields what this installation knows for them; tell which code lists are not here."""
    findings = []
    for step, _, field in document.fields():
        if field.type in {"address", "municipality"}:
            field.knowing(known_places())
            continue
        reference = field.code_list
        if reference is None or field.known is not None:
            continue
        digest = reference.digest or getattr(stored_list(reference), "digest", None)
        try:
            if digest:
                field.knowing(_list(digest, reference.key, reference.label))
                continue
            missing = f"Die Codeliste „{reference.uri}“ {reference.version} gibt es hier nicht."
        except CodeListError as error:
            missing = str(error)
        findings.append(Finding(f"steps/{step.id}/{field.id}/code_list", missing))
    return findings


def pinned(source: Mapping[str, Any]) -> dict[str, Any]:
    """A document's source with version and digest of every code list it names. Raise FormError for unknown ones."""
    findings: list[Finding] = []
    told = _pinned(source, findings)
    if findings:
        raise FormError(findings)
    return told  # type: ignore[no-any-return]


def _pinned(source: Any, findings: list[Finding]) -> Any:
    if isinstance(source, list | tuple):
        return [_pinned(one, findings) for one in source]
    if not isinstance(source, Mapping):
        return source
    told = {key: _pinned(value, findings) for key, value in source.items()}
    for reference in _references(told):
        row = stored_list(reference)
        if row is None:
            unknown = f"Die Codeliste „{reference.uri}“ {reference.version} gibt es hier nicht."
            findings.append(Finding(f"{told.get('id', '')}/code_list", unknown))
        else:
            told["code_list"] = {**told["code_list"], "version": row.version, "digest": row.digest}
    return told


def _references(source: Mapping[str, Any]) -> Iterator[ListReference]:
    """The list that a field names, if what it says can be read; the document's own check tells what cannot."""
    named = source.get("code_list")
    if isinstance(named, Mapping) and isinstance(named.get("uri"), str):
        told = {name: named[name] for name in ("uri", "version", "digest") if isinstance(named.get(name), str)}
        yield ListReference.model_construct(None, **told)
