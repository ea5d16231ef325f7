/** The pen on a page of the board: which presses are its own, and what its strokes look like. */

import { useEffect } from "react";

import { Pen } from "./pen.js";
import { newNonce } from "./scene.js";

const CANVAS = ".excalidraw__canvas.interactive";
const SOME_SIZE = { points: [[0, 0], [1, 1]], width: 1, height: 1 }; // what has none is nothing to the library

/** Draws on the page of `root` for as long as `allowed`, by `sync`, with the tool that `surface` says. */
export function usePen({ root, surface, sync, allowed }) {
  useEffect(() => {
    if (!allowed) return undefined;
    const pen = new Pen(root.current, {
      takes: (event) => isForPen(event) && surface.current !== null && isWithPen(event, surface.current),
      start: () => sync.current.placed({ ...looks(surface.current.getAppState()), ...SOME_SIZE }),
      at: (event) => placeOf(event, surface.current.getAppState()),
      drawing: (stroke) => sync.current.drawing(stroke),
      drew: (stroke) => sync.current.drew(stroke),
      other: (event) => pen.isDown || isPalm(event, surface.current) || sync.current.settleDrawn(),
    });
    return () => pen.close();
  }, [allowed]);
}

/** A plain press on the picture; while the space bar is held, it moves the board. */
function isForPen({ target, isPrimary, button, ctrlKey, metaKey, altKey, shiftKey }) {
  const isPlain = isPrimary && button === 0 && !ctrlKey && !metaKey && !altKey && !shiftKey;
  return isPlain && target.matches(CANVAS) && target.style.cursor !== "grab";
}

/** The library notices the first pen by itself; it paints filled strokes and those in frames differently. */
function isWithPen({ pointerType }, surface) {
  const state = surface.getAppState();
  if (pointerType !== "mouse" && !(pointerType === "pen" && state.penDetected)) return false;
  if (state.activeTool.type !== "freedraw" || state.viewModeEnabled) return false;
  if (state.openPopup || state.openMenu || state.openDialog || state.contextMenu || state.editingTextElement) return false;
  if (state.currentItemBackgroundColor !== "transparent" || Object.keys(state.selectedElementIds).length) return false;
  return !surface.getSceneElements().some(({ type }) => type === "frame");
}

/** Where the hand lies while it writes with a pen. */
function isPalm({ pointerType }, surface) {
  return pointerType === "touch" && surface?.getAppState().penMode === true;
}

function looks(state) {
  return {
    id: crypto.randomUUID(),
    type: "freedraw",
    strokeColor: state.currentItemStrokeColor,
    backgroundColor: state.currentItemBackgroundColor,
    fillStyle: state.currentItemFillStyle,
    strokeWidth: state.currentItemStrokeWidth,
    strokeStyle: state.currentItemStrokeStyle,
    roughness: state.currentItemRoughness,
    opacity: state.currentItemOpacity,
    seed: newNonce(),
    versionNonce: newNonce(),
  };
}

function placeOf({ clientX, clientY }, { offsetLeft, offsetTop, scrollX, scrollY, zoom }) {
  return { x: (clientX - offsetLeft) / zoom.value - scrollX, y: (clientY - offsetTop) / zoom.value - scrollY };
}
