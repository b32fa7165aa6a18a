"""The one table that says which jobs follow which event."""

from collections.abc import Mapping
from typing import Any

from drehscheibe.applications import events, tasks

SUBSCRIPTIONS: Mapping[type, tuple[Any, ...]] = {
    events.Submitted: (tasks.acknowledge,),
    events.Asked: (tasks.announce_question,),
    events.Decided: (tasks.announce_decision,),
}
