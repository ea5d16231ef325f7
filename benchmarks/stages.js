/**
 * Notes in any page, ours or another's, when the steps of meeting were first reached after the last click.
 * `window.stages()` tells them, in milliseconds of the machine's clock.
 */

(() => {
  const reached = {};
  const note = (name, at = performance.now()) => {
    reached[name] ??= performance.timeOrigin + at;
  };
  const noted = (owner, method, { before, after }) => {
    const real = owner?.[method];
    if (!real) return;
    owner[method] = function (...given) {
      if (before) note(before);
      const result = real.apply(this, given);
      if (after) Promise.resolve(result).then(() => note(after), () => {});
      return result;
    };
  };

  addEventListener(
    "click",
    (event) => {
      for (const name of Object.keys(reached)) delete reached[name];
      note("click", event.timeStamp);
    },
    { capture: true },
  );
  noted(navigator.mediaDevices, "getUserMedia", { before: "camera asked", after: "camera open" });
  noted(RTCPeerConnection.prototype, "setLocalDescription", { after: "own description" });
  noted(RTCPeerConnection.prototype, "setRemoteDescription", { before: "their description" });

  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener("connectionstatechange", () => {
        if (this.connectionState === "connected") note("connected");
      });
    }
  };

  window.stages = () => {
    const [frame] = performance.getEntriesByName("first-remote-frame");
    if (frame && "click" in reached) note("first frame", frame.startTime);
    return reached;
  };
})();
