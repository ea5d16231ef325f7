/**
 * What one typed is shown at once and kept until the server's own lines contain it, so that a dropped connection or a
 * restarted server neither loses nor doubles it. A line that the server will never take is its writer's again.
 */

import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { Outbox } from "../call/outbox.js";
import { ownName } from "../call/own_name.js";

const BETWEEN_LINES = 0; // a typed line leaves at once

/** The lines on their way, each said again until it is among the stored or the refused ones. */
export function useUnstoredLines(stored, refused, onLine) {
  const outbox = useRef(null);
  const latest = useRef(onLine);
  const [sending, setSending] = useState([]);
  const [unsent, setUnsent] = useState([]);
  useLayoutEffect(() => {
    latest.current = onLine;
  });
  useEffect(() => {
    const tellServer = (batch) => batch.forEach(({ lineId, text }) => latest.current(lineId, text));
    const kept = new Outbox(tellServer, { gather: BETWEEN_LINES });
    outbox.current = kept;
    return () => kept.close();
  }, []);
  useEffect(() => {
    const noticed = setTimeout(() => {
      const arrived = new Set(stored.map((line) => line.line_id));
      outbox.current.settle(({ lineId }) => arrived.has(lineId));
      setSending((before) => (before.some(({ lineId }) => arrived.has(lineId)) ? outbox.current.unsettled : before));
    });
    return () => clearTimeout(noticed);
  }, [stored]);
  useEffect(() => {
    const lost = outbox.current.unsettled.filter(({ lineId }) => lineId in refused);
    if (!lost.length) return;
    outbox.current.settle(({ lineId }) => lineId in refused);
    setSending(outbox.current.unsettled);
    setUnsent((before) => [...before, ...lost.map((line) => ({ ...line, why: refused[line.lineId] }))]);
  }, [refused]);
  const discard = (lineId) => setUnsent((before) => before.filter((line) => line.lineId !== lineId));
  const say = (text) => {
    outbox.current.add({ lineId: ownName(), text });
    setSending(outbox.current.unsettled);
  };
  const arrived = new Set(stored.map((line) => line.line_id));
  return { sending: sending.filter(({ lineId }) => !arrived.has(lineId)), unsent, say, discard };
}
