import { useState } from "react";

/** Shows and hides what stands in the password field beside it. */
export function PasswordEye({ field, words, className }) {
  const [shown, setShown] = useState(false);
  const show = (open) => {
    document.getElementById(field).type = open ? "text" : "password";
    setShown(open);
  };
  const change = () => {
    // Sent while it is shown, a browser would remember it as any other word that was typed.
    document.getElementById(field).form?.addEventListener("submit", () => show(false), { once: true });
    show(!shown);
  };
  return (
    <button
      type="button"
      className={className}
      aria-label={words.show}
      aria-pressed={shown}
      aria-controls={field}
      onClick={change}
    >
      <svg viewBox="0 0 24 24" className="icon" width="20" height="20" aria-hidden="true">
        <path d="M2.036 12.322a1.012 1.012 0 0 1 0-.639C3.423 7.51 7.36 4.5 12 4.5c4.638 0 8.573 3.007 9.963 7.178.07.207.07.431 0 .639C20.577 16.49 16.64 19.5 12 19.5c-4.638 0-8.573-3.007-9.963-7.178Z" />
        {shown ? <path d="M3 3 21 21" /> : <path d="M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z" />}
      </svg>
    </button>
  );
}
