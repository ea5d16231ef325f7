/** What was said, oldest first, with the addresses in it as links; what came before is fetched when it is wanted. */

import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { GivenFile } from "./chat_files.jsx";
import { joined } from "./known_lines.js";
import { partsOf } from "./links.js";
import "./chat.css";

const NEARLY = 48; // pixels from the end at which one still reads along

/** The chat of a lesson that is over: to read, and nothing more. */
export function ChatHistory({ lines, earlier, words, onEarlier }) {
  const stored = useKnownLines(lines, earlier);
  return (
    <div className="chat chat-history">
      <Lines stored={stored} words={words} onEarlier={onEarlier} />
    </div>
  );
}

/** All that this browser was told of the chat. */
export function useKnownLines(lines, earlier) {
  const [known, setKnown] = useState([]);
  const now = joined(joined(known, lines), earlier);
  if (now !== known) setKnown(now);
  return now;
}

/** The list; whoever looks at its end is kept there, whoever looks back is left where they are. */
export function Lines({ stored, sending = [], words, onEarlier, onReadTo, children }) {
  const { list, atEnd, noteWhere, toEnd } = useEnd(stored, sending);
  useEffect(() => onReadTo?.(atEnd), [atEnd]);
  return (
    <>
      <div
        id="chat-lines"
        ref={list}
        className="chat-lines"
        role="log"
        aria-live="polite"
        aria-label={words.log}
        tabIndex={0}
        onScroll={noteWhere}
      >
        {stored.length && stored[0].n > 1 ? (
          <button type="button" className="chat-earlier" onClick={() => onEarlier(stored[0].n)}>
            {words.earlier}
          </button>
        ) : null}
        {stored.length + sending.length === 0 ? <p className="chat-empty">{words.empty}</p> : null}
        {stored.map((line, index) => (
          <Line key={line.line_id} {...line} words={words} repeats={isSameVoice(stored[index - 1], line)} />
        ))}
        {sending.map(({ lineId, text }) => (
          <Line key={lineId} mine author={words.you} text={text} at={words.sending} waiting />
        ))}
      </div>
      {children?.(toEnd)}
    </>
  );
}

function useEnd(stored, sending) {
  const list = useRef(null);
  const before = useRef({ first: undefined, height: 0 });
  const [atEnd, setAtEnd] = useState(true);
  const first = stored[0]?.n;
  const newest = sending.at(-1)?.lineId ?? stored.at(-1)?.line_id;
  const ownIsNewest = sending.length > 0 || stored.at(-1)?.mine === true;
  const toEnd = () => (list.current.scrollTop = list.current.scrollHeight);
  useLayoutEffect(() => {
    // Lines put in above must not move those that are being read.
    const grown = list.current.scrollHeight - before.current.height;
    if (before.current.first > first) list.current.scrollTop += grown;
    before.current = { first, height: list.current.scrollHeight };
  });
  useEffect(() => {
    if (atEnd || ownIsNewest) toEnd();
  }, [newest]);
  useEffect(() => {
    // Pictures that load, or a panel that opens, make the list longer than it was when it was at its end.
    const grown = new ResizeObserver(() => atEnd && toEnd());
    grown.observe(list.current);
    return () => grown.disconnect();
  }, [atEnd]);
  const noteWhere = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
    setAtEnd(scrollHeight - scrollTop - clientHeight < NEARLY);
  return { list, atEnd, noteWhere, toEnd };
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

function Line({ author, mine, text, file, at, words, waiting = false, repeats = false }) {
  const looks = ["chat-line", mine && "is-mine", waiting && "is-waiting", repeats && "is-repeat"];
  return (
    <div className={looks.filter(Boolean).join(" ")}>
      <span className="chat-author">{author}</span>
      {file ? (
        <GivenFile file={file} words={words} />
      ) : (
        <span className="chat-text">
          <LinkedText text={text} />
        </span>
      )}
      {waiting ? <span className="chat-at">{at}</span> : <ChatTime at={at} />}
    </div>
  );
}

function LinkedText({ text }) {
  return partsOf(text).map(({ text: words, href, host }, index) =>
    href === undefined ? (
      words
    ) : (
      <span key={index}>
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {words}
        </a>
        {host ? <span className="chat-host"> ({host})</span> : null}
      </span>
    ),
  );
}
