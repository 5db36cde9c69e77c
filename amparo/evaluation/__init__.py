"""Measuring what the assistant can do, on question sets it was not trained on."""
