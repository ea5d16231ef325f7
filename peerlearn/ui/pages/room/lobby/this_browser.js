/** Which browser on what: the way to a permission is another one in each. */

const BROWSERS = [
  ["edge", /Edg(A|iOS)?\//],
  ["firefox", /Firefox\/|FxiOS\//],
  ["chrome", /Chrome\/|CriOS\/|Chromium\//],
  ["safari", /Safari\//],
];

/** @returns {browser: "chrome" | "safari" | "firefox" | "edge" | "other", device: "desktop" | "phone" | "iphone"} */
export function thisBrowser({ userAgent, platform, maxTouchPoints }) {
  const browser = BROWSERS.find(([, mark]) => mark.test(userAgent))?.[0] ?? "other";
  // A tablet of Apple's calls itself a Mac, of which none has a touch screen.
  const apples = /iPhone|iPad|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);
  const device = apples ? "iphone" : /Android|Mobile/.test(userAgent) ? "phone" : "desktop";
  return { browser, device };
}

/** The most fitting of some sentences: for this browser on this device, for the device, or for all. */
export function fitting(words, start, { browser, device }) {
  return words[`${start}_${browser}_${device}`] ?? words[`${start}_${device}`] ?? words[start];
}
