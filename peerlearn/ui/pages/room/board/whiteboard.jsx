/** The board with its pages: the lesson's own, and those of the pair's earlier lessons to look at; each can be kept. */

import { useRef, useState } from "react";

import { saveAs } from "./export.js";
import { TAKEN } from "./own_pictures.js";
import { Sheet } from "./sheet.jsx";

const KINDS = ["png", "pdf"];

export default function Whiteboard({ pages, earlier, onLook, words, news, onCatchUp, ...own }) {
  const [page, setPage] = useState("");
  const [trouble, setTrouble] = useState("");
  const [add, setAdd] = useState(null);
  const surfaces = useRef({});
  const takeAdd = (given) => setAdd(() => given); // a function that is given alone would be called
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
        {add && !page ? <PictureButton words={words} onPick={add} /> : null}
        {KINDS.map((kind) => (
          <button key={kind} type="button" id={`board-${kind}`} aria-label={words[kind]} onClick={() => save(kind)}>
            {kind.toUpperCase()}
          </button>
        ))}
      </div>
      <div className="board-sheets">
        <Sheet live words={words} news={news} onCatchUp={onCatchUp} onSurface={keep("")} onAdd={takeAdd} {...own} />
        {page ? (
          <div className="board-earlier" key={page}>
            <Sheet
              words={words}
              news={earlier.room_id === page ? earlier.news : null}
              onDraw={() => {}}
              onCatchUp={(after) => onLook(page, after)}
              onSurface={keep(page)}
              onAdd={() => {}}
            />
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** On a telephone this is the way to the camera, too. */
function PictureButton({ words, onPick }) {
  const input = useRef(null);
  const picked = ({ target }) => {
    onPick(target.files);
    target.value = ""; // the same one may be wanted again
  };
  return (
    <>
      <button type="button" id="board-picture" aria-label={words.add} onClick={() => input.current.click()}>
        {words.picture}
      </button>
      <input ref={input} type="file" accept={TAKEN.join()} multiple hidden aria-label={words.add} onChange={picked} />
    </>
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
