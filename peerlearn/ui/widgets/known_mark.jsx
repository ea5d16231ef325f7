import { useEffect } from "react";

/** Once the server has said who is looking, the mark that public pages go by before that is put right: it outlives a
 *  sign-in that was ended from another device, and is missing in browsers that cleared their cookies in part. */
export function KnownMark({ told, known, cookie, seconds }) {
  useEffect(() => {
    if (!told) return;
    const secure = location.protocol === "https:" ? "; secure" : "";
    const marked = document.cookie.split("; ").some((one) => one.startsWith(`${cookie}=`));
    if (marked !== known)
      document.cookie = `${cookie}=yes; path=/; samesite=lax; max-age=${known ? seconds : 0}${secure}`;
    document.documentElement.toggleAttribute("data-known", known);
  }, [told, known]);
  return null;
}
