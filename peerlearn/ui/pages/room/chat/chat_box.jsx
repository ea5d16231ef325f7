/** The room's chat: the lines, what could not be sent, and a place to say more. The server decides the order. */

import { useEffect, useRef, useState } from "react";

import { SendIcon } from "../icons.jsx";
import { ChooseFiles, FilesOnTheirWay, useDrop, useSentFiles } from "./chat_files.jsx";
import { Lines, useKnownLines } from "./lines.jsx";
import { noteUnread, useChatOpen } from "./open.js";
import { useUnstoredLines } from "./unstored_lines.js";
import "./chat.css";

export function ChatBox({ lines, earlier, refused, door, accept, longest, mostBytes, words, onLine, onEarlier }) {
  const stored = useKnownLines(lines, earlier);
  const { sending, unsent, say, discard } = useUnstoredLines(stored, refused, onLine);
  const { files, add, again, discard: stop } = useSentFiles(stored, door, mostBytes, words);
  const [over, dropped] = useDrop(add);
  const box = useRef(null);
  const [atEnd, setAtEnd] = useState(true);
  const unread = useUnreadLines(box, stored, atEnd);
  return (
    <div className={over ? "chat is-over" : "chat"} ref={box} {...dropped}>
      <Lines stored={stored} sending={sending} words={words} onEarlier={onEarlier} onReadTo={setAtEnd}>
        {(toEnd) =>
          unread ? (
            <button type="button" className="chat-new" onClick={toEnd}>
              {words.unread.replace("{count}", unread)}
            </button>
          ) : null
        }
      </Lines>
      <Unsent lines={unsent} words={words} onAgain={say} onDiscard={discard} />
      <FilesOnTheirWay files={files} words={words} onAgain={again} onDiscard={stop} />
      <Composer longest={longest} words={words} onSay={say}>
        <ChooseFiles accept={accept} words={words} onChoose={add} />
      </Composer>
    </div>
  );
}

/** How many lines of the other person came while the chat, or its end, was out of sight. */
function useUnreadLines(box, stored, atEnd) {
  const newest = stored.at(-1)?.n ?? 0;
  const [readTo, setReadTo] = useState(newest);
  const [inSight, setInSight] = useState(true);
  const open = useChatOpen();
  useEffect(() => {
    const eye = new IntersectionObserver(([{ intersectionRatio }]) => setInSight(intersectionRatio > 0.25), {
      threshold: [0, 0.25, 1],
    });
    eye.observe(box.current);
    return () => eye.disconnect();
  }, []);
  const seen = open && inSight && atEnd;
  useEffect(() => {
    if (seen) setReadTo(newest);
  }, [seen, newest]);
  const unread = seen ? 0 : stored.filter(({ mine, n }) => !mine && n > readTo).length;
  useEffect(() => noteUnread(unread), [unread]);
  return unread;
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

function Composer({ longest, words, onSay, children }) {
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
      {children}
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
