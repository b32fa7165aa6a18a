"""Read published forms."""

from drehscheibe.forms.models import Form, FormVersion
from drehscheibe.kernel import scope


def nearest_form(slug: str) -> Form | None:
    """The form of that slug, the entered tenant's own before its ancestors'."""
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    return min(Form.objects.filter(slug=slug), key=lambda form: rank[form.tenant_id], default=None)


def newest_version(form: Form) -> FormVersion:
    """The version that new drafts answer."""
    return FormVersion.objects.filter(form=form).latest("number")


def version(version_id: int) -> FormVersion:
    """One version, whatever its age."""
    return FormVersion.objects.get(pk=version_id)
