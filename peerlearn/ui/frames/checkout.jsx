import { useEffect, useRef } from "react";

let script = null;

/** Loads the gateway's checkout once; a failed load is tried again at the next checkout. */
function loadCheckout(url) {
  if (window.Razorpay) return Promise.resolve();
  script ??= new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = url;
    tag.onload = resolve;
    tag.onerror = () => {
      script = null;
      tag.remove();
      reject(new Error("The payment window could not be loaded"));
    };
    document.head.append(tag);
  });
  return script;
}

/** Opens the gateway's own payment window for each new order; card data never touches our page. */
export function Checkout({ order, onPaid, onFailed, onDismissed }) {
  const opened = useRef("");
  const events = useRef({});
  events.current = { onPaid, onFailed, onDismissed };
  useEffect(() => {
    if (!order?.order_id || opened.current === order.attempt) return;
    opened.current = order.attempt;
    let [paid, failures] = [false, 0];
    const options = {
      key: order.key_id,
      order_id: order.order_id,
      amount: order.amount_paise,
      currency: order.currency,
      name: order.name,
      description: order.description,
      timeout: order.seconds || undefined,
      theme: { color: getComputedStyle(document.documentElement).getPropertyValue("--brand") },
      handler: (answer) => {
        paid = true;
        const { razorpay_order_id: id, razorpay_payment_id: payment, razorpay_signature: signature } = answer;
        events.current.onPaid?.(id, payment, signature);
      },
      modal: {
        ondismiss: () => {
          if (!paid) events.current.onDismissed?.();
        },
      },
    };
    loadCheckout(order.script_url)
      .then(() => {
        const checkout = new window.Razorpay(options);
        checkout.on("payment.failed", ({ error }) => {
          events.current.onFailed?.(error?.description ?? "");
          failures += 1;
          if (failures === order.tries) checkout.close?.(); // no promise of the gateway's; one closes it by hand then
        });
        checkout.open();
      })
      .catch(() => events.current.onFailed?.("The payment window could not be loaded."));
  }, [order]);
  return null;
}
