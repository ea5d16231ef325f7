/*
 * Which ways to pay the window offers, after the page's `config.display`, as at
 * https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/configure-payment-methods/.
 */
const NAMES = { card: "Card", upi: "UPI", netbanking: "Netbanking", wallet: "Wallet" };

// A block is shown in its place in the sequence; what no block names follows, unless the page does without it.
export function shownMethods(display = {}) {
  const { blocks = {}, sequence = [], hide = [], preferences = {} } = display;
  // Only one way of a method is hidden where its flows are named: UPI without typing an address is still UPI.
  const hidden = hide.filter(({ flows }) => !flows).map(({ method }) => method);
  const named = sequence.flatMap((place) => {
    const block = blocks[place.replace(/^block\./, "")];
    return block ? block.instruments.map(({ method }) => method) : [place];
  });
  const others = preferences.show_default_blocks === false ? [] : Object.keys(NAMES);
  const methods = [...new Set([...named, ...others])].filter((method) => NAMES[method] && !hidden.includes(method));
  return methods.map((method) => ({ method, name: NAMES[method] }));
}
