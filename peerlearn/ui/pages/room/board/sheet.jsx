/**
 * One page of the board: Excalidraw, fed with what the server and the other tab know, and listened to.
 *
 * A stroke under way goes straight to the other tab as ink and may be lost; what is finished goes to the server in
 * batches, one at a time, each said again until it is taken. What the server has comes as news, numbered, so that
 * after a gap only what is missing is asked for. Only what was drawn here can be undone here.
 */

import "./own_fonts.js";

import { CaptureUpdateAction, Excalidraw, getFreeDrawSvgPath, restoreElements } from "@excalidraw/excalidraw";
import "@excalidraw/excalidraw/index.css";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

import { InkLayer } from "./ink_layer.js";
import { newNonce } from "./scene.js";
import { BoardSync } from "./sync.js";
import { usePen } from "./use_pen.js";
import { fileOf, usePictures } from "./use_pictures.js";
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
export function Sheet({ live, mayDraw, news, taken, words, onDraw, onCatchUp, onSurface, onAdd }) {
  const root = useRef(null);
  const { sync, surface, ink, setSurface } = useSync({ onDraw, onCatchUp, onSurface, mayDraw }, live, root);
  const drew = useRef(false);
  drew.current ||= mayDraw;
  const readOnly = !drew.current;
  const theme = useTheme();
  const trouble = usePictures({ root, surface, sync, allowed: !readOnly && live, unfit: words.unfit, onAdd });
  usePen({ root, surface, sync, allowed: !readOnly && live });
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
        onChange={(elements, appState) => {
          sync.current.changed(appState);
          ink.current?.settle(elements);
        }}
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
        {trouble || taken?.words}
      </p>
    </div>
  );
}

/** One BoardSync for as long as the board is on the page. */
function useSync(handlers, live, root) {
  const latest = useRef(handlers);
  const surface = useRef(null);
  const ink = useRef(null);
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
    keep: (elements) =>
      // Now, and not with the next ones: each is undone by itself.
      flushSync(() => surface.current?.updateScene({ elements, captureUpdate: CaptureUpdateAction.IMMEDIATELY })),
    pictures: (some) => surface.current?.addFiles(some.map(fileOf)),
    drop: (names) => {
      const isGone = ({ fileId }) => names.includes(fileId);
      const elements = surface.current?.getSceneElementsIncludingDeleted() ?? [];
      const left = elements.map((element) => (isGone(element) ? deleted(element) : element));
      surface.current?.updateScene({ elements: left, captureUpdate: CaptureUpdateAction.NEVER });
    },
    paint: (stroke) => {
      ink.current ??= inkLayer(root.current, surface.current);
      ink.current.show(stroke);
    },
    unpaint: (ids) => ink.current?.hide(ids),
    named: (name) => {
      if (root.current) root.current.dataset.scene = name;
    },
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
      ink.current?.remove();
    };
  }, []);
  const setSurface = (api) => {
    surface.current = api;
    latest.current.onSurface(api);
    sync.current.begin();
  };
  return { sync, surface, ink, setSurface };
}

function inkLayer(root, surface) {
  const above = root.querySelector(".excalidraw__canvas.static");
  const view = () => {
    const { scrollX, scrollY, zoom, width, height } = surface.getAppState();
    return { scrollX, scrollY, zoom: zoom.value, width, height };
  };
  return new InkLayer({ above, view, outline: getFreeDrawSvgPath });
}

function deleted(element) {
  return { ...element, isDeleted: true, version: element.version + 1, versionNonce: newNonce() };
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
