import { useRef, useState } from "react";

/** Sends one file to a door and says how far it is. What is too large or of another kind is refused here already;
 *  the door refuses it again. The form gets what the door answered under `name`. */
export function Upload({ id, name, door, accept, mostBytes, words, ariaDescribedby, onDone }) {
  const [state, setState] = useState({ step: "ready", part: 0, file: null, trouble: "", answer: "" });
  const [over, setOver] = useState(false);
  const request = useRef(null);
  const picker = useRef(null);
  const kinds = accept.split(",").map((kind) => kind.trim());

  const fail = (file, trouble) => setState({ step: "failed", part: 0, file, trouble, answer: "" });
  const send = (file) => {
    if (!file) return;
    if (!kinds.includes(file.type)) return fail(file, words.wrong_kind);
    if (file.size > mostBytes) return fail(file, words.too_large);
    const sending = (request.current = new XMLHttpRequest());
    sending.upload.onprogress = ({ loaded, total }) => setState((was) => ({ ...was, part: loaded / total }));
    sending.onerror = () => fail(file, words.lost);
    sending.onload = () => {
      if (sending.status !== 200) return fail(file, sending.status < 500 ? sending.responseText : words.lost);
      setState({ step: "done", part: 1, file, trouble: "", answer: sending.responseText });
      return onDone?.(sending.responseText);
    };
    sending.open("POST", door);
    sending.withCredentials = true; // under hot reload the door has another port than the page
    sending.setRequestHeader("content-type", file.type);
    sending.send(file);
    return setState({ step: "sending", part: 0, file, trouble: "", answer: "" });
  };
  const stop = () => {
    request.current?.abort();
    picker.current.value = "";
    setState({ step: "ready", part: 0, file: null, trouble: "", answer: "" });
    picker.current.focus();
  };
  const percent = Math.round(state.part * 100);

  return (
    <div
      className={`upload ${over ? "is-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        send(event.dataTransfer.files[0]);
      }}
    >
      <label className="upload-place" data-pressable="">
        <svg viewBox="0 0 24 24" className="icon" width="24" height="24" aria-hidden="true">
          <path d="M3 16.5v2.25A2.25 2.25 0 0 0 5.25 21h13.5A2.25 2.25 0 0 0 21 18.75V16.5m-13.5-9L12 3m0 0 4.5 4.5M12 3v13.5" />
        </svg>
        <span>{state.file ? state.file.name : words.choose}</span>
        <input
          ref={picker}
          id={id}
          type="file"
          className="only-heard"
          accept={accept}
          aria-describedby={ariaDescribedby}
          onChange={(event) => send(event.target.files[0])}
        />
      </label>
      {state.step === "sending" ? (
        <progress aria-label={words.progress} value={state.part} max="1">
          {percent} %
        </progress>
      ) : null}
      <div className="upload-state" role="status">
        {state.step === "sending" && percent === 100 ? words.checking : null}
        {state.step === "done" ? words.done : null}
        {state.step === "failed" ? <span className="upload-trouble">{state.trouble}</span> : null}
      </div>
      {state.step === "ready" ? null : (
        <button type="button" className="upload-stop" onClick={stop}>
          {state.step === "sending" ? words.stop : words.another}
        </button>
      )}
      <input type="hidden" name={name} value={state.answer} />
    </div>
  );
}
