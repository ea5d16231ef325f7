import { useEffect, useRef, useState } from "react";

const LEAVING_MS = 220;

/** The browser's own modal dialog: focus stays inside and comes back, Escape closes, the page behind is inert and
 *  does not scroll. Its content stays until it has slid away. */
export function Modal({ open, label, className, id, outsideCloses = true, onClose, children }) {
  const dialog = useRef(null);
  const opener = useRef(null);
  const [filled, setFilled] = useState(open);
  useEffect(() => {
    const element = dialog.current;
    if (open) {
      opener.current ??= document.activeElement;
      setFilled(true);
      if (!element.open) element.showModal();
      document.dispatchEvent(new CustomEvent("speak", { detail: `Opening ${label}` }));
      return undefined;
    }
    if (element.open) element.close();
    // The browser gives focus back by itself, but not when it was lost to a part that went away meanwhile.
    if (document.activeElement === document.body) opener.current?.focus?.();
    opener.current = null;
    const timer = setTimeout(() => setFilled(false), LEAVING_MS);
    return () => clearTimeout(timer);
  }, [open]);
  return (
    <dialog
      ref={dialog}
      id={id}
      aria-label={label}
      className={className}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose?.();
      }}
      onClick={(event) => {
        if (event.target.closest("[data-close]")) onClose?.();
      }}
      onPointerDown={(event) => {
        if (outsideCloses && event.target === dialog.current && outside(event, dialog.current)) onClose?.();
      }}
    >
      {open || filled ? children : null}
    </dialog>
  );
}

function outside({ clientX, clientY }, element) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
