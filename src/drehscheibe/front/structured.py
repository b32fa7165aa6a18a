"""What search engines read: structured data of a service (schema.org), the list of all pages, and where not to go."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from markupsafe import Markup

from drehscheibe.catalogue.models import Service
from drehscheibe.front.shareable import host_name
from drehscheibe.tenants.queries import directory

_CLOSED = ("/antrag/", "/vorgang/", "/eingang/", "/konto/", "/postkorb/", "/anmelden/", "/amt/", "/suche/", "/demo/")
_PAGES = ("/", "/leistungen/", "/themen/", "/lagen/", "/aemter/", "/unternehmen/")


def origin(request: Any) -> str:
    """The beginning of the portal's addresses."""
    return f"{request.scheme}://{host_name(request)}"


def canonical(found: Any, request: Any) -> str:
    """The one address of a service: in the portal of the body that keeps it, unless this portal says more about it."""
    host = None if found.local or found.tenant.in_preparation else directory().primary.get(found.tenant_id)
    if found.tenant_id == request.portal.pk or host is None:
        return f"{origin(request)}/leistungen/{found.slug}/"
    return f"{request.scheme}://{host}{settings.PORT_SHOWN}/leistungen/{found.slug}/"


def service(found: Service, request: Any) -> Markup:
    """The service as a schema.org GovernmentService, in its element: data, which no browser runs."""

    def said(texts: Any) -> str:
        return str((texts.get(request.language) or texts.get("de") or "") if isinstance(texts, dict) else texts or "")

    body, channels = found.tenant, []
    page = f"{origin(request)}/leistungen/{found.slug}/"
    if "online" in found.channels:
        channels.append(f"{origin(request)}/antrag/{found.slug}/")
    if isinstance(found.channels.get("external"), dict):
        channels.append(found.channels["external"]["url"])
    operator = said(found.responsible.get("name")) or said(body.texts.get("name")) or body.name
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": said(found.name),
        "url": page,
        "serviceOperator": {"@type": "GovernmentOrganization", "name": operator},
        "areaServed": {"@type": "AdministrativeArea", "name": said(body.texts.get("place")) or body.name},
    }
    if found.summary:
        described["description"] = said(found.summary)
    if found.leika_key:
        described["identifier"] = f"urn:de:fim:leika:leistung:{found.leika_key}"
    if found.audience:
        kinds = {"citizens": "Person", "businesses": "Organization"}
        described["audience"] = [{"@type": "Audience", "audienceType": kinds[one]} for one in found.audience]
    if channels:
        described["availableChannel"] = [{"@type": "ServiceChannel", "serviceUrl": one} for one in channels]
    text = json.dumps(described, ensure_ascii=False)
    for sign in "<>&":  # nothing in it can end the element
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704  see above


def sitemap(request: Any, addresses: Iterable[tuple[str, datetime]]) -> str:
    """The list as XML; `addresses`: slugs of services, and when each was changed."""
    lines = [f"<url><loc>{escape(origin(request) + page)}</loc></url>" for page in _PAGES]
    for slug, changed in addresses:
        place = escape(f"{origin(request)}/leistungen/{slug}/")
        lines.append(f"<url><loc>{place}</loc><lastmod>{changed:%Y-%m-%d}</lastmod></url>")
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([start, *lines, "</urlset>", ""])


def robots(request: Any) -> str:
    """Pages of cases, accounts and results are no business of search engines."""
    closed = [f"Disallow: {path}" for path in _CLOSED]
    return "\n".join(["User-agent: *", *closed, f"Sitemap: {origin(request)}/sitemap.xml", ""])
