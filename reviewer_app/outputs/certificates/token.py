"""Keys on tokens (密码钥匙) through their maker's PKCS#11 driver; the private key never leaves the token."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from pkcs11 import Attribute, ObjectClass
from pyhanko.sign.pkcs11 import PKCS11Signer

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.certificates.credential import HeldKey

_WRONG = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.ArgumentsBad)
_GONE = (pkcs11.TokenNotPresent, pkcs11.DeviceRemoved, pkcs11.NoSuchToken, pkcs11.TokenNotRecognised)


def open_token(module: Path, token: str, label: str, password: str) -> HeldKey:
    """The key with a label on a token; an empty token name takes the only token there is.

    Raises TroubleError `sign.no_module`; RefusalError `sign.no_token`, `sign.wrong_password`, `sign.token_locked`,
    `sign.no_key`, `sign.no_certificate`, `sign.token_gone`.
    """
    session = _session(_found(module, token), token, password)
    try:
        certificate = _certificate(session, label)
        _require_key(session, label)
        signer = PKCS11Signer(session, cert_label=label, key_label=label)
        _ = signer.signing_cert
    except pkcs11.PKCS11Error:
        session.close()
        raise RefusalError("sign.token_gone") from None
    except RefusalError:
        session.close()
        raise
    return HeldKey(certificate, signer, close=lambda: _close(session))


def _found(module: Path, token: str) -> Any:
    try:
        driver = pkcs11.lib(str(module))
        driver.reinitialize()  # a token put in since the driver was loaded is not seen otherwise
        tokens = list(driver.get_tokens(token_label=token)) if token else list(driver.get_tokens())
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        if isinstance(error, _GONE):
            raise RefusalError("sign.no_token", token=token) from None
        raise TroubleError("sign.no_module", name=module.name) from error
    usable = [found for found in tokens if found.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]
    if len(usable) != 1:
        raise RefusalError("sign.no_token", token=token)
    return usable[0]


def _session(token: Any, name: str, password: str) -> Any:
    code = "sign.token_gone"
    try:
        return token.open(user_pin=password)
    except _WRONG:
        code = "sign.wrong_password"
    except (pkcs11.PinLocked, pkcs11.PinExpired):
        code = "sign.token_locked"
    except _GONE:
        code = "sign.no_token"
    except pkcs11.PKCS11Error:
        pass
    if code == "sign.no_token":
        raise RefusalError("sign.no_token", token=name)
    raise RefusalError(code)


def _certificate(session: Any, label: str) -> x509.Certificate:
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: label}
    found = list(session.get_objects(wanted))
    if not found:
        raise RefusalError("sign.no_certificate", name=label)
    try:
        return x509.load_der_x509_certificate(bytes(found[0][Attribute.VALUE]))
    except ValueError:
        raise RefusalError("sign.no_certificate", name=label) from None


def _require_key(session: Any, label: str) -> None:
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label, Attribute.SIGN: True}
    if not list(session.get_objects(wanted)):
        raise RefusalError("sign.no_key", name=label)


def _close(session: Any) -> None:
    """A token that is gone cannot be taken leave of."""
    try:
        session.close()
    except pkcs11.PKCS11Error:
        return
