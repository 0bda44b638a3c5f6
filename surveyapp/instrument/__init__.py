"""The instrument language: what is asked, of whom, under which rules. Pure: text in, values out."""
