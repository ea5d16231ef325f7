/*
 * The payment window itself. It talks to the gateway by fetch and to the page that opened it by postMessage, with
 * that page's origin alone; what the page may know is decided at the gateway.
 */
import { shownMethods } from "./methods.js";

const page = new URLSearchParams(location.search).get("for") ?? location.origin;
const part = (id) => document.getElementById(id);
const buttons = ["pay", "fail", "cancel", "lose", "pending", "reason", "delay", "method"].map(part);

let options = null;
let order = null;
let busy = false;

function tell(type, response) {
  window.parent.postMessage({ type, response }, page);
}

// Whole rupees without decimals, everything grouped as in India: ₹1,10,000 and ₹1,100.50.
function rupees(paise) {
  const digits = paise % 100 === 0 ? 0 : 2;
  const format = { style: "currency", currency: "INR", minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat("en-IN", format).format(paise / 100);
}

async function ask(path, fields) {
  const request = fields && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  };
  const answer = await fetch(path, request);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error.description);
  return body;
}

function work(started) {
  busy = started;
  part("card").setAttribute("aria-busy", String(started));
  part("dismiss").disabled = started;
  for (const button of buttons) button.disabled = started || order === null;
}

function showProblem(sentence) {
  part("problem").textContent = sentence;
  part("problem").hidden = !sentence;
}

async function show(received) {
  options = received;
  part("business").textContent = options.name || "Checkout";
  part("description").textContent = options.description || "";
  if (options.theme?.color) part("card").style.setProperty("--theme", options.theme.color);
  const methods = shownMethods(options.config?.display);
  const wished = options.prefill?.email && options.prefill?.contact ? options.prefill.method : undefined;
  part("method").replaceChildren(...methods.map(({ method, name }) => new Option(name, method)));
  if (methods.some(({ method }) => method === wished)) part("method").value = wished;
  part("business").focus();
  try {
    order = await ask(`orders/${encodeURIComponent(options.order_id)}?key=${encodeURIComponent(options.key)}`);
    part("amount").textContent = rupees(order.amount);
    part("pay").textContent = `Pay ${rupees(order.amount)}`;
    part("reason").replaceChildren(...order.reasons.map(({ reason }) => new Option(inWords(reason), reason)));
  } catch (problem) {
    showProblem(explained(problem));
  }
  work(false);
  part(order ? "pay" : "dismiss").focus();
}

async function attempt(how) {
  const { key, order_id, description, notes, prefill } = options;
  const { email, contact } = prefill ?? {};
  return ask(`orders/${encodeURIComponent(order_id)}/attempts`, {
    key,
    description,
    notes,
    email,
    contact,
    method: part("method").value || undefined,
    ...how,
  });
}

async function press(button, how, onAnswer) {
  if (busy) return;
  showProblem("");
  work(true);
  try {
    onAnswer(await attempt(how));
  } catch (problem) {
    showProblem(explained(problem));
  }
  work(false);
  button.focus();
}

function inWords(reason) {
  const words = reason.replaceAll("_", " ").replace("otp", "one-time code");
  return words[0].toUpperCase() + words.slice(1);
}

// A TypeError is fetch's own word for "nobody answered".
function explained(problem) {
  return problem instanceof TypeError ? "The gateway did not answer. Try again." : problem.message;
}

function dismiss() {
  if (!busy) tell("dismissed");
}

part("pay").addEventListener("click", () => {
  press(part("pay"), {}, (response) => tell("paid", response));
});
function decline(button, reason) {
  press(button, { fail_with: reason }, (response) => {
    showProblem(`${response.error.description} You can try again.`);
    tell("failed", response);
  });
}

part("fail").addEventListener("click", () => decline(part("fail"), part("reason").value));
part("cancel").addEventListener("click", () => decline(part("cancel"), "payment_cancelled"));
part("lose").addEventListener("click", () => {
  press(part("lose"), {}, () => tell("lost"));
});
part("pending").addEventListener("click", () => {
  press(part("pending"), { pending_minutes: Number(part("delay").value) }, () => {
    showProblem("Your bank has not answered yet. You can close this window: the payment goes on without it.");
  });
});
part("dismiss").addEventListener("click", dismiss);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && options?.modal.escape) dismiss();
});
document.body.addEventListener("click", (event) => {
  if (event.target === document.body && options?.modal.backdropclose) dismiss();
});
window.addEventListener("message", (message) => {
  if (message.origin !== page || message.source !== window.parent) return;
  if (message.data.type === "options") show(message.data.options);
  if (message.data.type === "escape" && options?.modal.escape) dismiss();
});

work(true);
tell("ready");
