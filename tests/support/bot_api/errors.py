"""What the test server answers when it refuses."""


class ApiError(Exception):
    """A refusal: HTTP status, the documented description, and response parameters."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class DropConnection(Exception):
    """The connection is to be cut without an answer."""


def refuse(description: str) -> ApiError:
    """Return the error of a request that asks for something wrong."""
    return ApiError(400, f"Bad Request: {description}")
