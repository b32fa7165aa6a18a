"""The answers of a case for other programs: JSON by the form's schema, XML for forms that come from FIM, plain text."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from drehscheibe.applications import queries
from drehscheibe.applications.operations import casework
from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.desk.cases import visible
from drehscheibe.forms.outputs.values import NotFromFimError, as_json, as_text, as_xml
from drehscheibe.identity.access import Access, access
from drehscheibe.ui.downloads import download


@access(Access.CASEWORK)
@require_safe
def file(request: Any, reference: str, ending: str) -> HttpResponse:
    """`ending` is json, xml or txt; 404 for XML of a form that no FIM schema stands behind."""
    application = visible(request, reference)
    declared = queries.declaration(application)
    document = offer_as_answered(application.online_service_id, application.form_version_id).document
    try:
        if ending == "json":
            told = as_json(document, declared.values, declared.people)
            content, media_type = (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode(), "application/json"
        elif ending == "xml":
            content, media_type = as_xml(document, declared.values), "application/xml"
        else:
            content, media_type = as_text(declared.sections["de"]).encode(), "text/plain"
    except NotFromFimError as error:
        raise Http404 from error
    casework.note_opening(application=application, by=request.account, now=request.now, purpose=request.purpose)
    return download(content, media_type, application.reference)
