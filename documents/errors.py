"""What can go wrong on the way to paper, in words an agent may read."""


class CannotRender(Exception):
    """The letter could not be made; the text is a French sentence."""
