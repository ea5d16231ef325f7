/** One picture of the lesson: a shared screen or the mentor large, the faces beside it, names where there is none. */

const WIDTH = 960;
const HEIGHT = 540;
const INSET = 16;
const SMALL = { width: 240, height: 180 };
const GROUND = "#1d1b1c";
const LETTERS = "#f4f1ee";

export class Composition {
  #names;
  #canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  #paint = this.#canvas.getContext("2d", { alpha: false });

  /** Its tracks are what is recorded. */
  stream = this.#canvas.captureStream(); // a picture for each that is drawn

  /** @param names tells the two names as they are now */
  constructor(names) {
    this.#names = names;
  }

  draw() {
    const { mine, theirs } = this.#names();
    const screen = seen("screen-video");
    const faces = [
      { video: seen("own-video"), name: mine },
      { video: seen("remote-video"), name: theirs },
    ];
    this.#paint.fillStyle = GROUND;
    this.#paint.fillRect(0, 0, WIDTH, HEIGHT);
    const large = screen ? { video: screen, name: "" } : faces.shift();
    this.#place(large, { x: 0, y: 0, width: WIDTH, height: HEIGHT });
    faces.reverse().forEach((face, n) => {
      const y = HEIGHT - (n + 1) * (SMALL.height + INSET);
      this.#place(face, { x: WIDTH - SMALL.width - INSET, y, ...SMALL });
    });
  }

  close() {
    this.stream.getTracks().forEach((track) => track.stop());
  }

  /** A picture, whole and in the middle of its place; a name where there is no picture. */
  #place({ video, name }, { x, y, width, height }) {
    const paint = this.#paint;
    if (!video) {
      paint.fillStyle = GROUND;
      paint.fillRect(x, y, width, height);
      paint.fillStyle = LETTERS;
      paint.font = `600 ${Math.round(height / 10)}px Inter, sans-serif`;
      paint.textAlign = "center";
      paint.fillText(name, x + width / 2, y + height / 2, width - 2 * INSET);
      return;
    }
    const scale = Math.min(width / video.videoWidth, height / video.videoHeight);
    const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
    paint.drawImage(video, x + (width - w) / 2, y + (height - h) / 2, w, h);
  }
}

/** A picture of the page that is shown just now; nothing when there is none. */
function seen(id) {
  const video = document.getElementById(id);
  const shown = video?.closest("figure")?.dataset.shown === "true";
  return shown && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth ? video : null;
}
