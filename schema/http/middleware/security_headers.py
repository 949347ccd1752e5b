"""Headers that make browsers careful."""

from collections.abc import Collection

Header = tuple[bytes, bytes]

HEADERS: tuple[Header, ...] = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


def security_headers(given: Collection[Header]) -> list[Header]:
    """The headers that a response does not set itself."""
    names = dict(given)
    return [header for header in HEADERS if header[0] not in names]
