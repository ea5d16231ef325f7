/** The board's place in the room and the button that opens it. The drawing itself is fetched on first opening. */

import { Component, Suspense, lazy, useEffect, useState } from "react";

import { turnBoard, useBoardOpen } from "./open.js";
import { BoardIcon } from "../icons.jsx";
import "./board.css";

const Whiteboard = lazy(() => {
  window.EXCALIDRAW_ASSET_PATH = "/excalidraw/"; // its fonts, from our own address
  return import("./whiteboard.jsx");
});

export function BoardButton({ words }) {
  const open = useBoardOpen();
  const label = open ? words.close : words.open;
  return (
    <button
      type="button"
      id="board-button"
      className="stage-switch"
      aria-label={label}
      aria-expanded={open}
      aria-controls="board"
      data-tip={label}
      onClick={turnBoard}
    >
      <BoardIcon />
    </button>
  );
}

export function BoardPanel({ words, ...board }) {
  const open = useBoardOpen();
  const wasOpened = useOnceTrue(open);
  return (
    <section id="board" className="board" data-open={open} aria-label={words.board} inert={!open}>
      {wasOpened ? <Opened words={words} {...board} /> : null}
    </section>
  );
}

/** The page of a lesson that is over, fetched when somebody wants to see it. */
export function BoardHistory({ words, ...board }) {
  const [open, setOpen] = useState(false);
  return open ? (
    <section id="board" className="board" data-open="true" aria-label={words.board}>
      <Opened words={words} {...board} />
    </section>
  ) : (
    <button type="button" id="board-look" className="board-look" onClick={() => setOpen(true)}>
      {words.open}
    </button>
  );
}

function Opened({ words, ...board }) {
  return (
    <Fuse instead={<p className="board-wait">{words.broken}</p>}>
      <Suspense fallback={<p className="board-wait">{words.opening}</p>}>
        <Whiteboard words={words} {...board} />
      </Suspense>
    </Fuse>
  );
}

/** A board that cannot be shown must not end the call beside it. */
class Fuse extends Component {
  state = { blown: false };

  static getDerivedStateFromError() {
    return { blown: true };
  }

  render() {
    return this.state.blown ? this.props.instead : this.props.children;
  }
}

function useOnceTrue(now) {
  const [once, setOnce] = useState(now);
  useEffect(() => {
    if (now) setOnce(true);
  }, [now]);
  return once || now;
}
