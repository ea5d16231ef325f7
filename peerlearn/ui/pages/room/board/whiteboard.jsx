/** The board with its pages: the lesson's own, and those of the pair's earlier lessons to look at; each can be kept. */

import { useRef, useState } from "react";

import { saveAs } from "./export.js";
import { Sheet } from "./sheet.jsx";

const KINDS = ["png", "pdf"];

export default function Whiteboard({ pages, earlier, onLook, words, news, onCatchUp, ...own }) {
  const [page, setPage] = useState("");
  const [trouble, setTrouble] = useState("");
  const surfaces = useRef({});
  const keep = (name) => (api) => {
    surfaces.current[name] = api;
  };
  const save = async (kind) => {
    setTrouble("");
    const title = pages.find(({ room_id: id }) => id === page)?.title ?? words.board;
    const saved = await saveAs(kind, surfaces.current[page], title).catch(() => false);
    if (!saved) setTrouble(words.nothing);
  };
  return (
    <div className="board-book">
      <div className="board-bar">
        <PagePicker pages={pages} page={page} words={words} onPick={setPage} />
        <span className="board-trouble" role="status">
          {trouble}
        </span>
        {KINDS.map((kind) => (
          <button key={kind} type="button" id={`board-${kind}`} aria-label={words[kind]} onClick={() => save(kind)}>
            {kind.toUpperCase()}
          </button>
        ))}
      </div>
      <div className="board-sheets">
        <Sheet live words={words} news={news} onCatchUp={onCatchUp} onSurface={keep("")} {...own} />
        {page ? (
          <div className="board-earlier" key={page}>
            <Sheet
              words={words}
              news={earlier.room_id === page ? earlier.news : null}
              onDraw={() => {}}
              onCatchUp={(after) => onLook(page, after)}
              onSurface={keep(page)}
            />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function PagePicker({ pages, page, words, onPick }) {
  if (!pages.length) return null;
  return (
    <select id="board-page" aria-label={words.page} value={page} onChange={({ target }) => onPick(target.value)}>
      <option value="">{words.own}</option>
      {pages.map(({ room_id: id, title, starts_at: moment }) => (
        <option key={id} value={id}>
          {`${new Date(moment).toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" })} · ${title}`}
        </option>
      ))}
    </select>
  );
}
