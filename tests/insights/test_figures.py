"""Figures of a body: counted from its catalogue and its cases, each in one place, kept a day at a time."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from drehscheibe.applications import arrivals
from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.insights import figures, offers, portals
from drehscheibe.insights.maturity import Level
from drehscheibe.insights.models import Progress
from tests.cast import NOW


def of(slug, assessed):
    return next(one for one in assessed if one.service.slug == slug)


def test_a_service_counts_under_its_best_channel_and_with_the_level_of_its_form(musterstadt, scope_of):
    with scope_of(musterstadt):
        own = offers.own()
        dog, rent = of("hundesteuer-anmelden", own), of("rente-beantragen", own)
        assert (dog.channel, dog.level, rent.channel, rent.level) == ("online", Level.ONLINE, "external", Level.ONLINE)
        OnlineService.objects.filter(service=dog.service, is_contact=False).delete()
        Service.objects.filter(pk=rent.service.pk).update(summary={}, texts={}, channels={})
        own = offers.own()
        assert of("hundesteuer-anmelden", own).level == Level.INFORMATION
        assert (of("rente-beantragen", own).channel, of("rente-beantragen", own).level) == ("none", Level.OFFLINE)


def test_departments_add_up_to_the_whole(musterstadt, scope_of):
    with scope_of(musterstadt):
        own = offers.own()
        whole, groups = figures.counted(own), figures.by_department(own)
    assert whole.services == len(own) == sum(group.services for group in groups)
    assert whole.online == sum(group.online for group in groups) > 0
    assert [group.department.name["de"] for group in groups] == sorted(group.department.name["de"] for group in groups)


def test_an_ozg_number_counts_once_and_as_online_when_one_of_its_services_is(musterstadt, scope_of):
    with scope_of(musterstadt):
        before = figures.share(offers.in_sight())
        for slug in ("fundsachen", "osterfeuer"):  # neither is online
            Service.objects.filter(slug=slug).update(ozg_id="99999")
        changed = figures.share(offers.in_sight())
        assert changed.online <= before.online
        Service.objects.filter(slug="hundesteuer-anmelden").update(ozg_id="99999")
        joined = figures.share(offers.in_sight())
    assert (joined.listed, joined.online) == (changed.listed, changed.online + 1)  # dog tax has two services
    assert 0 < joined.percent < 100


def test_statements_do_not_grow_with_the_services(musterstadt, scope_of):
    with scope_of(musterstadt):
        offers.own()  # the forms are known now
        with CaptureQueriesContext(
            connection,
        ) as few:
            one = offers.own()
        model = one[0].service
        Service.objects.bulk_create(
            Service(
                tenant=musterstadt, slug=f"weitere-{number}", name={"de": "Weitere"}, sort_key="weitere", summary={},
                topic=model.topic, department=model.department, changed=NOW,
            )
            for number in range(30)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as many:
            assert len(offers.own()) == len(one) + 30
    assert len(few) == len(many) <= 4


def test_every_portal_of_the_installation_is_told_with_its_state(kreis, musterstadt, scope_of):
    musterstadt.in_preparation = True
    musterstadt.save()
    with scope_of(kreis):
        found = {one.tenant.slug: one for one in portals.portals()}
    assert set(found) == {"kreis-musterland", "musterstadt", "auenfeld", "birkental"}
    assert (found["musterstadt"].tenant.in_preparation, found["auenfeld"].tenant.in_preparation) == (True, False)
    assert found["auenfeld"].missing == []


def test_the_figures_of_all_portals_at_once_are_those_of_each_alone(kreis, scope_of):
    with scope_of(kreis):
        found = portals.portals()
    for one in found:
        with scope_of(one.tenant):
            visible = offers.in_sight()
        own = figures.counted([offer for offer in visible if offer.service.tenant_id == one.tenant.pk])
        assert (one.services, one.online, one.conforming) == (own.services, own.online, own.conforming)
        assert one.share == figures.share(visible)
    assert any(one.conforming for one in found)


def test_many_portals_cost_no_more_statements_for_their_services(kreis, scope_of):
    with scope_of(kreis):
        portals._offered()  # a serving process keeps the forms in memory
        with CaptureQueriesContext(connection) as counted:
            portals._offered()
    assert len(counted) <= 5


def test_figures_of_a_day_are_kept_once_and_shown_by_month(musterstadt, scope_of):
    with scope_of(musterstadt):
        for days in (0, 0, 20, 40):
            figures.keep_progress(now=NOW + timedelta(days=days))
        assert Progress.objects.count() == 3
        shown = figures.progress()
        own = figures.counted(offers.own())
    assert [one.day.isoformat() for one in shown] == ["2027-03-30", "2027-04-19"]
    assert (shown[0].model, sum(shown[0].levels)) == ("1.1", own.services)


def test_applications_are_counted_by_month_and_department(application, musterstadt, scope_of):
    first = application("hundesteuer-anmelden", musterstadt, seed=1)
    with scope_of(musterstadt):
        before = arrivals.months(NOW, count=2)
        first.submitted = NOW - timedelta(days=30)
        first.save()
        after = arrivals.months(NOW, count=2)
    assert [month.first.isoformat() for month in after] == ["2027-02-01", "2027-03-01"]
    assert after[1].total == before[1].total - 1
    assert after[0].by_department[first.department_id] == before[0].by_department.get(first.department_id, 0) + 1
