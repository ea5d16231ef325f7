import { useRef, useState } from "react";

const PAUSE_MS = 250;
const same = (one, other) => one.localeCompare(other, undefined, { sensitivity: "base" }) === 0;

/** Words as chips. Enter or a comma adds one, Backspace in the empty field takes the last one back, arrows walk
 *  through what is suggested. The form gets them under `name`, with commas between. */
export function TagInput(props) {
  const { id, name, start = [], suggestions = [], most = 12, placeholder, words, ariaDescribedby, ariaInvalid, onType } =
    props;
  const [tags, setTags] = useState(start);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const field = useRef(null);
  const pause = useRef(0);
  const fresh = suggestions.filter((each) => !tags.some((tag) => same(tag, each)));
  const offered = typed.trim()
    ? fresh.filter((each) => each.toLowerCase().includes(typed.trim().toLowerCase())).slice(0, 6)
    : [];
  const shown = open && offered.length > 0;
  const listId = `${id}-offered`;

  const say = (detail) => document.dispatchEvent(new CustomEvent("speak", { detail }));
  const clear = () => {
    setTyped("");
    setOpen(false);
    setActive(-1);
  };
  const add = (texts) => {
    const next = [...tags];
    for (const text of texts.map((each) => each.trim()).filter(Boolean)) {
      if (next.length < most && !next.some((tag) => same(tag, text))) next.push(text);
    }
    if (next.length > tags.length) say(`${words.added} ${next.slice(tags.length).join(", ")}`);
    setTags(next);
    clear();
  };
  const remove = (tag) => {
    setTags(tags.filter((each) => each !== tag));
    say(`${words.removed} ${tag}`);
    field.current.focus();
  };
  const tell = (text) => {
    clearTimeout(pause.current);
    pause.current = setTimeout(() => onType?.(text), PAUSE_MS);
  };
  const change = ({ target: { value } }) => {
    const parts = value.split(",");
    if (parts.length > 1) return add(parts);
    setTyped(value);
    tell(value.trim());
    setOpen(true);
    return setActive(-1);
  };
  const key = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && offered.length) {
      event.preventDefault();
      setOpen(true);
      setActive((active + step + offered.length) % offered.length);
    } else if (event.key === "Enter" && typed.trim()) {
      event.preventDefault();
      add([shown && active >= 0 ? offered[active] : typed]);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "Backspace" && !typed && tags.length) {
      remove(tags[tags.length - 1]);
    }
  };

  return (
    <div className="tag-input" onClick={(event) => event.target === event.currentTarget && field.current.focus()}>
      {tags.map((tag) => (
        <span key={tag} className="tag-chip">
          {tag}
          <button type="button" aria-label={`${words.remove} ${tag}`} onClick={() => remove(tag)}>
            <svg viewBox="0 0 24 24" className="icon" width="16" height="16" aria-hidden="true">
              <path d="M6 18 18 6M6 6l12 12" />
            </svg>
          </button>
        </span>
      ))}
      <input
        ref={field}
        id={id}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={listId}
        aria-activedescendant={shown && active >= 0 ? `${listId}-${active}` : undefined}
        aria-describedby={ariaDescribedby}
        aria-invalid={ariaInvalid}
        placeholder={tags.length ? undefined : placeholder}
        value={typed}
        onChange={change}
        onKeyDown={key}
        onFocus={() => setOpen(true)}
        onBlur={() => (typed.trim() ? add([typed]) : clear())}
      />
      <ul id={listId} role="listbox" aria-label={words.offered} className="tag-offers" hidden={!shown}>
        {offered.map((each, at) => (
          <li
            key={each}
            id={`${listId}-${at}`}
            role="option"
            aria-selected={at === active}
            data-pressable=""
            onPointerDown={(event) => {
              event.preventDefault(); // the field keeps the focus
              add([each]);
            }}
          >
            {each}
          </li>
        ))}
      </ul>
      <input type="hidden" name={name} value={tags.join(", ")} />
    </div>
  );
}
