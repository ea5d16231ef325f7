import { Children, useEffect, useState } from "react";

/** Shows the first child until `open` is first true, then the second one for good: a state that is rebuilt
 *  after a lost server must not unmount what is alive in the browser, such as a call. */
export function Latch({ open, children }) {
  const [opened, setOpened] = useState(open);
  useEffect(() => {
    if (open) setOpened(true);
  }, [open]);
  const [waiting, content] = Children.toArray(children);
  return opened || open ? content : waiting;
}
