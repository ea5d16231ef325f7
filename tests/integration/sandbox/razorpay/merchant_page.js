// A merchant's page: asks its own server for an order, opens Checkout, and writes down what it is told.
window.told = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.told.push(["violation", event.violatedDirective]);
});

document.getElementById("buy").addEventListener("click", async () => {
  const options = await (await fetch("/order")).json();
  const checkout = new window.Razorpay({
    ...options,
    name: "PeerLearn",
    description: "Fractions without fear, 60 minutes with Asha Rao",
    prefill: { email: "learner@example.com" },
    notes: { page: "merchant" },
    handler: (response) => window.told.push(["paid", response]),
    modal: { ondismiss: () => window.told.push(["dismissed"]) },
  });
  checkout.on("payment.failed", (response) => window.told.push(["failed", response]));
  checkout.open();
});
