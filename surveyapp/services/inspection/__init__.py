"""An installation looked at as it runs: what can and can't be shown about anonymity, in words."""
