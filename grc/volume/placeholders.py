"""What the people of a story are called while it is played: words found again wherever the operations copied them."""

from __future__ import annotations

import datetime as dt

FAMILY, FIRST, OTHER_FAMILY, OTHER_FIRST = "Zqnom", "Zqprenom", "Zqautrenom", "Zqautreprenom"
EMAIL = "zqcourriel@zqdomaine.example"
PHONE, PHONE_DIGITS = "07 00 98 76 54", "700987654"
BORN = dt.date(1907, 12, 23)
OTHER_BORN = dt.date(1908, 2, 17)
# Houses that no street has.
HOME_NUMBER, PLACE_NUMBER = "7717", "7719"
LAT, LON = 46.987654, 2.987654
OBJECT, TEXT, REPLY, QUESTION, ANSWER, NOTE, LAST_WORD = (
    "Zqobjet", "Zqtexte", "Zqreponse", "Zqquestion", "Zqprecision", "Zqnote", "Zqsuite",
)  # fmt: skip
WORDS = (OBJECT, TEXT, REPLY, QUESTION, ANSWER, NOTE, LAST_WORD)
# Far from any real date, so that one left behind shows. A Monday without a public holiday in the weeks after it.
STAGE_DAY = dt.date(2043, 3, 2)
TOWN_LINE = "99000 Admiville"
