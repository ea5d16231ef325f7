/** Pictures on the board: how they come there, from the clipboard, from a folder or from a telephone's camera. */

import { CaptureUpdateAction, convertToExcalidrawElements } from "@excalidraw/excalidraw";
import { useEffect, useState } from "react";

import { drawnAnew, picturesIn, placeFor } from "./own_pictures.js";

const ASIDE = 32; // pixels from one of several pictures to the next, so that none hides another

/** A picture's bytes as the drawing library keeps them. */
export function fileOf({ id, dataURL }) {
  return { id, dataURL, mimeType: dataURL.slice("data:".length, dataURL.indexOf(";")), created: Date.now() };
}

/**
 * Puts pictures on the board that are pasted or dropped there, or given to the function that `onAdd` is told while
 * one may; what went wrong with the last one, in words.
 */
export function usePictures({ root, surface, sync, allowed, unfit, onAdd }) {
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    if (!allowed) return undefined;
    const add = async (file, at) => {
      const picture = await drawnAnew(file).catch(() => null);
      setTrouble(picture ? "" : unfit);
      if (!picture || !surface.current) return;
      const fileId = crypto.randomUUID();
      sync.current.addPicture(fileId, picture.dataURL);
      surface.current.addFiles([fileOf({ id: fileId, dataURL: picture.dataURL })]);
      const place = placeFor(picture, at, surface.current.getAppState());
      const [element] = convertToExcalidrawElements([{ type: "image", fileId, status: "saved", ...place }]);
      const elements = [...surface.current.getSceneElementsIncludingDeleted(), element];
      surface.current.updateScene({ elements, captureUpdate: CaptureUpdateAction.IMMEDIATELY });
    };
    const take = (event, transfer, at) => {
      const files = picturesIn(transfer);
      if (!files.length) return;
      event.preventDefault();
      event.stopPropagation(); // the drawing library would want to make workers for it
      for (const file of files) add(file, at);
    };
    const middle = (nth = 0) => {
      const seen = root.current.getBoundingClientRect();
      const aside = nth * ASIDE;
      return { clientX: seen.x + seen.width / 2 + aside, clientY: seen.y + seen.height / 2 + aside };
    };
    const pasted = (event) => {
      if (root.current.contains(document.activeElement)) take(event, event.clipboardData, middle());
    };
    const dropped = (event) => take(event, event.dataTransfer, event);
    const surroundings = root.current;
    onAdd((files) => [...files].forEach((file, nth) => add(file, middle(nth))));
    document.addEventListener("paste", pasted, true);
    surroundings.addEventListener("drop", dropped, true);
    return () => {
      onAdd(null);
      document.removeEventListener("paste", pasted, true);
      surroundings.removeEventListener("drop", dropped, true);
    };
  }, [allowed]);
  return trouble;
}
