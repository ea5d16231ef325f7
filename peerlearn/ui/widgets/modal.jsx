import { useEffect, useRef } from "react";

/** The browser's own modal dialog: focus stays inside, Escape closes, the page behind is inert. */
export function Modal({ open, label, className, onClose, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={className}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      {open ? children : null}
    </dialog>
  );
}
