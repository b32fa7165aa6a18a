"""What django-allauth asks of this installation about second factors."""

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from drehscheibe.kernel.crypto import Cipher


def _cipher() -> Cipher:
    return Cipher(settings.DREHSCHEIBE_KEYRING.derive("second factors"), "second factors")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets are sealed at rest; a security key belongs to the host name of the portal where it was registered."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(_cipher().seal("secret", text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().open("secret", base64.b64decode(encrypted_text)).decode()

    def get_totp_issuer(self) -> str:
        return str(context.request.portal.name)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        request: Any = context.request
        return {"id": request.get_host().partition(":")[0], "name": request.portal.name}
