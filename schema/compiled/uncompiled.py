"""What the compiler leaves to the reference path."""


class Uncompiled(Exception):
    """The operation needs more than SQL can say, or has an error to tell; the reason is logged."""
