"""The forecast before a launch: who of those invited would stand out, and what would be shown of them."""
