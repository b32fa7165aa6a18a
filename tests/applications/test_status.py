from drehscheibe.applications.queries import declaration


def test_fixture(application, musterstadt, scope_of, run_jobs):
    sent = application("hundesteuer-anmelden", musterstadt)
    assert sent.reference.startswith("MUS-")
    assert run_jobs() == ["applications.acknowledge"]
    with scope_of(musterstadt):
        declaration(sent)


def test_fixture_kreis(application, musterstadt, kreis, scope_of, run_jobs):
    sent = application("mitteilung", musterstadt)
    assert sent.reference.startswith("KML-")
    assert run_jobs() == ["applications.acknowledge"]

def test_own(committing_database):
    with committing_database() as owner:
        assert (owner.execute("select count(*) from catalogue_service").fetchone())
