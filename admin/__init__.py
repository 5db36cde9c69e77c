"""The HTTP side for the people who keep the content right."""
