import { useState } from "react";

/** A date and time in the person's own zone; the form gets the moment in UTC under `name`. */
export function MomentField({ id, name, className, ariaDescribedby, ariaInvalid }) {
  const [typed, setTyped] = useState("");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const moment = new Date(typed);
  const utc = typed && !Number.isNaN(moment.getTime()) ? moment.toISOString() : "";
  return (
    <>
      <input
        id={id}
        type="datetime-local"
        className={className}
        aria-describedby={ariaDescribedby}
        aria-invalid={ariaInvalid || undefined}
        value={typed}
        onChange={(change) => setTyped(change.target.value)}
      />
      <input type="hidden" name={name} value={utc} />
      <span className="text-sm text-quiet">Your time zone: {zone}</span>
    </>
  );
}
