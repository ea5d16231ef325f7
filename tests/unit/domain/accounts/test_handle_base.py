"""Names become parts of addresses."""

import pytest

from peerlearn.domain.accounts.handles import LONGEST_HANDLE, handle_base


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Meera Iyer", "meera-iyer"),
        ("  José  Ángel O'Neil, Ph.D. ", "jose-angel-oneil-ph-d"),
        ("../admin?x=<script>", "admin-x-script"),
        ("मीरा", "mentor"),
        ("!!!", "mentor"),
        ("42", "42"),
        ("x" * 200, "x" * LONGEST_HANDLE),
        (("a" * 47) + " b", "a" * 47),
    ],
)
def test_a_name_as_part_of_an_address(name: str, handle: str) -> None:
    assert handle_base(name) == handle
