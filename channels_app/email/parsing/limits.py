"""Bounds of one parse. Above them a mail is read in part, with a defect that says so; its bytes are kept whole."""

RAW_BYTES = 150 * 1024 * 1024  # beyond, no mail server would have carried it
DEPTH = 12  # parts inside parts
PARTS = 400
HEADER_BLOCK_BYTES = 256 * 1024
HEADER_LINES = 2_000
HEADER_VALUE = 16 * 1024  # characters of one unfolded header
RECIPIENTS = 200
REFERENCES = 100
PARAMETERS = 40
ATTACHMENTS = 200
TEXT_BYTES = 4 * 1024 * 1024  # of one text part; the rest is joined as an attachment
HTML_BYTES = 4 * 1024 * 1024
RTF_BYTES = 1024 * 1024  # once decompressed
RTF_BODIES = 2
BODY_CHARACTERS = 1_000_000
LINKS = 500  # beyond, the words of the links are kept and their targets left out
HTML_FRAMES = 24  # nested quotes, cells and lists that are drawn
FORWARDS = 10
DSN_RECIPIENTS = 100
CHARSET_SAMPLE = 16 * 1024
