/** A link that tells the server in which time zone its reader lives. */
export function ZonedLink({ href, label, className, children }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <a href={`${href}?zone=${encodeURIComponent(zone)}`} aria-label={label} className={className}>
      {children}
    </a>
  );
}
