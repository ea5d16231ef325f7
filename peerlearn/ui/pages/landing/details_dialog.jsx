/**
 * What a card is about, over the page it stands on. A link to a session or a mentor on a card opens here; with a
 * modifier key, in a new tab or without this script it leads to the page of its own. Server state follows.
 */

import { useEffect, useState } from "react";

import { Modal } from "$/public/external/peerlearn/ui/widgets/modal/modal.jsx";

const PLACES = /^\/(sessions|mentors)\/([a-z0-9-]+)\/$/;

/** `shown` is what the children are about, as "sessions/7"; the first child stands there until it is what was asked. */
export function DetailsDialog({ shown, label, className, onOpen, onClose, children }) {
  const [asked, setAsked] = useState("");
  const [waiting, ...content] = children;
  useEffect(() => {
    const press = (event) => {
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      const link = plain && event.target.closest?.("a[href]");
      if (!link || link.origin !== location.origin) return;
      if (/^\/(register|sign-in)\//.test(link.pathname)) return setAsked(""); // their dialog takes this one's place
      const found = link.matches(".card-link") && PLACES.exec(link.pathname);
      if (!found) return;
      event.preventDefault();
      const [, kind, name] = found;
      setAsked(`${kind}/${name}`);
      onOpen(kind, name);
    };
    document.addEventListener("click", press, { capture: true });
    return () => document.removeEventListener("click", press, { capture: true });
  }, []);
  const close = () => {
    setAsked("");
    onClose();
  };
  return (
    <Modal open={asked !== ""} label={label} className={className} onClose={close}>
      {shown === asked ? content : waiting}
    </Modal>
  );
}
