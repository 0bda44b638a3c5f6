"""How fast it is, side by side with a bare Flask view on the same server: `python -m bench`."""
