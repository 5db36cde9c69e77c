"""What makes a text on opening hours unusable."""


class NotHours(ValueError):
    """A text that says no opening hours, or such as a record cannot hold; one line for a person.

    Whoever reads a source makes it the reason of a row.
    """
