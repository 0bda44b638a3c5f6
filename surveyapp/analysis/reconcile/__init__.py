"""Published counts, percentages and P values held against each other. Pure."""
