"""What is counted while the installation works, for Prometheus.

The processes of one machine count into small files (prometheus-client's way for several processes; the command line
names the folder, `<var>/metrics/<machine>`), so that whichever web worker is asked tells the sum. A killed worker's
counts stay; those of an ended server are removed when the next one starts.
"""

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus-client when it is imported
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
_own = CollectorRegistry()

requests = Histogram(
    "drehscheibe_request_seconds",
    "Answered requests by pattern of the address, with their duration",
    ["method", "route", "status"],
    buckets=_SECONDS,
    registry=_own,
)
events = Counter("drehscheibe_events", "What happened to applications, by body", ["tenant", "event"], registry=_own)
jobs = Histogram(
    "drehscheibe_job_seconds",
    "Jobs run, with their duration",
    ["task", "outcome"],
    buckets=_SECONDS,
    registry=_own,
)
notices = Counter(
    "drehscheibe_mails", "Mails handed to the mail server, refused, or not taken", ["outcome"], registry=_own
)


def forget_the_dead() -> None:
    """Remove the counts of processes that are no more."""
    for file in Path(os.environ[FOLDER]).glob("*.db"):
        number = file.stem.rpartition("_")[2]
        try:
            os.kill(int(number), 0)
        except (ProcessLookupError, ValueError):
            file.unlink(missing_ok=True)
        except PermissionError:
            continue  # somebody else's live process


def registry() -> CollectorRegistry:
    """The counts of all processes of this machine; of this process alone where none counts into files."""
    if FOLDER not in os.environ:
        return _own
    found = CollectorRegistry()
    MultiProcessCollector(found)  # type: ignore[no-untyped-call]
    return found
