"""Exact inference for small surveys: what was counted, how probable it is by chance, and by which method.
Pure.

Every function gives a frozen result in full precision, or `Untestable` where the answers allow no test.
Missing answers are left out by the caller.
"""
