"""The one parent of every way the product says no, in a sentence for the person who asked."""


class Refusal(Exception):
    """Something a person asked for that cannot be; `message` is shown to them as it stands.

    What only somebody with bad intentions asks for often is `audited` where it is caught.
    """

    message = "That is not possible."
    audited = False

    def __init__(self, message: str | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)


class NotAllowed(Refusal):
    """The person who asks may not do this to this row."""

    audited = True
    message = "You can't do that here."


class Incomplete(Refusal):
    """A form with mistakes: `problems` maps each field's name to the sentence shown beside it."""

    message = "Complete all fields"

    def __init__(self, problems: dict[str, str], message: str | None = None) -> None:
        super().__init__(message)
        self.problems = problems
