"""Which address was meant; and that nothing is ever corrected that may well be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.accounts import likely_email
from peerlearn.domain.accounts.email_typos import KNOWN_DOMAINS

locals_ = st.text("abcdefghijklmnopqrstuvwxyz.+0123456789", min_size=1, max_size=20)
well_known = st.sampled_from(["gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com", "rediffmail.com"])
letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("asha@gmial.com", "asha@gmail.com"),
        ("asha@gmial", "asha@gmail.com"),
        ("asha@gmail", "asha@gmail.com"),
        ("asha@gmail.con", "asha@gmail.com"),
        ("asha@gmail.co", "asha@gmail.com"),
        ("asha@gmali.con", "asha@gmail.com"),
        ("asha@gmail,com", "asha@gmail.com"),
        ("asha@gmailcom", "asha@gmail.com"),
        ("Asha.Rao+1@GMIAL.COM", "Asha.Rao+1@gmail.com"),
        (" asha@hotmial.com ", "asha@hotmail.com"),
        ("asha@yaho.com", "asha@yahoo.com"),
        ("asha@yahoo.co.i", "asha@yahoo.co.in"),
        ("asha@outlok.com", "asha@outlook.com"),
        ("asha@redifmail.com", "asha@rediffmail.com"),
        ("asha@school.con", "asha@school.com"),
    ],
)
def test_knows_what_was_meant(typed: str, meant: str) -> None:
    assert likely_email(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "asha@gmail.com",
        "asha@mail.com",
        "asha@email.com",
        "asha@ymail.com",
        "asha@iitb.ac.in",
        "asha@example.org",
        "asha@retail.com",
        "asha@sail.com",
        "asha@line.com",
        "asha@school.co",
        "asha",
        "asha@",
        "@gmial.com",
        "a@b@gmial.com",
        "",
        "asha@" + "g" * 100_000,
    ],
)
def test_leaves_alone_what_may_be_right_or_is_like_nothing(typed: str) -> None:
    assert likely_email(typed) == ""


@given(locals_, st.sampled_from(KNOWN_DOMAINS))
def test_never_touches_a_mailbox_that_exists(local: str, domain: str) -> None:
    assert likely_email(f"{local}@{domain}") == ""


@given(locals_, well_known, st.data())
def test_mends_one_slip_of_any_kind_in_the_name(local: str, domain: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, domain.index(".") - 2))
    slip = data.draw(st.sampled_from(["left out", "doubled", "swapped", "another"]))
    before, here, after = domain[:place], domain[place], domain[place + 1 :]
    wrong = {
        "left out": before + after,
        "doubled": before + here * 2 + after,
        "swapped": before + after[0] + here + after[1:],
        "another": before + data.draw(letters) + after,
    }[slip]
    meant = likely_email(f"{local}@{wrong}")

    assert meant == f"{local}@{domain}" or (meant == "" and wrong in KNOWN_DOMAINS)


@given(st.one_of(st.text(), st.builds("{}@{}".format, locals_, st.text(max_size=30))))
def test_never_breaks_and_is_content_with_its_own_suggestions(typed: str) -> None:
    meant = likely_email(typed)

    assert meant == "" or (meant.rpartition("@")[0] == typed.strip().rpartition("@")[0] and likely_email(meant) == "")
