"""The command line: `drehscheibe <verb>`. Exit codes: 0 done, 1 refused with a reason on stderr, 2 wrong usage."""

import argparse
import os
import signal
import socket
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

PORT = ("--port", {"type": int, "default": 8000, "help": "port (default 8000)"})
RESET = ("--reset", {"action": "store_true", "help": "throw the demo's data away first"})
WORKERS = ("--workers", {"type": int, "default": 2, "help": "processes (default 2)"})
CODE = ("-c", {"dest": "code", "metavar": "CODE", "help": "run this code and leave"})
NAME = ("--name", {"required": True, "help": "official name"})
HOST = ("--host", {"required": True, "help": "host name without port"})
ARS = ("--ars", {"default": "", "help": "Amtlicher Regionalschlüssel, 12 digits"})
PARENT = ("--parent", {"metavar": "HOST", "help": "host name of the district's portal"})
DRAFT = ("--draft", {"action": "store_true", "help": "in preparation: only its staff sees it until it is published"})
EMAIL = ("--email", {"required": True, "help": "e-mail address of the person"})
ROLE = ("--role", {"required": True, "help": "tenant_admin, operator, editor, publisher, clerk, lead or auditor"})
PORTAL = ("--host", {"required": True, "help": "host name of the portal for which the person works"})
TO = ("--to", {"required": True, "metavar": "DIR", "help": "folder of the backups"})
KEEP = ("--keep", {"type": int, "default": 14, "metavar": "DAYS", "help": "remove older backups (default 14)"})
FROM = ("--from", {"required": True, "dest": "source", "metavar": "DIR", "help": "a backup, or the folder of them"})
PORTAL_HOST = ("--portal", {"required": True, "metavar": "HOST", "help": "host name of the portal, without port"})
SLUG = ("slug", {"metavar": "SLUG", "help": "name of the form or of its online service in addresses"})
CODE_LISTS = ("--code-lists", {"metavar": "DIR", "help": "folder with code lists in genericode"})
PUBLISH = ("--publish", {"action": "store_true", "help": "open it for guests as an online service of its own"})
FORM_FORMAT = ("--format", {"choices": ["json", "jsonschema", "xdf3"], "default": "json", "help": "default json"})
FORM_FILES = ("files", {"metavar": "FILE", "nargs": "+", "help": "our JSON, or XDatenfelder 2.0 or 3.0"})
ADD = ("--add-only", {"action": "store_true", "help": "only add the key, to copy the key file to other machines first"})
OF_PORTAL = ("--portal", {"dest": "host", "metavar": "HOST", "required": True, "help": "host name of the portal"})
UNPUBLISHED = ("--draft", {"action": "store_true", "help": "what is new is not shown yet"})
FILES = ("files", {"metavar": "FILE", "nargs": "+", "type": Path, "help": "OZG list, LeiKa list, or our JSON or YAML"})
FORMAT = (
    "--format",
    {"choices": ["json", "yaml", "xzufi"], "default": "json", "help": "json (default), yaml or xzufi"},
)
LISTS = ("files", {"metavar": "FILE", "nargs": "+", "help": "CSV with columns ars, name or plz, ort"})
# verb: the function in drehscheibe.config that does it, what it does, its options
VERBS: dict[str, tuple[str, str, list[tuple[str, dict[str, Any]]]]] = {
    "demo": ("demonstration.run", "run the demo district: database, web server, worker", [PORT, RESET]),
    "serve": ("serving.serve", "run the web server", [PORT, WORKERS]),
    "worker": ("serving.work", "run the jobs", []),
    "migrate": ("schema.migrate", "bring the database up to date (as its owner)", []),
    "check": ("framework.check", "check the configuration", []),
    "shell": ("framework.shell", "a Python shell with the project loaded", [CODE]),
    "account invite": ("staff.invite", "print a one-time link for a member of staff", [EMAIL, ROLE, PORTAL]),
    "account remove-factors": ("staff.remove_factors", "let a person set up the second factor anew", [EMAIL, PORTAL]),
    "form import": (
        "form_commands.import_files",
        "take forms in; print a report and where each opens",
        [PORTAL_HOST, CODE_LISTS, PUBLISH, FORM_FILES],
    ),
    "form export": ("form_commands.export", "print a form in the format asked for", [PORTAL_HOST, FORM_FORMAT, SLUG]),
    "form check": ("form_commands.check", "look a form over; exit 1 on a serious finding", [PORTAL_HOST, SLUG]),
    "portal create": ("portals.create", "create a portal", [NAME, HOST, ARS, PARENT, DRAFT]),
    "balance": ("upkeep_commands.show_balance", "print the balance of all cases; exit 1 on a difference", []),
    "case index": ("upkeep_commands.index_cases", "let older cases be found by name and e-mail address", []),
    "backup": ("upkeep_commands.back_up", "back up database and files beside the running installation", [TO, KEEP]),
    "restore": ("upkeep_commands.restore", "restore a backup into an empty installation", [FROM]),
    "keys rotate": ("upkeep_commands.rotate_keys", "add an installation key and wrap all tenants' keys by it", [ADD]),
    "audit verify": ("upkeep_commands.verify_audit", "check the audit's chains and anchors (as the owner)", []),
    "catalogue import": ("catalogue_commands.bring", "bring services into a portal", [OF_PORTAL, UNPUBLISHED, FILES]),
    "catalogue export": ("catalogue_commands.export", "print a portal's services", [OF_PORTAL, FORMAT]),
    "places import": ("place_commands.bring", "know municipalities and postcodes, from CSV files", [LISTS]),
    "portal list": ("portals.show", "list the portals with their host names", []),
}
# What must see all rows, and so logs in as the owner of the tables.
AS_OWNER = frozenset(
    {"schema.migrate", *(f"upkeep_commands.{name}" for name in ("verify_audit", "back_up", "restore", "rotate_keys"))}
)


def parser() -> argparse.ArgumentParser:
    """All verbs with their options."""
    top = argparse.ArgumentParser(prog="drehscheibe", description="Municipal service portal")
    verbs = {"": top.add_subparsers(required=True, metavar="VERB")}
    for verb, (work, text, options) in VERBS.items():
        group, _, name = verb.rpartition(" ")
        if group not in verbs:
            below = verbs[""].add_parser(group, help=f"{group.rstrip('s')}s")
            verbs[group] = below.add_subparsers(required=True, metavar="VERB")
        added = verbs[group].add_parser(name, help=text, description=text)
        added.set_defaults(work=work)
        for flag, settings in options:
            added.add_argument(flag, **settings)
    return top


def _prepare(work: str, *, port: int = 0, workers: int = 0, **_options: object) -> None:
    """Set the environment that the settings read, and load Django; the demo itself does without."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings")
    os.environ["DREHSCHEIBE_LOGIN"] = "owner" if work in AS_OWNER else "app"
    if work == "schema.migrate":
        os.environ["DREHSCHEIBE_CREATE_KEYS"] = "1"
    if work in {"serving.serve", "serving.work"}:
        _count_into_files()
    if workers:
        os.environ["DREHSCHEIBE_WEB_WORKERS"] = str(workers)  # each takes its share of what may start at once
    if work == "demonstration.run":
        os.environ |= {"DREHSCHEIBE_MODE": "demo", "DREHSCHEIBE_DEMO_PORT": str(port)}
        return
    import django  # noqa: PLC0415  only after the environment is set

    django.setup()


def _count_into_files() -> None:
    """Where the processes of this machine count together; prometheus-client wants to know before it is imported."""
    project = Path(__file__).resolve().parents[3]
    counted = Path(os.environ.get("DREHSCHEIBE_VAR", project / "var")).resolve() / "metrics" / socket.gethostname()
    counted.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counted)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    options = vars(parser().parse_args(arguments))
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    work = options.pop("work")
    try:
        _prepare(work, **options)
        module, _, function = work.rpartition(".")
        getattr(import_module(f"drehscheibe.config.{module}"), function)(**options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads has seen enough, as `head` does; nothing more is written, at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (RuntimeError, ValueError) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201  the command line speaks here
        return 1
    except Exception as error:
        if type(error).__name__ != "OperationalError":  # Django's; not imported before its settings are known
            raise
        print(f"Die Datenbank antwortet nicht. {error}", file=sys.stderr)  # noqa: T201  the command line speaks here
        return 1
    return 0
