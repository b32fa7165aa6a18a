"""The one table that says which jobs follow which event."""

from collections.abc import Mapping
from typing import Any

from drehscheibe.applications import events, office_tasks, part_tasks, tasks
from drehscheibe.identity import events as of_accounts
from drehscheibe.identity import tasks as accounts
from drehscheibe.insights import events as of_insights
from drehscheibe.insights import tasks as insights

SUBSCRIPTIONS: Mapping[type, tuple[Any, ...]] = {
    of_accounts.LinkWanted: (accounts.send_link,),
    of_accounts.SignInChanged: (accounts.tell_change,),
    events.ParticipantInvited: (part_tasks.announce_invitation,),
    events.PartSigned: (part_tasks.announce_signature,),
    events.DraftExpiring: (tasks.announce_expiry,),
    events.Submitted: (tasks.acknowledge,),
    events.Acknowledged: (tasks.announce_receipt,),
    events.Asked: (tasks.announce_question,),
    events.Informed: (tasks.announce_message,),
    events.DocumentsRequested: (tasks.announce_request,),
    events.DocumentsOverdueSoon: (tasks.remind_of_request,),
    events.Withdrawn: (tasks.announce_withdrawal,),
    of_insights.ReviewsDue: (insights.send_reminder,),
    events.Corrected: (tasks.announce_correction,),
    events.Decided: (tasks.announce_decision,),
    events.ErasurePlanned: (tasks.announce_erasure,),
    events.ListOrdered: (office_tasks.make_list,),
    events.ListReady: (office_tasks.announce_list,),
}
