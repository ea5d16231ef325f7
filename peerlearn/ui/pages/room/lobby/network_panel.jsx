/** "Check my connection" in the lobby: one button, and what came of it in words and in figures. */

import { useEffect, useRef, useState } from "react";

import { checkNetwork } from "./network_check.js";
import { filled } from "../said.js";
import { relayIsOutOfReach, verdictOf } from "./verdict.js";

export function NetworkPanel({ words, seat, iceServers, doors }) {
  const { running, result, check } = useCheck({ iceServers, doors });
  return (
    <div className="lobby-network">
      <button type="button" id="check-network" className="lobby-tone" aria-disabled={running} onClick={check}>
        {result ? words.check_again : words.check_network}
      </button>
      <div className="lobby-verdict" role="status" aria-busy={running}>
        {running ? <p>{words.checking}</p> : null}
        {result ? <Result words={words} seat={seat} result={result} /> : null}
      </div>
    </div>
  );
}

function Result({ words, seat, result }) {
  const verdict = verdictOf(result);
  return (
    <>
      <p className="lobby-verdict-words" data-verdict={verdict}>
        {words[`line_${verdict}_${seat}`] ?? words[`line_${verdict}`]}
      </p>
      {relayIsOutOfReach(result) ? <p>{words.line_no_relay}</p> : null}
      <dl>
        {figures(result, words).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt> <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Only what was measured. */
function figures({ roundTrip, lost, upload, atLeast, relay }, words) {
  const mbits = upload === null ? "" : (upload / 1000).toFixed(upload < 10_000 ? 1 : 0);
  return [
    ...(upload === null ? [] : [[words.upload, filled(atLeast ? words.mbits_or_more : words.mbits, { mbits })]]),
    ...(roundTrip === null ? [] : [[words.round_trip, filled(words.ms, { ms: Math.max(1, Math.round(roundTrip)) })]]),
    ...(lost === null ? [] : [[words.lost_on_the_way, filled(words.percent, { percent: Math.round(lost * 100) })]]),
    ...Object.entries(relay).map(([way, works]) => [words[`relay_${way}`], works ? words.works : words.does_not_work]),
  ];
}

/** One check at a time; whoever joins meanwhile needs the line for the call. */
function useCheck({ iceServers, doors }) {
  const [state, setState] = useState({ running: false, result: null });
  const stop = useRef(null);
  useEffect(() => () => stop.current?.abort(), []);
  const check = async () => {
    if (state.running) return;
    stop.current = new AbortController();
    setState({ running: true, result: null });
    const result = await checkNetwork({ iceServers, doors, stop: stop.current.signal });
    if (!stop.current.signal.aborted) setState({ running: false, result });
  };
  return { ...state, check };
}
