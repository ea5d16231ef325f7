import { Children, cloneElement, useState } from "react";

const MESSAGES = [
  { tone: "good", message: "Booked. Ravi was told." },
  { tone: "plain", message: "A new code is on its way." },
  { tone: "error", message: "That was too quick. Please wait a moment and try again." },
  { tone: "plain", message: "Session in 10 minutes", link: "/", link_words: "Go to the room", sound: true },
];

/** Lets one try a part that a page would open: a button, and the part with what the button changes. */
export function Demo({ words, says, id, className, children }) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState([]);
  const press = () => {
    setOpen(true);
    setSaid([...said, { ...MESSAGES[said.length % MESSAGES.length], pop_up_id: `demo-${said.length}` }]);
  };
  const changed = says ? { popUps: said } : { open, onClose: () => setOpen(false) };
  return (
    <>
      <button type="button" id={id} className={className} onClick={press}>
        {words}
      </button>
      {Children.map(children, (child) => cloneElement(child, changed))}
    </>
  );
}
