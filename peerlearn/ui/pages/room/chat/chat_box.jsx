/**
 * The room's chat: what one types is shown at once and kept until the server's own lines contain it,
 * so that a dropped connection or a restarted server neither loses nor doubles it. The server decides
 * the order. A line that the server will never take says why, and is its writer's to send again or to discard.
 */

import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { SendIcon } from "../icons.jsx";
import { Outbox } from "../call/outbox.js";
import { ownName } from "../call/own_name.js";
import "./chat.css";

const BETWEEN_LINES = 0; // a typed line leaves at once

export function ChatBox({ lines, refused, longest, words, onLine }) {
  const stored = useLastKnown(lines);
  const { sending, unsent, say, discard } = useUnstoredLines(stored, refused, onLine);
  const box = useRef(null);
  const unread = useUnread(box, stored);
  return (
    <div className="chat" ref={box}>
      {unread ? (
        <button
          type="button"
          className="chat-new"
          onClick={() => box.current.scrollIntoView({ block: "end", behavior: "smooth" })}
        >
          {words.unread.replace("{count}", unread)}
        </button>
      ) : null}
      <Lines stored={stored} sending={sending} words={words} />
      <Unsent lines={unsent} words={words} onAgain={say} onDiscard={discard} />
      <Composer longest={longest} words={words} onSay={say} />
    </div>
  );
}

/** A server that has just started shows an empty chat for a moment; people need not see that. */
function useLastKnown(lines) {
  const [known, setKnown] = useState(lines);
  if (lines.length && lines !== known) setKnown(lines);
  return lines.length ? lines : known;
}

/** The lines on their way, each said again until it is among the stored or the refused ones. */
function useUnstoredLines(stored, refused, onLine) {
  const outbox = useRef(null);
  const latest = useRef(onLine);
  const [sending, setSending] = useState([]);
  const [unsent, setUnsent] = useState([]);
  useLayoutEffect(() => {
    latest.current = onLine;
  });
  useEffect(() => {
    const tellServer = (batch) => batch.forEach(({ lineId, text }) => latest.current(lineId, text));
    const kept = new Outbox(tellServer, { gather: BETWEEN_LINES });
    outbox.current = kept;
    return () => kept.close();
  }, []);
  useEffect(() => {
    const noticed = setTimeout(() => {
      const arrived = new Set(stored.map((line) => line.line_id));
      outbox.current.settle(({ lineId }) => arrived.has(lineId));
      setSending((before) => (before.some(({ lineId }) => arrived.has(lineId)) ? outbox.current.unsettled : before));
    });
    return () => clearTimeout(noticed);
  }, [stored]);
  useEffect(() => {
    const lost = outbox.current.unsettled.filter(({ lineId }) => lineId in refused);
    if (!lost.length) return;
    outbox.current.settle(({ lineId }) => lineId in refused);
    setSending(outbox.current.unsettled);
    setUnsent((before) => [...before, ...lost.map((line) => ({ ...line, why: refused[line.lineId] }))]);
  }, [refused]);
  const discard = (lineId) => setUnsent((before) => before.filter((line) => line.lineId !== lineId));
  const say = (text) => {
    outbox.current.add({ lineId: ownName(), text });
    setSending(outbox.current.unsettled);
  };
  const arrived = new Set(stored.map((line) => line.line_id));
  return { sending: sending.filter(({ lineId }) => !arrived.has(lineId)), unsent, say, discard };
}

/** How many lines of the other person came while the chat was out of sight. */
function useUnread(box, stored) {
  const theirs = stored.filter((line) => !line.mine).length;
  const [read, setRead] = useState(theirs);
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    const eye = new IntersectionObserver(([{ intersectionRatio }]) => setInSight(intersectionRatio > 0.25), {
      threshold: [0, 0.25, 1],
    });
    eye.observe(box.current);
    return () => eye.disconnect();
  }, []);
  useEffect(() => {
    if (inSight) setRead(theirs);
  }, [inSight, theirs]);
  return inSight ? 0 : Math.max(0, theirs - read);
}

/** What the server would not take, with its reason; both ways out give the focus back to the composer. */
function Unsent({ lines, words, onAgain, onDiscard }) {
  if (!lines.length) return null;
  const leave = (lineId) => {
    onDiscard(lineId);
    document.getElementById("chat-input").focus();
  };
  return (
    <ul className="chat-unsent" role="alert">
      {lines.map(({ lineId, text, why }) => (
        <li key={lineId}>
          <p className="chat-text">{text}</p>
          <p>
            <strong>{words.unsent}.</strong> {why}
          </p>
          <button type="button" onClick={() => (onAgain(text), leave(lineId))}>
            {words.again}
          </button>
          <button type="button" onClick={() => leave(lineId)}>
            {words.discard}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Lines({ stored, sending, words }) {
  const end = useRef(null);
  const newest = sending.at(-1)?.lineId ?? stored.at(-1)?.line_id;
  useEffect(() => {
    const list = end.current.parentElement;
    list.scrollTop = list.scrollHeight;
  }, [newest]);
  return (
    <div id="chat-lines" className="chat-lines" role="log" aria-live="polite" aria-label={words.log} tabIndex={0}>
      {stored.length + sending.length === 0 ? <p className="chat-empty">{words.empty}</p> : null}
      {stored.map((line, index) => (
        <Line key={line.line_id} {...line} repeats={isSameVoice(stored[index - 1], line)} />
      ))}
      {sending.map(({ lineId, text }) => (
        <Line key={lineId} mine author={words.you} text={text} at={words.sending} waiting />
      ))}
      <div ref={end} aria-hidden="true" className="chat-end" />
    </div>
  );
}

const isSameVoice = (before, line) => before !== undefined && before.mine === line.mine;

const CLOCK = new Intl.DateTimeFormat("en-IN", { hour: "numeric", minute: "2-digit" });

/** The moment a line was stored, on the reader's own clock. */
function ChatTime({ at }) {
  return (
    <time className="chat-at" dateTime={at}>
      {CLOCK.format(new Date(at))}
    </time>
  );
}

function Line({ author, mine, text, at, waiting = false, repeats = false }) {
  const looks = ["chat-line", mine && "is-mine", waiting && "is-waiting", repeats && "is-repeat"];
  return (
    <div className={looks.filter(Boolean).join(" ")}>
      <span className="chat-author">{author}</span>
      <span className="chat-text">{text}</span>
      {waiting ? <span className="chat-at">{at}</span> : <ChatTime at={at} />}
    </div>
  );
}

function Composer({ longest, words, onSay }) {
  const field = useRef(null);
  const sayIt = (event) => {
    event.preventDefault();
    const text = field.current.value.trim();
    if (!text) return;
    onSay(text);
    field.current.value = "";
    field.current.focus();
  };
  const sendOnEnter = (event) => {
    // A letter still being composed (Hindi, Japanese) uses Enter for itself.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) sayIt(event);
  };
  return (
    <form className="chat-composer" onSubmit={sayIt}>
      <textarea
        id="chat-input"
        ref={field}
        rows={1}
        maxLength={longest}
        aria-label={words.input}
        placeholder={words.input}
        onKeyDown={sendOnEnter}
      />
      <button id="chat-send" type="submit" className="chat-send" aria-label={words.send}>
        <SendIcon />
      </button>
    </form>
  );
}
