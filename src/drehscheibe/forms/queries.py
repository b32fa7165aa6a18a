"""Read published forms."""

from drehscheibe.forms.models import Form, FormVersion


def newest_version(form: Form) -> FormVersion:
    """The version that new drafts answer."""
    return FormVersion.objects.filter(form=form).latest("number")


def version(version_id: int) -> FormVersion:
    """One version, whatever its age."""
    return FormVersion.objects.get(pk=version_id)
