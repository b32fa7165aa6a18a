"""The second factor of an account: an app with six digits (TOTP, RFC 6238), security keys, and codes for emergencies.

Kept in django-allauth's tables and by its rules; secrets are sealed by `front.login.adapter`. What needs a browser
(WebAuthn) is in `front.login.keys`. A code of the app counts once, which is noted beside its secret and not in a cache,
because processes share none.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction

from drehscheibe.identity.credentials import tell
from drehscheibe.identity.models import Account
from drehscheibe.identity.personal import sign_out_everywhere
from drehscheibe.kernel.keyring import keyed_hash

Kind = Authenticator.Type
SECOND_FACTORS = (Kind.TOTP, Kind.WEBAUTHN)
PERIOD = 30  # seconds


class WrongCodeError(ValueError):
    """The code is not the one that the app shows now."""


@dataclass(frozen=True)
class Factors:
    """What an account has: `app` and `keys` are second factors, `codes_left` emergency codes stand in for them."""

    app: Authenticator | None
    keys: list[Authenticator]
    codes_left: int

    @property
    def are_set_up(self) -> bool:
        return self.app is not None or bool(self.keys)


def of(account: Account) -> Factors:
    """The factors of an account."""
    rows = list(Authenticator.objects.filter(user_id=account.pk).order_by("pk"))
    codes = next((row for row in rows if row.type == Kind.RECOVERY_CODES), None)
    left = len(RecoveryCodes(codes).get_unused_codes()) if codes else 0
    app = next((row for row in rows if row.type == Kind.TOTP), None)
    return Factors(app, [row for row in rows if row.type == Kind.WEBAUTHN], left)


def has_second_factor(account: Account) -> bool:
    """Whether signing in asks for more than the password."""
    return bool(Authenticator.objects.filter(user_id=account.pk, type__in=SECOND_FACTORS).exists())


def secret_in_preparation(account: Account, session_key: str) -> str:
    """The secret that the page of the set-up shows, the same each time within a session and stored nowhere."""
    key = settings.DREHSCHEIBE_KEYRING.derive("second factor in preparation")
    return base64.b32encode(keyed_hash(key, str(account.pk), session_key)[:20]).decode()


def _counter(secret: str, code: str, now: datetime) -> int | None:
    """The time step of which `code` is, of the present one and its neighbours."""
    typed = "".join(code.split())
    present = int(now.timestamp()) // PERIOD
    steps = (present, present - 1, present + 1)
    right = (step for step in steps if compare_digest(format_hotp_value(hotp_value(secret, step)), typed))
    return next(right, None) if typed.isascii() else None


@transaction.atomic
def add_app(*, account: Account, secret: str, code: str, language: str, now: datetime) -> None:
    """Make the app a second factor, or the new one. `code` shows that it works. Raises WrongCodeError."""
    counter = _counter(secret, code, now)
    if counter is None:
        raise WrongCodeError
    Authenticator.objects.filter(user_id=account.pk, type=Kind.TOTP).delete()
    app = TOTP.activate(account, secret).instance
    app.data["last"] = counter
    app.save(update_fields=["data"])
    tell(account=account, change="factor_added", language=language)


@transaction.atomic
def confirm_code(*, account: Account, code: str, now: datetime) -> None:
    """A code of the app or an emergency code; each counts once. Raises WrongCodeError."""
    rows = Authenticator.objects.select_for_update().filter(user_id=account.pk)
    for row in rows.filter(type__in=(Kind.TOTP, Kind.RECOVERY_CODES)).order_by("-type"):
        if row.type == Kind.TOTP and _app_confirms(row, code, now):
            row.record_usage()
            return
        if row.type == Kind.RECOVERY_CODES and RecoveryCodes(row).validate_code("".join(code.split()).replace("-", "")):
            return
    raise WrongCodeError


def _app_confirms(app: Authenticator, code: str, now: datetime) -> bool:
    counter = _counter(decrypt(app.data["secret"]), code, now)
    if counter is None or counter <= app.data.get("last", 0):
        return False
    app.data["last"] = counter
    app.save(update_fields=["data"])
    return True


@transaction.atomic
def renew_codes(*, account: Account, language: str) -> list[str]:
    """New emergency codes; older ones no longer count."""
    is_first = not Authenticator.objects.filter(user_id=account.pk, type=Kind.RECOVERY_CODES).delete()[0]
    codes = RecoveryCodes.activate(account).generate_codes()
    if not is_first:
        tell(account=account, change="codes", language=language)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def remove_all(*, account: Account, language: str) -> None:
    """Remove app, keys and emergency codes of somebody who has lost them all, and tell the owner; sessions end."""
    Authenticator.objects.filter(user_id=account.pk).delete()
    sign_out_everywhere(account=account)
    tell(account=account, change="factor_removed", language=language)


@transaction.atomic
def remove(*, account: Account, factor_id: int, language: str) -> bool:
    """Remove the app or a key; with the last one the emergency codes go too. Whether there was such a factor.

    Sessions end, because each may have been opened with what is removed.
    """
    mine = Authenticator.objects.filter(user_id=account.pk)
    gone, _ = mine.filter(pk=factor_id, type__in=SECOND_FACTORS).delete()
    if gone:
        if not has_second_factor(account):
            mine.delete()
        sign_out_everywhere(account=account)
        tell(account=account, change="factor_removed", language=language)
    return bool(gone)
