"""Being asked for the password again in a form, before something weighty that a learner or mentor does."""

from typing import Any

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import passwords
from peerlearn.kit.work import act, call, read
from peerlearn.ui.viewer import sign_in_token, signed_in


async def proved_by_password(state: rx.State, form: dict[str, Any]) -> Viewer:
    """Whoever is signed in, once the `password` of the form is theirs; else it is said beside that field.

    Raises:
        InvalidCredentials, AccountLocked, SignedOut.
    """
    by, token = await signed_in(state), sign_in_token(state)
    compared = await read(accounts.to_compare, by)
    right = await call(passwords.matches, str(form.get("password", "")), compared.password_hash)
    ip = state.router.session.client_ip
    refusal = await act(accounts.note_password, token, compared, by, right=right, ip=ip)
    if refusal is not None:
        state.problems = {"password": refusal.message}
        raise refusal
    proved = await read(accounts.viewer_of_token, token)
    if proved is None:
        raise accounts.SignedOut()
    return proved
