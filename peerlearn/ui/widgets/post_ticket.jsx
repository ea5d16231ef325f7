import { useEffect, useRef } from "react";

const OWN_STATE = "token"; // where Reflex keeps the name of this tab's state

/**
 * Posts a one-time ticket as a real navigation, as soon as there is one: only an HTTP answer can set the cookie. The
 * tab's state ends with it, so that neither a half-filled form nor anything of who was here before is there afterwards.
 */
export function PostTicket({ ticket, next, door }) {
  const form = useRef(null);
  useEffect(() => {
    if (!ticket) return;
    form.current.submit();
    sessionStorage.removeItem(OWN_STATE);
  }, [ticket]);
  return (
    <form ref={form} action={door} method="post" hidden>
      <input type="hidden" name="ticket" value={ticket} readOnly />
      <input type="hidden" name="next" value={next} readOnly />
    </form>
  );
}
