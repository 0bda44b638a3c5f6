"""Backups: office and box as a pair, in one file that only the holder of a private key can read."""
