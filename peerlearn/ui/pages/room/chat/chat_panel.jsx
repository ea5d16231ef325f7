/** The chat's place: beside the call where there is room, else a sheet over its lower part; and the button for it. */

import { useEffect, useRef } from "react";

import { ChatIcon, CloseIcon } from "../icons.jsx";
import { closeChat, forgetChat, turnChat, useChatChoice, useChatOpen, useUnread } from "./open.js";
import "./chat.css";

const FAR_ENOUGH = 80; // pixels that a sheet is drawn down to close it

export function ChatButton({ words }) {
  const open = useChatOpen();
  const unread = useUnread();
  const label = open ? words.close : words.open;
  const news = unread ? words.unread.replace("{count}", unread) : "";
  return (
    <>
      <button
        type="button"
        id="chat-button"
        className={unread ? "stage-switch has-news" : "stage-switch"}
        aria-label={news ? `${label}, ${news}` : label}
        aria-expanded={open}
        aria-controls="chat"
        data-tip={label}
        onClick={turnChat}
      >
        <ChatIcon />
        {news ? (
          <span className="chat-badge" aria-hidden="true">
            {news}
          </span>
        ) : null}
      </button>
      {/* Lines in sight are read out by the log itself. */}
      <span className="only-heard" role="status">
        {open || !news ? "" : words.heard.replace("{count}", unread)}
      </span>
    </>
  );
}

export function ChatPanel({ words, children }) {
  const open = useChatOpen();
  const chosen = useChatChoice();
  const sheet = useRef(null);
  useEffect(() => forgetChat, []);
  useEffect(() => {
    if (chosen) document.getElementById("chat-input")?.focus(); // one click, and one writes
  }, [chosen]);
  const closeOnEscape = (event) => {
    if (event.key === "Escape" && !event.nativeEvent.isComposing) closeChat();
  };
  return (
    <aside
      id="chat"
      ref={sheet}
      className="room-chat"
      data-open={chosen ?? "auto"}
      inert={!open}
      aria-label={words.log}
      onKeyDown={closeOnEscape}
    >
      <header className="chat-head" {...drawnDown(sheet)}>
        <h2>{words.log}</h2>
        <button type="button" className="chat-close" aria-label={words.close} onClick={closeChat}>
          <CloseIcon />
        </button>
      </header>
      {children}
    </aside>
  );
}

/** The sheet follows a finger on its head, and closes when it was drawn down far enough. */
function drawnDown(sheet) {
  const to = (event) => Math.max(0, event.clientY - Number(sheet.current.dataset.from));
  const release = (event) => {
    if (sheet.current.dataset.from === undefined) return;
    if (event.type === "pointerup" && to(event) > FAR_ENOUGH) closeChat();
    delete sheet.current.dataset.from;
    sheet.current.style.translate = "";
  };
  return {
    onPointerDown: (event) => {
      if (event.pointerType === "mouse" || event.target.closest("button")) return;
      sheet.current.dataset.from = String(event.clientY);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event) => {
      if (sheet.current.dataset.from !== undefined) sheet.current.style.translate = `0 ${to(event)}px`;
    },
    onPointerUp: release,
    onPointerCancel: release,
  };
}
