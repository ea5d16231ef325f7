/** What keeps the camera or the microphone from working, and what to do about it in this very browser. */

import { fitting, thisBrowser } from "./this_browser.js";

/** Nothing when nothing is wrong. */
export function DeviceHelp({ words, trouble, onRetry }) {
  const here = thisBrowser(navigator);
  return (
    <div className="lobby-help" role="alert">
      {troubles(trouble).map(({ what, why }) => (
        <div key={what} data-trouble={why}>
          <h3>{words[`${what}_${why}`]}</h3>
          <p>{fitting(words, `fix_${why}`, here)}</p>
          {why === "insecure" ? (
            <a href={location.href.replace(/^http:/, "https:")}>{words.open_securely}</a>
          ) : (
            <button type="button" className="lobby-tone" onClick={onRetry}>
              {why === "dismissed" ? words.ask_again : words.try_again}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}

/** How one joins with what there is. */
export function joiningWith({ audio, video }, words) {
  if (audio && video) return words.joining_with_nothing;
  if (video) return words.joining_without_video;
  return audio ? words.joining_without_audio : words.before_joining;
}

/** During the call one sentence: what does not work, and what to do; "" if everything works. */
export function troubleSentence(trouble, words) {
  return troubles(trouble)
    .map(({ what, why }) => `${words[`${what}_${why}`]} ${words[`meanwhile_${why}`]}`)
    .join(" ");
}

/** Both at once when both have the same trouble: that is nearly always one cause. */
function troubles({ audio, video }) {
  if (audio && audio === video) return [{ what: "both", why: audio }];
  return [
    { what: "video", why: video },
    { what: "audio", why: audio },
  ].filter(({ why }) => why);
}
