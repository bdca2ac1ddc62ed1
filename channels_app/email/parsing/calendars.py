"""An invitation (iCalendar, RFC 5545) in a few lines that a person reads."""

import re

_LABELS = (("SUMMARY", "Invitation"), ("DTSTART", "Début"), ("DTEND", "Fin"), ("LOCATION", "Lieu"))
_METHODS = {"REQUEST": "Invitation", "CANCEL": "Rendez-vous annulé", "REPLY": "Réponse à une invitation"}
_STAMP = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2}))?")


def method(text: str) -> str:
    found = re.search(r"^METHOD[^:\n]{0,100}:\s*([A-Za-z-]{1,20})", text[:20_000], re.MULTILINE)
    return found.group(1).upper() if found else ""


def summary(text: str) -> str:
    """« » when nothing in it is an event."""
    lines = re.sub(r"\r?\n[ \t]", "", text[:200_000]).splitlines()
    values: dict[str, str] = {}
    inside = False
    for line in lines:
        name, _, value = line.partition(":")
        key = name.split(";")[0].strip().upper()
        if line.strip().upper() in {"BEGIN:VEVENT", "BEGIN:VTODO"}:
            inside = True
        elif inside and key in {"SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER"}:
            values.setdefault(key, _plain(value))
        elif inside and line.strip().upper() in {"END:VEVENT", "END:VTODO"}:
            break
    shown = [f"{label} : {_moment(values[key])}" for key, label in _LABELS if values.get(key)]
    if values.get("ORGANIZER"):
        shown.append(f"Organisateur : {values['ORGANIZER'].removeprefix('mailto:').removeprefix('MAILTO:')}")
    heading = _METHODS.get(method(text), "Invitation")
    return "\n".join([shown[0].replace("Invitation", heading, 1), *shown[1:]]) if values.get("SUMMARY") else ""


def _plain(value: str) -> str:
    return re.sub(r"\\([,;\\])", r"\1", value.replace("\\n", " ").replace("\\N", " ")).strip()[:500]


def _moment(value: str) -> str:
    found = _STAMP.match(value)
    if not found:
        return value
    year, month, day, hour, minute = found.groups()
    utc = " (UTC)" if value.endswith("Z") else ""
    return f"{day}/{month}/{year}" + (f" à {hour} h {minute}{utc}" if hour else "")
