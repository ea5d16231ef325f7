/**
 * The smallest room that simple-peer makes: side `b` offers, side `a` answers, candidates follow as they are found.
 * The address says who is who (`side`), of which `meeting`, and at which `port` the broker is.
 */

const asked = new URLSearchParams(location.search);
const join = document.querySelector("#join");
const WISH = { audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } };

const heard = [];
let take = (word) => heard.push(word);
const broker = new WebSocket(`ws://${location.hostname}:${asked.get("port")}/${asked.get("meeting")}/${asked.get("side")}`);
broker.onmessage = ({ data }) => take(JSON.parse(data));

const show = (stream) => {
  const video = document.querySelector("#remote-video");
  video.srcObject = stream;
  video.requestVideoFrameCallback(() => performance.mark("first-remote-frame"));
};

const meet = async () => {
  const stream = await navigator.mediaDevices.getUserMedia(WISH);
  document.querySelector("#own-video").srcObject = stream;
  const peer = new SimplePeer({ initiator: asked.get("side") === "b", stream, config: { iceServers: [] } });
  peer.on("signal", (word) => broker.send(JSON.stringify(word)));
  peer.on("stream", show);
  take = (word) => peer.signal(word);
  heard.splice(0).forEach(take);
};

join.addEventListener("click", meet);
broker.onopen = () => (join.disabled = false);
