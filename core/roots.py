"""The root types. Every field of theirs comes from a plugin, the core's own domains among them."""

import strawberry


@strawberry.type(description="What can be read.")
class Query:
    pass


@strawberry.type(description="What can be changed. Each field is a transaction of its own.")
class Mutation:
    pass


@strawberry.type(description="What can be followed: each event is an answer of its own.")
class Subscription:
    pass
