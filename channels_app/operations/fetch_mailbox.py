def fetch_mailbox(mailbox_id: int) -> int:
    return 0
