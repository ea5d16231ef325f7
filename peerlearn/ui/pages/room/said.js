/** A sentence of the page, with the other person's name where it says {name}. */
export const said = (template, names) => (template ?? "").replaceAll("{name}", names.theirs || "…");
