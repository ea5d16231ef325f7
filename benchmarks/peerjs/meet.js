/**
 * The smallest room that PeerJS makes: one calls, the other answers.
 * The address says who is who (`me`, `call`), where the PeerJS server is, and whether to connect to it early.
 */

const asked = new URLSearchParams(location.search);
const join = document.querySelector("#join");
const WISH = { audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } };

const connect = () => {
  const peer = new Peer(asked.get("me"), {
    host: location.hostname,
    port: Number(asked.get("port")),
    path: "/",
    config: { iceServers: [] },
  });
  return {
    opened: new Promise((resolve) => peer.on("open", () => resolve(peer))),
    called: new Promise((resolve) => peer.on("call", resolve)),
  };
};

const show = (stream) => {
  const video = document.querySelector("#remote-video");
  if (video.srcObject === stream) return;
  video.srcObject = stream;
  video.requestVideoFrameCallback(() => performance.mark("first-remote-frame"));
};

const meet = async ({ opened, called }) => {
  const stream = await navigator.mediaDevices.getUserMedia(WISH);
  document.querySelector("#own-video").srcObject = stream;
  if (asked.has("call")) {
    const peer = await opened;
    peer.call(asked.get("call"), stream).on("stream", show);
  } else {
    const call = await called;
    call.on("stream", show);
    call.answer(stream);
  }
};

const early = asked.get("early") === "1" ? connect() : null;
join.addEventListener("click", () => meet(early ?? connect()));
await early?.opened;
join.disabled = false;
