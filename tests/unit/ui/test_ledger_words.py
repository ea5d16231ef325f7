"""Every movement and every account of the ledger has words for whoever sees it: a new one is not shown by its name."""

from peerlearn.domain.payments.tables import Account, Movement
from peerlearn.ui.pages.admin import payments_state
from peerlearn.ui.pages.mentor_dashboard import statement_state

OF_WITHDRAWALS = {Movement.WITHDRAWAL, Movement.PAID_OUT, Movement.GIVEN_BACK}
FOR_WITHDRAWALS = {Account.PAYOUT_IN_TRANSIT}
OF_SETTLEMENTS = {Movement.SETTLEMENT}
FOR_SETTLEMENTS = {Account.SETTLEMENT_BANK, Account.GATEWAY_ADJUSTMENT}
OF_THE_SITE = {Account.GATEWAY_CLEARING, Account.GATEWAY_FEE, Account.GATEWAY_TAX, *FOR_SETTLEMENTS}


def test_admins_read_words_for_all_that_a_payment_moves() -> None:
    assert set(payments_state.MOVES) == set(Movement) - OF_WITHDRAWALS - OF_SETTLEMENTS
    assert set(payments_state.ACCOUNTS) == set(Account) - FOR_WITHDRAWALS - FOR_SETTLEMENTS


def test_mentors_read_words_for_every_account_beside_their_earnings() -> None:
    assert set(statement_state.ACCOUNTS) == set(Account) - OF_THE_SITE
