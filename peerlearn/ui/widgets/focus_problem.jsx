import { useEffect, useRef } from "react";

/** Inside a form: once it was sent and came back with problems, the first field that has one gets the focus. */
export function FocusProblem({ problems }) {
  const place = useRef(null);
  const sent = useRef(false);
  useEffect(() => {
    const form = place.current.closest("form");
    const send = () => (sent.current = true);
    const type = () => (sent.current = false); // whoever types on must not lose their place
    form.addEventListener("submit", send);
    form.addEventListener("input", type);
    return () => {
      form.removeEventListener("submit", send);
      form.removeEventListener("input", type);
    };
  }, []);
  useEffect(() => {
    const first = sent.current && place.current.closest("form").querySelector('[aria-invalid="true"]');
    if (!first) return;
    sent.current = false;
    first.focus();
  }, [problems]);
  return <span ref={place} hidden />;
}
