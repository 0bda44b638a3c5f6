"""Texts of messages, and sending them."""
