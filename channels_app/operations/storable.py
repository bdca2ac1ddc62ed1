"""Text from anywhere, made fit for the database: no null byte, no half of a character, a bounded length."""


def storable(text: str, longest: int | None = None) -> str:
    clean = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return clean[:longest] if longest is not None else clean
