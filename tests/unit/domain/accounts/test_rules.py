"""What a registration must have, and how codes are made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.accounts.rules import NewAccount, one_time_code, problems_of, tidy_email, tidy_words

GOOD = NewAccount(role="mentor", email="asha@example.org", name="Asha Rao")


@pytest.mark.parametrize(
    ("form", "password", "field"),
    [
        (NewAccount("admin", "a@example.org", "A"), "long enough", "role"),
        (NewAccount("", "a@example.org", "A"), "long enough", "role"),
        (NewAccount("learner", "no address", "A"), "long enough", "email"),
        (NewAccount("learner", "a@b\nBcc: x@example.org", "A"), "long enough", "email"),
        (NewAccount("learner", "a@example.org", "  "), "long enough", "name"),
        (NewAccount("learner", "a@example.org", "x" * 101), "long enough", "name"),
        (NewAccount("learner", "a@example.org", "\u200d\u200b"), "long enough", "name"),
        (NewAccount("learner", "a@example.org", "A\r\nBcc: b@example.org"), "long enough", "name"),
        (NewAccount("learner", "a@example.org", "You won: https://evil.example"), "long enough", "name"),
        (NewAccount("learner", "a@example.org", "Go to WWW.evil.example"), "long enough", "name"),
        (GOOD, "short", "password"),
        (GOOD, "x" * 201, "password"),
        (GOOD, "ASHA@example.org", "password"),
        (GOOD, "asha rao", "password"),
    ],
)
def test_says_which_field_is_wrong(form: NewAccount, password: str, field: str) -> None:
    assert list(problems_of(form, password)) == [field]


def test_lets_a_complete_registration_pass() -> None:
    assert problems_of(GOOD, "correct horse battery") == {}


@pytest.mark.parametrize(
    "name", ["\u0930\u093e\u091c\u0947\u0936", "Ravi S/O Kumar", "O'Neil-\u00c5s", "X \u00c6 A-12", "\u5f20"]
)
def test_takes_names_as_people_have_them(name: str) -> None:
    assert problems_of(NewAccount("learner", "a@example.org", name), "correct horse battery") == {}


@given(st.text())
def test_an_address_has_one_form(typed: str) -> None:
    email = tidy_email(typed)
    assert email is None or (email == email.lower() and tidy_email(email) == email and "\n" not in email)


@given(st.lists(st.text()))
def test_words_are_tidy_and_stay_so(typed: list[str]) -> None:
    tidy = tidy_words(typed)
    assert len({word.casefold() for word in tidy}) == len(tidy) <= 20
    assert all(word.strip() and len(word) <= 60 for word in tidy)


@given(st.text(min_size=1), st.text(min_size=1), st.integers(1, 9))
def test_codes_are_six_digits_and_depend_on_everything(secret: str, sign_up: str, number: int) -> None:
    code = one_time_code(secret, sign_up, number)
    assert len(code) == 6
    assert code.isdigit()
    others = {one_time_code(secret, sign_up, number + n) for n in range(1, 6)}
    assert others != {code}
