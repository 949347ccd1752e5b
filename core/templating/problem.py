"""What goes wrong with templates."""


class TemplateProblem(ValueError):
    """A template cannot be read or used; the text says why."""
