/** What has the focus may go from the page with it: whose hands are on the keys goes on from a place that is named here. */

export function focusIfLost(selector) {
  const at = document.activeElement;
  if (!at || at === document.body) document.querySelector(selector)?.focus({ preventScroll: true });
}
