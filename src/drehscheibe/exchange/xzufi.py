"""Services written as XZuFi 2.2: descriptions, who is responsible, and online services, in one message.

Names of elements follow the model of FITKO's FIM portal. Codes whose meaning that model leaves open are not written:
deadlines and kinds of fees are told in words. All texts are HTML, once per language (BCP 47).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import translation
from lxml import etree

from drehscheibe.catalogue import telling
from drehscheibe.catalogue.models import Service
from drehscheibe.tenants.models import Department, Tenant

NAMESPACE = "http://xoev.de/schemata/xzufi/2_2_0"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LEIKA = "urn:de:fim:leika:leistung"
_AREA = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs"
_MODULES = (
    ("02", "name"), ("05", "summary"), ("06", "texts.description"), ("07", "texts.legal_basis"),
    ("08", "texts.documents"), ("09", "texts.requirements"), ("11", "texts.steps"), ("16", "texts.remarks"),
    ("25", "texts.remedies"),
)  # fmt: skip
_UNITS = {"days": "TAG", "working_days": "ARBEITSTAG", "weeks": "WOCHE", "months": "MONAT", "years": "JAHR"}
_TRUST = {"none": "10", "low": "20", "substantial": "30", "high": "40"}
_ADDRESSEES = {"citizens": "001", "businesses": "002"}


def write(services: Iterable[Service], *, body: Tenant, address: str, now: datetime) -> bytes:
    """The services of `body` as one message, UTF-8. `address` (`https://host`) begins the links to the portal."""
    listed = list(services)
    root = etree.Element(_tag("transfer"), {"xzufiVersion": "2.2.0"}, {"xzufi": NAMESPACE, "xsi": _XSI})
    message = str(uuid5(NAMESPACE_URL, f"{address} {now.isoformat()}"))
    head = _add(root, "nachrichtenkopf")
    _add(head, "nachrichtID", message)
    _add(head, "erstellungszeitpunkt", now.isoformat(timespec="seconds"))
    _add(root, "transaktionID", message)
    _add(root, "transaktionPosition", "1")
    writer = _Writer(body, address)
    for service in listed:
        writer.service(_add(_add(root, "schreibe"), "leistung"), service)
    of: dict[int, list[Service]] = {}
    for service in listed:
        of.setdefault(service.department_id, []).append(service)
    for kept in of.values():
        writer.unit(_add(_add(root, "schreibe"), "organisationseinheit"), kept[0].department, kept)
    for service in listed:
        for number, (name, link) in enumerate(writer.online(service)):
            writer.online_service(_add(_add(root, "schreibe"), "onlinedienst"), f"{service.pk}-{number}", name, link)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    found = etree.SubElement(parent, _tag(name), attributes)
    found.text = text
    return found


def _coded(parent: etree._Element, name: str, code: str, list_uri: str) -> None:
    etree.SubElement(_add(parent, name, listURI=list_uri), "code").text = code


def _texts(value: Any) -> dict[str, Any]:
    """What is said, by language; what names no language is German."""
    return {lang: said for lang, said in (value if isinstance(value, Mapping) else {"de": value}).items() if said}


def _html(said: Any) -> str:
    """Paragraphs as HTML; whoever shows it gets no more markup than ours."""
    lines = [said] if isinstance(said, str) else [telling.line(one) for one in said]
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


class _Writer:
    def __init__(self, body: Tenant, address: str) -> None:
        self.body, self.address = body, address

    def _id(self, parent: etree._Element, name: str, value: str, **more: str) -> None:
        agency = {"schemeAgencyID": self.body.ars or self.body.slug, "schemeAgencyName": self.body.name}
        _add(parent, name, value, **agency, **more)

    def service(self, found: etree._Element, service: Service) -> None:
        """The elements stand in the order of the model."""
        details = service.details
        self._id(found, "id", str(service.pk))
        self._id(found, "idSekundaer", service.slug, schemeID="slug")
        if service.ozg_id:
            _add(found, "idSekundaer", service.ozg_id, schemeID="ozg")
        for key in dict.fromkeys([*filter(None, [service.leika_key]), *service.leika_keys]):
            _coded(found, "referenzLeiKa", key, _LEIKA)
        self._modules(found, service)
        self._deadlines(found, details)
        self._fees(found, service)
        self._duration(found, service)
        self._terms(found, service)
        self._papers(found, details.get("papers", []))
        self._facts(found, service)

    @staticmethod
    def _terms(found: etree._Element, service: Service) -> None:
        words = [(lang, word) for lang, some in _texts(service.keywords).items() for word in some]
        if words:
            terms = _add(found, "modulBegriffImKontext")
            for lang, word in words:
                _add(_add(terms, "begriffImKontext"), "begriff", word, languageCode=lang)

    def _facts(self, found: etree._Element, service: Service) -> None:
        details = service.details
        for lang in _texts(service.name):
            _add(
                found, "modulUrsprungsportal", languageCode=lang, uri=f"{self.address}/leistungen/{service.slug}/"
            ).set("titel", service.name[lang])
        if trust := _TRUST.get(details.get("trust_level", "")):
            _coded(found, "vertrauensniveau", trust, "urn:xoev-de:fim:codeliste:vertrauensniveau")
        for one in service.audience:
            _coded(found, "leistungsadressat", _ADDRESSEES[one], "urn:xoev-de:fim:codeliste:leistungsadressat")
        if form := details.get("written_form"):
            _add(found, "kennzeichenSchriftformerfordernis", "true" if form == "signature" else "false")
        if self.body.ars:
            _add(found, "gueltigkeitGebietID", self.body.ars, schemeID=_AREA)
        changed = service.changed.isoformat(timespec="seconds")
        _add(_add(found, "versionsinformation"), "geaendertDatumZeit", changed)
        for lang in _texts(service.name):
            _add(_add(found, "sprachversion", languageCode=lang), "geaendertDatumZeit", changed)
        since, until = details.get("valid_from"), service.valid_until
        days = [
            *([("beginn", f"{since}T00:00:00")] if since else []),
            *([("ende", f"{until.isoformat()}T23:59:59")] if until else []),
        ]
        valid = _add(found, "gueltigkeit") if days else None
        for name, moment in days:
            if valid is not None:
                _add(valid, name, moment)

    def _module(self, found: etree._Element, code: str, texts: Mapping[str, str]) -> None:
        if not texts:
            return
        module = _add(found, "modulText")
        _coded(module, "leikaTextmodul", code, "urn:de:xzufi:codeliste:leistungstextmodulleika")
        for lang, html in texts.items():
            _add(module, "inhalt", html, languageCode=lang)

    def _modules(self, found: etree._Element, service: Service) -> None:
        for code, path in _MODULES:
            column, _dot, part = path.partition(".")
            value = getattr(service, column)
            said = _texts(value.get(part) if part else value)
            texts = {lang: one if path == "name" else _html(one) for lang, one in said.items()}
            if path == "texts.description" and service.easy.get("text"):
                texts["de-simple"] = _html(service.easy["text"])
            self._module(found, code, texts)
        responsible = service.responsible.get("name") or service.department.name
        self._module(found, "22", {lang: _html(name) for lang, name in _texts(responsible).items()})

    @staticmethod
    def _sentences(found: etree._Element, texts: Mapping[str, Any], sentences: Any = list) -> None:
        """`beschreibung` in German and English: typed entries as sentences, then what is written."""
        written = _texts(texts)
        for lang in ("de", "en"):
            with translation.override(lang):
                lines = [*sentences(), *written.get(lang, ())]
            if lines and (lang == "de" or lang in written):
                _add(found, "beschreibung", _html(lines), languageCode=lang)

    def _deadlines(self, found: etree._Element, details: Mapping[str, Any]) -> None:
        if details.get("deadlines"):
            self._sentences(
                _add(found, "modulFrist"), {}, lambda: [telling.deadline(one) for one in details["deadlines"]]
            )

    def _fees(self, found: etree._Element, service: Service) -> None:
        written = service.texts.get("fees") or {}
        if not service.fees and not written:
            return
        module = _add(found, "modulKosten")
        for fee in service.fees:
            one = _add(module, "kosten")
            kind = "KostenFrei" if fee.get("free") else "KostenFix" if fee.get("amount_cents") is not None else ""
            choice = _add(one, "kostenauswahl", **{f"{{{_XSI}}}type": f"xzufi:{kind or 'KostenVariabel'}"})
            if kind == "KostenFix":
                _add(choice, "betrag", f"{fee['amount_cents'] / 100:.2f}", currencyCode="EUR")
            elif not kind:
                _add(choice, "betragUntergrenze", f"{fee['from_cents'] / 100:.2f}", currencyCode="EUR")
                _add(choice, "betragObergrenze", f"{fee['to_cents'] / 100:.2f}", currencyCode="EUR")
            for lang, label in _texts(fee["label"]).items():
                more = [_texts(fee.get(key) or {}).get(lang, "") for key in ("unit", "note")]
                _add(one, "beschreibung", _html(", ".join(filter(None, [label, *more]))), languageCode=lang)
            _add(one, "vorkasse", "true" if fee.get("prepayment") else "false")
        self._sentences(module, written)

    def _duration(self, found: etree._Element, service: Service) -> None:
        span, written = service.details.get("processing_time"), service.texts.get("duration") or {}
        if not span and not written:
            return
        module = _add(found, "modulBearbeitungsdauer")
        if span:
            choice = _add(_add(module, "bearbeitungsdauer"), "fristauswahl", **{f"{{{_XSI}}}type": "xzufi:FristDauer"})
            least = span.get("least")
            _add(choice, "dauer", str(span["most"] if least is None else least))
            _coded(choice, "einheit", _UNITS[span["unit"]], "urn:de:xzufi:codeliste:zeiteinheit")
            if least is not None:
                _add(choice, "dauerBis", str(span["most"]))
                _coded(choice, "einheitBis", _UNITS[span["unit"]], "urn:de:xzufi:codeliste:zeiteinheit")
        self._sentences(module, written)

    def _papers(self, found: etree._Element, papers: list[Mapping[str, Any]]) -> None:
        module = _add(found, "modulDokument") if papers else None
        for direction, name in (("incoming", "dokumentEingehend"), ("outgoing", "dokumentAusgehend")):
            for paper in papers:
                if module is None or paper.get("direction", "incoming") != direction:
                    continue
                one = _add(module, name)
                _coded(one, "typ", "999", "urn:de:fim:codeliste:dokumenttyp")
                for lang, label in _texts(paper["name"]).items():
                    _add(one, "bezeichnung", label, languageCode=lang)
                for lang, condition in _texts(paper.get("only_if") or {}).items():
                    _add(one, "beschreibung", _html(condition), languageCode=lang)

    def unit(self, found: etree._Element, department: Department, services: Iterable[Service]) -> None:
        """The department, and what it is responsible for where."""
        self._id(found, "id", department.slug)
        names = _add(found, "name")
        for lang, name in _texts(department.name).items():
            _add(names, "name", name, languageCode=lang)
        for service in services:
            responsible = _add(found, "zustaendigkeit")
            self._id(responsible, "leistungID", str(service.pk))
            if self.body.ars:
                _add(responsible, "gebietID", self.body.ars, schemeID=_AREA)

    def online(self, service: Service) -> list[tuple[Mapping[str, str], str]]:
        """What of the service is online: its names and address."""
        found = [(service.name, f"{self.address}/antrag/{service.slug}/")] if service.channels.get("online") else []
        external = service.channels.get("external")
        return [*found, (service.name, external["url"])] if external else found

    def online_service(self, found: etree._Element, key: str, name: Mapping[str, str], link: str) -> None:
        self._id(found, "id", key)
        for lang, label in _texts(name).items():
            _add(found, "bezeichnung", label, languageCode=lang)
        place = _add(found, "link")
        _coded(place, "typ", "01", "urn:xoev-de:fim:codeliste:onlinedienstlinktyp")
        _add(place, "link", link)
