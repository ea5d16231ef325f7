/**
 * Notes when a stroke begins and ends under the hand, and when its first pixels are in another page's picture of the
 * board. Both pages are on one machine, so their clocks are one. Times are milliseconds of that clock.
 */

(() => {
  const now = (at = performance.now()) => performance.timeOrigin + at;
  const channels = [];
  const made = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (name, how) {
    const channel = made.call(this, name, how);
    channels.push(channel);
    return channel;
  };

  const hand = { down: false, began: 0, ended: 0 };
  const onBoard = ({ target }) => target instanceof HTMLCanvasElement;
  const heard = { capture: true };
  addEventListener("pointerdown", (event) => onBoard(event) && Object.assign(hand, { down: true, began: 0 }), heard);
  addEventListener(
    "pointermove",
    (event) => {
      if (hand.down && !hand.began) hand.began = now(event.timeStamp);
    },
    heard,
  );
  addEventListener(
    "pointerup",
    (event) => {
      if (hand.down) Object.assign(hand, { down: false, ended: now(event.timeStamp) });
    },
    heard,
  );

  let seen = 0;

  window.board = {
    hand: () => hand,
    seen: () => seen,

    /** Look at this part of the page, which is empty, in every frame until something is drawn there. */
    watch(left, top, width, height) {
      seen = 0;
      const canvas = document.querySelector(".excalidraw__canvas.static");
      const ink = () => document.querySelector(".board-ink"); // strokes under way, as large as they are
      const paint = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
      const look = () => {
        paint.clearRect(0, 0, width, height);
        for (const layer of [canvas, ink()]) {
          if (!layer?.width) continue;
          const { left: x, top: y, width: across, height: down } = layer.getBoundingClientRect();
          paint.drawImage(layer, x - left, y - top, across, down);
        }
        const pixels = new Uint32Array(paint.getImageData(0, 0, width, height).data.buffer);
        if (pixels.some((pixel) => pixel !== pixels[0])) seen = now();
        else requestAnimationFrame(look);
      };
      look();
    },

    /** Milliseconds from the press on the board's button until so many elements are in the picture. */
    loaded(count) {
      const began = now();
      document.querySelector("#board-button").click();
      return new Promise((resolve) => {
        const look = () => {
          const name = document.querySelector(".board-surface")?.dataset.scene ?? "";
          if (name.startsWith(`${count}-`)) resolve(now() - began);
          else requestAnimationFrame(look);
        };
        look();
      });
    },

    /** From here on strokes go by way of the server alone. */
    closeInk() {
      const ink = channels.filter(({ label, readyState }) => label === "ink" && readyState === "open");
      for (const channel of ink) channel.close();
      return ink.length;
    },
  };
})();
