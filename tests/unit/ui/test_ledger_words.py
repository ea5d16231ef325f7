"""Every movement and every account of the ledger has words for whoever sees it: a new one is not shown by its name."""

from peerlearn.domain.payments.tables import Account, Movement
from peerlearn.ui.frames.ledger import words

OF_WITHDRAWALS = {Movement.WITHDRAWAL, Movement.PAID_OUT, Movement.GIVEN_BACK}
FOR_WITHDRAWALS = {Account.PAYOUT_IN_TRANSIT}
FOR_SETTLEMENTS = {Account.SETTLEMENT_BANK, Account.GATEWAY_ADJUSTMENT}
OF_THE_SITE = {Account.GATEWAY_CLEARING, Account.GATEWAY_FEE, Account.GATEWAY_TAX, *FOR_SETTLEMENTS}


def test_admins_read_words_for_all_that_a_payment_moves() -> None:
    assert set(words.ADMINS_MOVEMENTS) == set(Movement) - OF_WITHDRAWALS
    assert set(words.ADMINS_ACCOUNTS) == set(Account) - FOR_WITHDRAWALS


def test_mentors_read_words_for_every_account_beside_their_earnings() -> None:
    assert set(words.MENTORS_ACCOUNTS) == set(Account) - OF_THE_SITE
