/** A sentence of the page, with the other person's name where it says {name}. */
export const said = (template, names) => filled(template, { name: names.theirs || "…" });

/** A sentence of the page with values where it names them in braces. */
export const filled = (template, values) =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), template ?? "");
