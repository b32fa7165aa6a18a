"""What is known of accounts only for a while is forgotten in time, and not before."""

from datetime import timedelta

from procrastinate.jobs import Job

from drehscheibe.identity.devices import described
from drehscheibe.identity.models import Invitation, MemberRole, SignIn, TrustLevel
from drehscheibe.identity.operations import note_sign_in
from tests.cases import run_job
from tests.cast import NOW
from tests.firms import found_organisation, invite

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0"


def tidy_up() -> None:
    """The hourly job, as a worker runs it."""
    arguments = {"timestamp": 0}
    run_job(
        Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="privacy.tidy_up", task_kwargs=arguments)
    )


def test_sign_ins_are_forgotten_after_a_year(charlie, stopped_clock):
    for days in (0, 2):
        moment = NOW + timedelta(days=days)
        note_sign_in(account=charlie, provider="demo", trust_level=TrustLevel.LOW, user_agent=SAFARI, now=moment)
    stopped_clock.moment = NOW + timedelta(days=366)
    tidy_up()
    assert [one.at for one in SignIn.objects.filter(account=charlie)] == [NOW + timedelta(days=2)]


def test_invitations_are_forgotten_when_they_have_ended(charlie, stopped_clock):
    firm = found_organisation(name="Bäckerei Beispiel", by=charlie, now=NOW)
    invite(organisation=firm, role=MemberRole.MEMBER, note="", by=charlie, now=NOW)
    tidy_up()
    assert Invitation.objects.filter(organisation=firm).count() == 1
    stopped_clock.moment = NOW + timedelta(days=8)
    tidy_up()
    assert not Invitation.objects.filter(organisation=firm).exists()


def test_a_device_is_described_coarsely():
    assert described(SAFARI) == "Safari, iPhone"
    assert described(EDGE) == "Edge, Windows"
    assert described("curl/8.0") == ""
