"""Editing an instrument's text: operations as data, and a writer that leaves alone what nobody touched."""
