"""The payment window in a real browser, on a page whose policy allows the gateway and nothing else."""

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Page, Route, expect, sync_playwright

from tests.integration.sandbox.razorpay.merchant_site import Site, site_around_a_gateway, site_beside
from tests.integration.sandbox.razorpay.running import KEY_ID, Sandbox


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["beside", "mounted"])
def site(request: pytest.FixtureRequest, shared_sandbox: Sandbox) -> Iterator[Site]:
    opened = site_beside(shared_sandbox) if request.param == "beside" else site_around_a_gateway()
    with opened as site:
        yield site


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda line: complaints.append(line.text) if _is_a_complaint(line) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        page.goto(site.url)
        yield page
        assert complaints == []


def _is_a_complaint(line: ConsoleMessage) -> bool:
    # The browser reports the gateway's own refusals as well; the window explains those to the person.
    return line.type == "error" and "status of 400" not in line.text


def open_checkout(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Buy").click()
    expect(page.get_by_role("dialog", name="Sandbox checkout")).to_be_visible()
    window = page.frame_locator("iframe[title='Sandbox checkout']")
    expect(window.get_by_role("button", name="Pay ₹1,10,000", exact=True)).to_be_focused()
    return window


def with_options(page: Page, site: Site, **more: Any) -> None:
    """The page's next checkout has these options too."""
    order = site.client.order.create({"amount": 11_000_000, "currency": "INR"})
    page.route("**/order", lambda route: route.fulfill(json={"key": KEY_ID, "order_id": order["id"], **more}))


def methods(window: FrameLocator) -> list[str]:
    return window.get_by_label("Pay with").locator("option").all_inner_texts()


def told(page: Page) -> list[Any]:
    heard: list[Any] = page.evaluate("window.told")
    return heard


def test_pays_and_hands_over_a_signature_that_the_sdk_accepts(page: Page, site: Site) -> None:
    window = open_checkout(page)
    expect(window.get_by_role("heading", name="PeerLearn")).to_be_visible()
    expect(window.get_by_text("Sandbox: no real money moves")).to_be_visible()

    window.get_by_role("button", name="Pay ₹1,10,000", exact=True).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    ((kind, response),) = told(page)
    assert kind == "paid"
    assert set(response) == {"razorpay_payment_id", "razorpay_order_id", "razorpay_signature"}
    assert site.client.utility.verify_payment_signature(response)
    payment = site.client.payment.fetch(response["razorpay_payment_id"])
    assert (payment["status"], payment["email"]) == ("captured", "learner@example.com")
    assert payment["notes"] == {"page": "merchant"}
    expect(page.get_by_role("button", name="Buy")).to_be_focused()


def test_stays_open_after_a_failure_and_takes_a_second_try(page: Page, site: Site) -> None:
    window = open_checkout(page)
    window.get_by_label("The bank declines because of").select_option("insufficient_funds")

    window.get_by_role("button", name="Fail").click()
    expect(window.get_by_role("alert")).to_contain_text("insufficient account balance")
    window.get_by_role("button", name="Pay ₹1,10,000", exact=True).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    (_, failure), (kind, response) = told(page)
    assert kind == "paid"
    assert failure["error"]["reason"] == "insufficient_funds"
    assert set(failure["error"]) == {"code", "description", "source", "step", "reason", "metadata"}
    assert failure["error"]["metadata"]["order_id"] == response["razorpay_order_id"]
    assert failure["error"]["metadata"]["payment_id"] != response["razorpay_payment_id"]
    assert site.client.order.fetch(response["razorpay_order_id"])["attempts"] == 2


def test_ignores_news_that_does_not_come_from_its_own_window(page: Page) -> None:
    window = open_checkout(page)

    page.evaluate("window.postMessage({ type: 'paid', response: {} }, '*')")
    page.frames[1].evaluate("window.postMessage({ type: 'options', options: { name: 'Forged' } }, '*')")
    window.get_by_role("button", name="Fail").click()
    expect(window.get_by_role("alert")).to_be_visible()

    assert [kind for kind, *_ in told(page)] == ["failed"]
    expect(window.get_by_role("heading", name="PeerLearn")).to_be_visible()


@pytest.mark.parametrize("way", ["cross", "escape in the window", "escape on the page"])
def test_can_be_dismissed(page: Page, site: Site, way: str) -> None:
    window = open_checkout(page)

    if way == "cross":
        window.get_by_role("button", name="Close checkout").click()
    elif way == "escape in the window":
        window.get_by_role("button", name="Fail").press("Escape")
    else:
        page.locator("dialog").focus()
        page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert told(page) == [["dismissed"]]
    assert site.client.order.all()["items"][0]["status"] == "created"


def test_can_take_the_money_and_tell_the_page_nothing(page: Page, site: Site) -> None:
    window = open_checkout(page)

    window.get_by_role("button", name="Pay then lose the browser").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert told(page) == []
    assert site.client.order.all()["items"][0]["status"] == "paid"


def test_says_so_when_the_order_was_paid_elsewhere(page: Page, site: Site) -> None:
    order = {"key": KEY_ID, "order_id": site.client.order.create({"amount": 100, "currency": "INR"})["id"]}
    page.route("**/order", lambda route: route.fulfill(json=order))
    page.get_by_role("button", name="Buy").click()
    page.frame_locator("iframe").get_by_role("button", name="Pay then lose the browser").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Buy").click()

    window = page.frame_locator("iframe")
    expect(window.get_by_role("alert")).to_have_text("This order has been paid already")
    expect(window.get_by_role("button", name="Pay", exact=True)).to_be_disabled()
    window.get_by_role("button", name="Close checkout").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert told(page) == [["dismissed"]]


@pytest.mark.parametrize(
    ("display", "offered"),
    [
        ({}, ["Card", "UPI", "Netbanking", "Wallet"]),
        ({"hide": [{"method": "upi", "flows": ["collect"]}]}, ["Card", "UPI", "Netbanking", "Wallet"]),
        ({"hide": [{"method": "card"}, {"method": "wallet"}]}, ["UPI", "Netbanking"]),
        ({"sequence": ["upi", "wallet"]}, ["UPI", "Wallet", "Card", "Netbanking"]),
        (
            {
                "blocks": {
                    "banks": {"name": "Your bank", "instruments": [{"method": "netbanking"}, {"method": "upi"}]}
                },
                "sequence": ["block.banks"],
                "preferences": {"show_default_blocks": False},
            },
            ["Netbanking", "UPI"],
        ),
    ],
)
def test_offers_the_methods_that_the_page_wants(
    page: Page, site: Site, display: dict[str, Any], offered: list[str]
) -> None:
    with_options(page, site, config={"display": display})

    assert methods(open_checkout(page)) == offered


def test_pays_by_the_method_that_was_chosen(page: Page, site: Site) -> None:
    window = open_checkout(page)
    window.get_by_label("Pay with").select_option("UPI")

    window.get_by_role("button", name="Pay ₹1,10,000", exact=True).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    ((_, response),) = told(page)
    payment = site.client.payment.fetch(response["razorpay_payment_id"])
    assert (payment["method"], payment["vpa"], payment["card"]) == ("upi", "success@razorpay", None)


def test_fails_when_it_is_cancelled_on_the_banks_page(page: Page) -> None:
    window = open_checkout(page)

    window.get_by_role("button", name="Cancel on the bank's page").click()

    expect(window.get_by_role("alert")).to_contain_text("You cancelled the payment on your bank's page.")
    ((kind, failure),) = told(page)
    assert (kind, failure["error"]["reason"]) == ("failed", "payment_cancelled")


def test_can_be_closed_while_the_bank_is_silent(page: Page, site: Site) -> None:
    window = open_checkout(page)
    window.get_by_label("The bank answers only after").select_option("1 hour")

    window.get_by_role("button", name="Pending, then success").click()
    expect(window.get_by_role("alert")).to_contain_text("Your bank has not answered yet.")
    window.get_by_role("button", name="Close checkout").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert told(page) == [["dismissed"]]
    order = site.client.order.all()["items"][0]
    (payment,) = site.client.order.payments(order["id"])["items"]
    assert (order["status"], payment["status"]) == ("attempted", "created")


@pytest.mark.parametrize("button", ["Pay ₹1,10,000", "Fail"])
def test_sends_the_browser_on_with_a_form_where_the_page_asked_for_that(page: Page, site: Site, button: str) -> None:
    sent: list[dict[str, str]] = []

    def take(route: Route) -> None:
        sent.append(dict(parse_qsl(route.request.post_data or "", keep_blank_values=True)))
        route.fulfill(body="<title>Thank you</title>", content_type="text/html")

    page.route("**/paid", take)
    with_options(page, site, callback_url=f"{site.url}/paid", redirect=True)

    open_checkout(page).get_by_role("button", name=button, exact=True).click()

    expect(page).to_have_title("Thank you")
    (form,) = sent
    if button == "Fail":
        assert set(form) == {"error[code]", "error[description]", "error[field]"}
        assert form["error[code]"] == "BAD_REQUEST_ERROR"
    else:
        assert site.client.utility.verify_payment_signature(form)


def test_prefers_the_handler_where_the_page_did_not_ask_to_be_left(page: Page, site: Site) -> None:
    with_options(page, site, callback_url=f"{site.url}/paid")

    open_checkout(page).get_by_role("button", name="Pay ₹1,10,000", exact=True).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert [kind for kind, *_ in told(page)] == ["paid"]
    assert page.url.rstrip("/") == site.url
