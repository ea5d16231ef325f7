import { useEffect, useRef } from "react";

/** Posts a one-time ticket as a real navigation, as soon as there is one: only an HTTP answer can set the cookie. */
export function PostTicket({ ticket, next, door }) {
  const form = useRef(null);
  useEffect(() => {
    if (ticket) form.current.submit();
  }, [ticket]);
  return (
    <form ref={form} action={door} method="post" hidden>
      <input type="hidden" name="ticket" value={ticket} readOnly />
      <input type="hidden" name="next" value={next} readOnly />
    </form>
  );
}
