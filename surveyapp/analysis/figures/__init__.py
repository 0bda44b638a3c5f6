"""Figures as SVG and PNG, each with its numbers in words. Pure; drawing imports matplotlib."""
