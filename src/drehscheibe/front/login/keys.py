"""Security keys and passkeys (WebAuthn level 2), by django-allauth and fido2. They need the browser's script."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction

from drehscheibe.identity.credentials import tell
from drehscheibe.identity.models import Account


class WrongKeyError(ValueError):
    """The browser's answer does not come from a key of this account, or not from this page."""


def to_add(account: Account) -> str:
    """What the browser needs to register a key, as JSON; its challenge is kept in the session."""
    return json.dumps(auth.begin_registration(account, passwordless=False))


def to_confirm(account: Account) -> str:
    """What the browser needs to ask a registered key, as JSON; its challenge is kept in the session."""
    return json.dumps(auth.begin_authentication(account))


def _answer(typed: str) -> dict[str, Any]:
    try:
        answer = json.loads(typed)
    except ValueError as error:
        raise WrongKeyError from error
    if not isinstance(answer, dict) or "\\u0000" in typed or "\0" in typed:  # which the database does not take
        raise WrongKeyError
    return answer


@transaction.atomic
def add(request: Any, account: Account, name: str, typed: str) -> None:
    """Make the key that answered a second factor. Raises WrongKeyError."""
    answer = _answer(typed)
    try:
        auth.parse_registration_response(answer)
        auth.complete_registration(answer)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise WrongKeyError from error
    auth.WebAuthn.add(account, name, answer)
    tell(account=account, change="factor_added", language=request.language)


@transaction.atomic
def confirm(account: Account, typed: str) -> None:
    """Check the answer of a registered key. Raises WrongKeyError."""
    answer = _answer(typed)
    try:
        auth.parse_authentication_response(answer)
        found: Authenticator = auth.complete_authentication(account, answer)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise WrongKeyError from error
    found.record_usage()
