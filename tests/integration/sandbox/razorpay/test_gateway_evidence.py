"""What a merchant answers to a dispute, through the unmodified SDK: documents, drafts, sending in, giving in."""

import io
import re
from typing import Any

import pytest
from razorpay.errors import BadRequestError

from tests.integration.sandbox.razorpay.running import KEY_ID, KEY_SECRET, Sandbox, merchant_session

PDF, PNG, JPEG = b"%PDF-1.7 a lesson", b"\x89PNG\r\n\x1a\n a board", b"\xff\xd8\xff a face"
FOUR_DAYS = 4 * 24 * 60  # minutes
NOWHERE = "doc_Nowhere1234567"


def disputed(sandbox: Sandbox, **more: Any) -> str:
    payment_id = sandbox.paid_order()["razorpay_payment_id"]
    return str(sandbox.control("POST", f"payments/{payment_id}/dispute", **more)["id"])


def handed_in(sandbox: Sandbox, content: bytes = PDF, name: str = "lesson.pdf") -> dict[str, Any]:
    made: dict[str, Any] = sandbox.client.document.create({"file": (name, content), "purpose": "dispute_evidence"})
    return made


def test_takes_a_document_and_gives_it_back(sandbox: Sandbox) -> None:
    made = handed_in(sandbox)

    assert re.fullmatch(r"doc_[A-Za-z0-9]{14}", made["id"])
    known = {name: made[name] for name in ("entity", "purpose", "name", "mime_type", "size")}
    assert known == {
        "entity": "document",
        "purpose": "dispute_evidence",
        "name": "lesson.pdf",
        "mime_type": "application/pdf",
        "size": len(PDF),
    }
    assert sandbox.client.document.fetch(made["id"]) == made
    with merchant_session() as session:
        answer = session.get(f"{sandbox.url}/v1/documents/{made['id']}/content", auth=(KEY_ID, KEY_SECRET))
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")


@pytest.mark.parametrize(("content", "mime_type"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_takes_pictures_too(sandbox: Sandbox, content: bytes, mime_type: str) -> None:
    assert handed_in(sandbox, content)["mime_type"] == mime_type


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"file": ("a.pdf", b"MZ a program"), "purpose": "dispute_evidence"}, "file of type"),
        ({"file": ("a.pdf", PDF), "purpose": "decoration"}, "purpose is invalid"),
        ({"file": ("a.pdf", PDF)}, "purpose is invalid"),
        ({"purpose": "dispute_evidence"}, "file field is required"),
        ({"file": ("a.pdf", PDF), "purpose": "dispute_evidence", "colour": "red"}, "should not be sent"),
    ],
)
def test_refuses_what_is_no_document(sandbox: Sandbox, form: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRequestError, match=said):
        sandbox.client.document.create(form)


def test_keeps_a_draft_that_is_added_to_and_sent_in_later(sandbox: Sandbox) -> None:
    dispute_id, paper, log = disputed(sandbox), handed_in(sandbox)["id"], handed_in(sandbox, PNG)["id"]
    contest = sandbox.client.dispute.contest

    draft = contest(dispute_id, {"amount": 50_000, "summary": "They met.", "proof_of_service": [paper]})
    assert (draft["status"], draft["evidence"]["submitted_at"]) == ("open", None)
    others = [{"type": "attendance", "document_ids": [log]}]
    sent = contest(dispute_id, {"others": others, "action": "submit"})

    assert sent == sandbox.client.dispute.fetch(dispute_id)
    assert (sent["status"], sent["amount_deducted"]) == ("under_review", 110_000)
    evidence = sent["evidence"]
    assert (evidence["amount"], evidence["summary"]) == (50_000, "They met.")
    assert (evidence["proof_of_service"], evidence["billing_proof"], evidence["others"]) == ([paper], None, others)
    assert evidence["submitted_at"] >= sent["created_at"]
    assert sandbox.control("POST", f"disputes/{dispute_id}/move", to="won")["evidence"] == evidence
    told = [event["event"] for event in sandbox.events() if dispute_id in event["body"]]
    assert told == [f"payment.dispute.{what}" for what in ("created", "under_review", "won")]


def test_gives_in_for_good(sandbox: Sandbox) -> None:
    dispute_id = disputed(sandbox, deduct="when_lost")

    lost = sandbox.client.dispute.accept(dispute_id)

    assert (lost["status"], lost["amount_deducted"]) == ("lost", 110_000)
    assert [event for event in sandbox.events("payment.dispute.lost") if dispute_id in event["body"]]
    with pytest.raises(BadRequestError, match="not allowed when dispute is in lost status"):
        sandbox.client.dispute.accept(dispute_id)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"amount": 110_001}, "cannot be greater than dispute amount"),
        ({"amount": 10.5}, "must be an integer"),
        ({"summary": "x" * 1001}, "summary must be"),
        ({"proof_of_service": [NOWHERE]}, "Invalid file id"),
        ({"proof_of_service": "doc"}, "list of document ids"),
        ({"others": [{"type": "log"}]}, "type and document_ids"),
        ({"others": [{"type": "log", "document_ids": [NOWHERE]}]}, "Invalid file id"),
        ({"action": "shout"}, "selected action is invalid"),
        ({"gossip": []}, "should not be sent"),
        ({"summary": "No papers.", "action": "submit"}, "At least one document"),
    ],
)
def test_refuses_what_proves_nothing_and_keeps_none_of_it(sandbox: Sandbox, body: dict[str, Any], said: str) -> None:
    dispute_id = disputed(sandbox)
    before = sandbox.client.dispute.fetch(dispute_id)

    with pytest.raises(BadRequestError, match=said):
        sandbox.client.dispute.contest(dispute_id, body)

    assert sandbox.client.dispute.fetch(dispute_id) == before


def test_sends_in_once_until_the_bank_asks_again(sandbox: Sandbox) -> None:
    dispute_id, paper = disputed(sandbox), handed_in(sandbox)["id"]
    body = {"proof_of_service": [paper], "action": "submit"}
    sandbox.client.dispute.contest(dispute_id, dict(body))

    with pytest.raises(BadRequestError, match="not allowed when dispute is in under_review status"):
        sandbox.client.dispute.contest(dispute_id, dict(body))
    sandbox.control("POST", f"disputes/{dispute_id}/move", to="action_required")

    assert sandbox.client.dispute.contest(dispute_id, dict(body))["status"] == "under_review"


@pytest.mark.parametrize("answer", ["contest", "accept"])
def test_is_too_late_after_the_deadline_until_the_bank_sets_another(sandbox: Sandbox, answer: str) -> None:
    dispute_id = disputed(sandbox)
    sandbox.control("POST", "clock", minutes=FOUR_DAYS)

    with pytest.raises(BadRequestError, match="deadline to respond has elapsed"):
        getattr(sandbox.client.dispute, answer)(dispute_id, {})

    sandbox.control("POST", f"disputes/{dispute_id}/move", to="under_review")
    sandbox.control("POST", f"disputes/{dispute_id}/move", to="action_required")
    getattr(sandbox.client.dispute, answer)(dispute_id, {})


def test_reads_the_file_that_a_merchant_opened(sandbox: Sandbox) -> None:
    paper = io.BytesIO(PDF)
    paper.name = "opened.pdf"

    assert sandbox.client.document.create({"file": paper, "purpose": "dispute_evidence"})["name"] == "opened.pdf"
