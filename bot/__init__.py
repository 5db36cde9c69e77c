"""One conversation core and its channels."""
