"""Channels: each turns one platform's messages into the conversation's, and back."""
