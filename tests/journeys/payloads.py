"""Two hundred pieces of script and markup, stored wherever people may write (bar 18)."""

import json

TEMPLATES = (
    "<script>alert({n})</script>",
    "<img src=x onerror=alert({n})>",
    '"><svg onload=alert({n})>',
    "'><iframe srcdoc='<script>parent.alert({n})</script>'>",
    "</textarea><script>alert({n})</script>",
    "</title><script>alert({n})</script>",
    "<a href='javascript:alert({n})'>hier</a>",
    "javascript:alert({n})",
    "<div hx-get='/suche/?q={n}' hx-trigger='load'></div>",
    "<div hx-on:load='alert({n})'></div>",
    "<meta http-equiv=refresh content='0;url=//fremd.example/{n}'>",
    "<base href='//fremd.example/{n}'>",
    "<form action='//fremd.example/{n}'><button>Weiter</button></form>",
    "<object data='//fremd.example/{n}'></object>",
    "<style>@import '//fremd.example/{n}'</style>",
    "<details open ontoggle=alert({n})>",
    "{{{{constructor.constructor('alert({n})')()}}}}",
    "{{% print({n}) %}}<!--",
    "&lt;script&gt;alert({n})&lt;/script&gt;",
    "' onfocus=alert({n}) autofocus x='",
)
CASES = 10
STRANGE = (
    "main script:not([src]), main iframe, main object, main base, main meta, main style, main [srcdoc], "
    "main [hx-get], main [onerror], main [onload], main [onfocus], main [ontoggle], "
    "main a[href^='javascript'], main form[action*='fremd'], main img[src='x']"
)


def of_case(number: int) -> list[str]:
    """The twenty of one case."""
    return [template.format(n=1000 + 20 * number + place) for place, template in enumerate(TEMPLATES)]


def print_cases() -> None:
    """Send cases full of them, with a question and its answer; prints the references as JSON."""
    from drehscheibe.applications import queries  # noqa: PLC0415  needs Django
    from drehscheibe.applications.operations import casework  # noqa: PLC0415
    from drehscheibe.applications.operations.answering import answer  # noqa: PLC0415
    from drehscheibe.kernel import clock, files  # noqa: PLC0415
    from drehscheibe.tenants.operations import work_as  # noqa: PLC0415
    from tests.cases import filled_draft, send  # noqa: PLC0415
    from tests.cast import account, tenant  # noqa: PLC0415
    from tests.papers import PDF  # noqa: PLC0415

    town, clerk, now = tenant("musterstadt"), account("buergerbuero@musterstadt"), clock.now()
    references = []
    for number in range(CASES):
        said = of_case(number)

        def write(raw, said=said) -> None:
            raw["betreff"], raw["vorname"], raw["nachname"] = [said[0]], [said[1]], [said[2]]
            raw["nachricht"] = ["\n".join(said[3:11])]

        with work_as(town):
            sent = queries.application(send(*filled_draft("mitteilung", town, change=write)).pk)
            casework.ask(application=sent, text="\n".join(said[11:15]), by=clerk, now=now)
            file = files.store(sent.key, PDF, "application/pdf", now)
            attached = {
                "file": str(file.pk),
                "name": f"{said[19]}.pdf",
                "size": file.size,
                "media_type": "application/pdf",
            }
            answer(application=sent, text="\n".join(said[15:19]), attached=[attached], by=None, now=now)
            references.append(sent.reference)
    print(json.dumps(references))
