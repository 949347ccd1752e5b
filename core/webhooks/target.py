"""Where requests may go."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from core.settings.webhooks import WebhookSettings

LONGEST_URL = 2_000
PORTS = {"https": 443, "http": 80}


class NotAllowed(ValueError):
    """A request may not go there; the text says why."""


@dataclass(frozen=True)
class Target:
    """A URL, taken apart; NotAllowed if it is none that a request could go to."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Target":
        """The target of a URL."""
        if len(url) > LONGEST_URL or any(c <= " " or c == "\x7f" for c in url):
            raise NotAllowed(f"A URL has no spaces, and at most {LONGEST_URL} characters.")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise NotAllowed(f"It is no URL: {error}.") from None
        if parts.scheme not in PORTS or not parts.hostname:
            raise NotAllowed("Write a URL that begins with https://.")
        if parts.username is not None or parts.password is not None:
            raise NotAllowed("A URL may not hold a user name or a password.")
        return cls(parts.scheme, parts.hostname.lower(), port or PORTS[parts.scheme])

    @property
    def authority(self) -> str:
        """Its host, with the port unless that is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def names(self) -> frozenset[str]:
        """How the settings may name it: with its port, which may be left out if it is the usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return frozenset({self.authority, f"{host}:{self.port}"})

    def may_be_private(self, settings: WebhookSettings) -> bool:
        """Whether its address may be of a private network; NotAllowed if nothing may go there."""
        if self.names & _lower(settings.private_hosts):
            return True
        if not self.names & _lower(settings.hosts):
            raise NotAllowed(f"'{self.host}' is not among the hosts that the settings allow.")
        if self.scheme != "https":
            raise NotAllowed("Only https is allowed: write a URL that begins with https://.")
        return False


def _lower(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)
