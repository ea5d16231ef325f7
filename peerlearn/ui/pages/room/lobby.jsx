/**
 * Before the call: one sees oneself, learns who is there, and joins with one click.
 */

import { said } from "./said.js";

/** Beside one's own picture: who is there already, and the button. */
export function Lobby({ words, names, peer, ready, onJoin }) {
  return (
    <div className="lobby">
      <h2>{words.ready_to_join}</h2>
      <p role="status">{ready ? said(peer ? words.they_are_here : words.they_are_not_here, names) : words.finding}</p>
      <button id="join-now" type="button" className="lobby-join" disabled={!ready} onClick={onJoin}>
        {words.join_now}
      </button>
      <p className="lobby-note">{words.before_joining}</p>
    </div>
  );
}

/** That this tab joined the room of this address: outlives a reload in the middle of a call, not the way out. */
export class JoinedMark {
  #name;

  constructor(address) {
    this.#name = `peerlearn.joined:${address}`;
  }

  isSet() {
    const [opened] = performance.getEntriesByType("navigation");
    return opened?.type === "reload" && sessionStorage.getItem(this.#name) !== null;
  }

  set() {
    sessionStorage.setItem(this.#name, "1");
  }

  remove() {
    sessionStorage.removeItem(this.#name);
  }
}
