"""The command line: `drehscheibe <verb>`. Exit codes: 0 done, 1 refused with a reason on stderr, 2 wrong usage."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings")


def _setup(*, owner: bool = False) -> None:
    """Load Django, as the owner of the tables or as the application."""
    os.environ["DREHSCHEIBE_LOGIN"] = "owner" if owner else "app"
    import django  # noqa: PLC0415  only after the environment is set

    django.setup()


def _migrate(_options: argparse.Namespace) -> None:
    from drehscheibe.config import schema  # noqa: PLC0415  needs the login chosen first

    os.environ["DREHSCHEIBE_CREATE_KEYS"] = "1"
    _setup(owner=True)
    schema.migrate(say=print)


def _serve(options: argparse.Namespace) -> None:
    _setup()
    from drehscheibe.config import serving  # noqa: PLC0415

    serving.serve(port=options.port, workers=options.workers)


def _worker(_options: argparse.Namespace) -> None:
    _setup()
    from drehscheibe.config import serving  # noqa: PLC0415

    serving.work()


def _demo(options: argparse.Namespace) -> None:
    os.environ["DREHSCHEIBE_MODE"] = "demo"
    os.environ["DREHSCHEIBE_DEMO_PORT"] = str(options.port)
    from drehscheibe.config import demonstration  # noqa: PLC0415

    demonstration.run(port=options.port, reset=options.reset)


def _check(_options: argparse.Namespace) -> None:
    _setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("check")


def _shell(options: argparse.Namespace) -> None:
    _setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("shell", **({"command": options.code, "verbosity": 0} if options.code else {}))


def _portal_create(options: argparse.Namespace) -> None:
    _setup()
    from drehscheibe.config import portals  # noqa: PLC0415

    portals.create(name=options.name, host=options.host, ars=options.ars, parent=options.parent)


def _portal_list(_options: argparse.Namespace) -> None:
    _setup()
    from drehscheibe.config import portals  # noqa: PLC0415

    portals.show()


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], None],
    text: str,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def parser() -> argparse.ArgumentParser:
    """All verbs with their options."""
    top = argparse.ArgumentParser(prog="drehscheibe", description="Municipal service portal")
    verbs = top.add_subparsers(required=True, metavar="VERB")
    demo = _verb(verbs, "demo", _demo, "run the demo district: database, web server, worker")
    demo.add_argument("--port", type=int, default=8000, help="port of the district portal (default 8000)")
    demo.add_argument("--reset", action="store_true", help="throw the demo's data away first")
    serve = _verb(verbs, "serve", _serve, "run the web server")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2)
    _verb(verbs, "worker", _worker, "run the jobs")
    _verb(verbs, "migrate", _migrate, "bring the database up to date (as its owner)")
    _verb(verbs, "check", _check, "check the configuration")
    shell = _verb(verbs, "shell", _shell, "a Python shell with the project loaded")
    shell.add_argument("-c", dest="code", metavar="CODE", help="run this code and leave")
    portals = verbs.add_parser("portal", help="create and list portals").add_subparsers(required=True, metavar="VERB")
    create = _verb(portals, "create", _portal_create, "create a portal")
    for name, text in (("name", "official name"), ("host", "host name without port")):
        create.add_argument(f"--{name}", required=True, help=text)
    create.add_argument("--ars", default="", help="Amtlicher Regionalschlüssel, 12 digits")
    create.add_argument("--parent", metavar="HOST", help="host name of the district's portal")
    _verb(portals, "list", _portal_list, "list the portals with their host names")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    options = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    try:
        options.run(options)
    except KeyboardInterrupt:
        return 130
    except (RuntimeError, ValueError) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201  the command line speaks here
        return 1
    return 0
