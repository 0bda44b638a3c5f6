"""A report, made of a plan and of what may leave a campaign. Pure.

Every number about one question is computed from the published tables and from nothing else, so that it
appears only where they show what it is made of. Two questions are held against each other under the rule of
`joint`.
"""
