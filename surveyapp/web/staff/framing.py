"""Respondents' pages inside a frame of the staff's."""

from __future__ import annotations

from flask import Response

from surveyapp.web.headers import PLAIN_POLICY


def framed(response: Response) -> Response:
    """The page with a policy that lets our own pages, and no others, show it in a frame."""
    policy = response.headers.get("Content-Security-Policy", PLAIN_POLICY)
    inside = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = inside
    return response
