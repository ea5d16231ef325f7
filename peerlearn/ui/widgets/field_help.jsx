import { useEffect, useRef, useState } from "react";

/** Writes into a field as a person would, so that whatever listens to it hears of it. */
function write(field, text) {
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Under a field: what it might have meant, to be taken with one press; or what was corrected, to be undone. */
export function FieldHelp({ field, suggestion, corrected, words }) {
  const refused = useRef(new Set());
  const [undoable, setUndoable] = useState("");
  const [taken, setTaken] = useState("");
  const control = () => document.getElementById(field);
  useEffect(() => {
    const typed = control()?.value ?? "";
    if (!corrected || corrected === typed || refused.current.has(corrected)) return;
    setUndoable(typed);
    write(control(), corrected);
  }, [corrected]);
  const take = () => {
    write(control(), suggestion);
    setTaken(suggestion);
    control().focus();
  };
  const undo = () => {
    refused.current.add(corrected);
    write(control(), undoable);
    setUndoable("");
    control().focus();
  };
  return (
    <div className="field-help" role="status">
      {undoable ? (
        <p>
          {words.corrected} <strong>{corrected}</strong>.{" "}
          <button type="button" onClick={undo}>
            {words.undo} <span className="only-heard">{undoable}</span>
          </button>
        </p>
      ) : null}
      {suggestion && suggestion !== taken ? (
        <p>
          {words.suggested}{" "}
          <button type="button" onClick={take}>
            {suggestion}
          </button>
          ?
        </p>
      ) : null}
    </div>
  );
}
