"""The right to one response: links, serials and receipts. Pure."""
