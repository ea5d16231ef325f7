"""The domain's way of saying no."""

from peerlearn.kit.refusal import Incomplete, NotAllowed, Refusal


class TooLate(Refusal):
    """One of the many."""

    message = "It is too late for that."


def test_says_its_own_sentence_or_the_one_it_is_given() -> None:
    assert TooLate().message == str(TooLate()) == "It is too late for that."
    assert NotAllowed("Only mentors can do that.").message == "Only mentors can do that."
    assert NotAllowed.message == "You can't do that here.", "a sentence for one person must not stay for the next"


def test_an_incomplete_form_says_what_is_wrong_with_each_field() -> None:
    refused = Incomplete({"title": "Please give it a title"})

    assert refused.problems == {"title": "Please give it a title"}
    assert refused.message == "Complete all fields"
