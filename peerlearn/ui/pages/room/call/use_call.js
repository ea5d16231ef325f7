/** Keeps one Call for as long as the stage is on the page; `call.js` holds the rules. */

import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { troubleSentence } from "../lobby/device_help.jsx";
import { JoinedMark } from "../lobby/lobby.jsx";
import { Call } from "./call.js";
import { BEFORE } from "./call_view.js";
import { announceCall } from "./present_call.js";

/** One Call for as long as the stage is on the page; what the server says reaches it, what it says goes out. */
export function useCall(wire, words) {
  const call = useRef(null);
  const joined = useRef(null);
  const latest = useRef({});
  const [view, setView] = useState(null);
  useLayoutEffect(() => {
    latest.current = { ...wire, words };
  });
  useEffect(() => {
    const present = new Call({
      report: {
        wait: (instance) => latest.current.onWait?.(instance),
        arrive: (instance) => latest.current.onArrive?.(instance),
        signals: (batch) => latest.current.onSignals?.(batch),
        acknowledge: (sender, upTo) => latest.current.onAcknowledge?.(sender, upTo),
        heartbeat: () => latest.current.onHeartbeat?.(),
        renewRelay: () => latest.current.onRenewRelay?.(),
        trouble: (trouble) => latest.current.onTrouble?.(troubleSentence(trouble, latest.current.words)),
        screenTrouble: (why) => latest.current.onTrouble?.(latest.current.words[`screen_${why}`]),
      },
      reach: reachServer,
      changed: () => setView(present.view),
    });
    call.current = present;
    setView(present.view);
    announceCall(present);
    joined.current = new JoinedMark(location.pathname);
    present.open();
    if (joined.current.isSet()) present.join();
    return () => {
      announceCall(null);
      present.close();
      joined.current.remove();
    };
  }, []);
  const { seat, polite, registered, seated, peerInstance, peerSeated, offers } = wire;
  const { inbox, acknowledged, ended, iceServers, relayMs } = wire;
  const who = { seat, polite, registered, seated, peerInstance, peerSeated, offers };
  const told = { ...who, inbox, acknowledged, ended, iceServers, relayMs };
  useEffect(() => call.current.learn(told), Object.values(told));
  const join = () => {
    call.current.join();
    joined.current.set();
  };
  const rejoin = () => call.current?.rejoin();
  const toggle = (kind) => call.current?.toggle(kind);
  const choose = (kind, id) => call.current?.choose(kind, id);
  const retry = () => call.current?.retry();
  const share = () => call.current?.share();
  return { view: view ?? BEFORE, join, rejoin, toggle, choose, retry, share };
}

/** Whether our server answers within a moment: without it we are off line ourselves. */
async function reachServer() {
  const answer = await fetch("/healthz/live", { cache: "no-store", signal: AbortSignal.timeout(1_000) });
  return answer.ok;
}
