/**
 * One page of the board: Excalidraw, fed with what the server and the other tab know, and listened to.
 *
 * A stroke under way goes straight to the other tab as ink and may be lost; what is finished goes to the server in
 * batches, one at a time, each said again until it is taken. What the server has comes as news, numbered, so that
 * after a gap only what is missing is asked for. Only what was drawn here can be undone here.
 */

import "./own_fonts.js";

import { CaptureUpdateAction, Excalidraw, restoreElements } from "@excalidraw/excalidraw";
import "@excalidraw/excalidraw/index.css";
import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { BoardSync } from "./sync.js";
import { followCall } from "../call/present_call.js";

const SURFACE = {
  canvasActions: {
    changeViewBackgroundColor: false,
    export: false,
    loadScene: false,
    saveToActiveFile: false,
    toggleTheme: false,
  },
  tools: { image: false },
};

const WHOLE = { fitToViewport: true, viewportZoomFactor: 0.85, maxZoom: 1, animate: false };

/** `live` is the lesson's own page: on earlier ones nobody draws, and no ink arrives. */
export function Sheet({ live, mayDraw, news, taken, words, onDraw, onCatchUp, onSurface }) {
  const root = useRef(null);
  const { sync, setSurface } = useSync({ onDraw, onCatchUp, onSurface, mayDraw }, live, (name) => {
    if (root.current) root.current.dataset.scene = name;
  });
  const drew = useRef(false);
  drew.current ||= mayDraw;
  const readOnly = !drew.current;
  const theme = useTheme();
  useEffect(() => sync.current.allow(!readOnly), [readOnly]);
  useEffect(() => {
    if (taken) sync.current.take(taken);
  }, [taken]);
  useEffect(() => {
    if (news) sync.current.hear(news);
  }, [news]);
  return (
    <div ref={root} className="board-surface" data-read-only={readOnly}>
      <Excalidraw
        excalidrawAPI={setSurface}
        onChange={(elements, appState) => sync.current.changed(elements, appState)}
        viewModeEnabled={readOnly}
        theme={theme}
        langCode="en"
        name={words.board}
        UIOptions={SURFACE}
        validateEmbeddable={false}
        aiEnabled={false}
        handleKeyboardGlobally={false}
      />
      <p className="board-note" role="status">
        {taken?.words}
      </p>
    </div>
  );
}

/** One BoardSync for as long as the board is on the page. */
function useSync(handlers, live, showName) {
  const latest = useRef(handlers);
  const surface = useRef(null);
  const sync = useRef(null);
  const looked = useRef(false); // whoever only looks sees all there is, at first
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  sync.current ??= new BoardSync({
    draw: (id, batch) => latest.current.onDraw(id, batch),
    catchUp: (after) => latest.current.onCatchUp(after),
    elements: () => surface.current?.getSceneElementsIncludingDeleted() ?? [],
    restored: (elements) => restoreElements(elements.filter(canBeRestored), null),
    show: (elements) => {
      surface.current?.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
      if (!latest.current.mayDraw && !looked.current) surface.current?.scrollToContent(elements, WHOLE);
      looked.current = true;
    },
    named: showName,
  });
  useEffect(() => {
    const present = sync.current;
    if (!live) return () => present.close();
    let silence = () => {};
    const unfollow = followCall((call) => {
      silence();
      silence = call?.listen("ink", (data) => present.hearInk(data)) ?? (() => {});
      present.inkTo(call);
    });
    return () => {
      unfollow();
      silence();
      present.close();
    };
  }, []);
  const setSurface = (api) => {
    surface.current = api;
    latest.current.onSurface(api);
    sync.current.begin();
  };
  return { sync, setSurface };
}

/** What another browser drew may be of a kind that this one cannot show: that one thing is left out. */
function canBeRestored(element) {
  try {
    return restoreElements([structuredClone(element)], null).length > 0;
  } catch {
    return false;
  }
}

function useTheme() {
  const now = () => (document.documentElement.classList.contains("dark") ? "dark" : "light");
  const [theme, setTheme] = useState(now);
  useEffect(() => {
    const watcher = new MutationObserver(() => setTheme(now()));
    watcher.observe(document.documentElement, { attributeFilter: ["class"] });
    return () => watcher.disconnect();
  }, []);
  return theme;
}
