"""Addresses of the staff's side."""

from django.urls import path

from drehscheibe.desk.views import case, control_room, lists, overview, verbs

urlpatterns = [
    path("", overview.page),
    path("eingang/", lists.inbox),
    path("vorgaenge/", lists.cases),
    path("vorgaenge/<str:reference>/", case.page),
    path("vorgaenge/<str:reference>/zuweisung/", verbs.assignment),
    path("vorgaenge/<str:reference>/rueckfrage/", verbs.question),
    path("vorgaenge/<str:reference>/entscheidung/", verbs.decision),
    path("vorgaenge/<str:reference>/bescheid.pdf", case.decision),
    path("vorgaenge/<str:reference>/dateien/<uuid:file_id>/", case.file),
    path("leitstelle/", control_room.page),
    path("leitstelle/auftraege/<int:job_id>/wiederholung/", control_room.retry),
]
