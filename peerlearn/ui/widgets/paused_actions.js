/** Dashboards while the server is away: what is shown stays, and nothing on it can be done until the server is back.
 *
 *  A press would wait with the others and be done at some moment later, when nobody expects it any more. In the room
 *  and on public pages all goes on: what is typed there is kept, and a call needs no server. */
const PLACES = ["/dashboard/", "/admin/", "/profile/"];
const ACTIONS = "main button, dialog button";
const OWN = "[data-close]"; // closing a dialog is the page's own business

export const onDashboard = () => PLACES.some((place) => `${location.pathname}/`.startsWith(place));

/** Until the function that comes back is called. */
export function pauseActions() {
  const paused = [...document.querySelectorAll(ACTIONS)].filter((one) => !one.matches(`${OWN}, [aria-disabled]`));
  paused.forEach((one) => one.setAttribute("aria-disabled", "true"));
  const stop = (event) => {
    const pressed = event.type === "submit" ? event.target : event.target.closest?.(ACTIONS);
    if (!pressed || pressed.matches(OWN)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("click", stop, true);
  document.addEventListener("submit", stop, true);
  document.documentElement.classList.add("actions-paused");
  return () => {
    document.documentElement.classList.remove("actions-paused");
    document.removeEventListener("click", stop, true);
    document.removeEventListener("submit", stop, true);
    paused.forEach((one) => one.removeAttribute("aria-disabled"));
  };
}
