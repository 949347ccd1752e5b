"""The GraphQL type of files that can be fetched."""

from datetime import datetime

import strawberry

from core.downloads.download import SignedAddress


@strawberry.type(description="A file that can be fetched for a while, by you alone.")
class Download:
    url: str = strawberry.field(
        description="Where to GET it, below the address of the API, signed in as now."
    )
    expires_at: datetime = strawberry.field(description="Until when.")

    @classmethod
    def of(cls, address: SignedAddress) -> "Download":
        """What clients are told of an address."""
        return cls(url=address.url, expires_at=address.expires_at)
