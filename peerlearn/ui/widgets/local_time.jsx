/** A moment in the reader's own time zone, with the zone named. */
const STYLES = {
  full: { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZoneName: "short" },
  clock: { hour: "numeric", minute: "2-digit" },
  day: { day: "numeric", month: "long" },
};

export function LocalTime({ moment, look = "full", className }) {
  if (!moment) return null;
  const text = new Intl.DateTimeFormat("en-IN", STYLES[look]).format(new Date(moment));
  return (
    <time dateTime={moment} className={className}>
      {text}
    </time>
  );
}
