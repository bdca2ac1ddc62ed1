"""Facts that make something leave the town, or that come back from what left."""

from core.enums import Lane
from core.outbox import Payload, subscribe
from requests_app import operations


@subscribe("request.registered")
def acknowledge(payload: Payload) -> None:
    operations.send_receipt(payload["request_id"])
    operations.issue_acknowledgement(payload["request_id"])


@subscribe("request.registered")
def tell_the_service(payload: Payload) -> None:
    operations.notify_service(payload["request_id"])


@subscribe("request.registered")
def text_the_number(payload: Payload) -> None:
    operations.text_registered(payload["request_id"])


@subscribe("request.routed")
def tell_the_new_service(payload: Payload) -> None:
    operations.notify_service(payload["request_id"])


@subscribe("request.qualified")
def acknowledge_once_qualified(payload: Payload) -> None:
    if payload["seized"]:
        operations.issue_acknowledgement(payload["request_id"], only_owed=True)
    else:
        operations.point_to_doors(payload["request_id"], procedure_id=payload["procedure_id"])


@subscribe("request.restored")
def acknowledge_once_restored(payload: Payload) -> None:
    operations.issue_acknowledgement(payload["request_id"], only_owed=True)


@subscribe("request.replied")
def tell_of_a_reply(payload: Payload) -> None:
    operations.notify_message(payload["message_id"], "message-du-service")


@subscribe("request.asked")
def tell_of_a_question(payload: Payload) -> None:
    operations.notify_message(payload["message_id"], "question-du-service")


@subscribe("request.closed")
def tell_of_the_end(payload: Payload) -> None:
    operations.notify_message(payload["message_id"], "demande-close")


@subscribe("request.decided")
def tell_of_a_decision(payload: Payload) -> None:
    operations.notify_decision(payload["decision_id"])


@subscribe("request.split")
def tell_of_a_split(payload: Payload) -> None:
    operations.tell_split(payload["split_id"])


@subscribe("request.split_undone")
def tell_of_a_letter_made_whole(payload: Payload) -> None:
    operations.tell_split_undone(payload["split_id"])


@subscribe("request.merged")
def tell_of_a_merge(payload: Payload) -> None:
    operations.tell_merge(payload["merge_id"])


@subscribe("request.unmerged")
def tell_of_an_undone_merge(payload: Payload) -> None:
    operations.tell_undone_merge(payload["merge_id"])


@subscribe("request.transmitted")
def send_the_file_and_tell(payload: Payload) -> None:
    operations.send_transmission(payload["transmission_id"])
    operations.tell_transmission(payload["transmission_id"])


@subscribe("request.noted")
def tell_a_colleague(payload: Payload) -> None:
    operations.notify_colleague(payload["request_id"], note_id=payload["note_id"], user_id=payload["user_id"])


@subscribe("request.unattended")
def tell_that_nobody_is_there(payload: Payload) -> None:
    operations.tell_unattended(payload["request_id"], user_id=payload["user_id"])


@subscribe("dispatch.sent", lane=Lane.FAST)
def stop_the_acknowledgement_clock(payload: Payload) -> None:
    operations.note_dispatch_sent(payload["dispatch_id"])


@subscribe("dispatch.failed", lane=Lane.FAST)
def write_the_failure(payload: Payload) -> None:
    operations.note_dispatch_failed(payload["dispatch_id"])


@subscribe("dispatch.bounced", lane=Lane.FAST)
def raise_the_alert(payload: Payload) -> None:
    operations.note_bounce(payload["dispatch_id"])


@subscribe("dispatch.returned", lane=Lane.FAST)
def raise_the_alert_of_a_letter(payload: Payload) -> None:
    operations.note_return(payload["dispatch_id"])


@subscribe("letter.readdressed", lane=Lane.FAST)
def write_to_the_corrected_address(payload: Payload) -> None:
    operations.follow_new_address(payload["dispatch_id"], payload["returned_id"])


@subscribe("person.protected", lane=Lane.FAST)
def follow_a_protected_address(payload: Payload) -> None:
    operations.follow_protection(payload["citizen_id"])


@subscribe("person.merged", lane=Lane.FAST)
@subscribe("person.unmerged", lane=Lane.FAST)
def follow_a_merge_of_people(payload: Payload) -> None:
    operations.follow_merge_of_people(payload["merge_id"])


@subscribe("request.routed", lane=Lane.FAST)
def take_the_tasks_along(payload: Payload) -> None:
    operations.tasks_follow(payload["request_id"])
