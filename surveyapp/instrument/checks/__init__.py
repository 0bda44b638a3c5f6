"""What the checker looks for, one concern a module; each check takes a draft and yields problems."""
