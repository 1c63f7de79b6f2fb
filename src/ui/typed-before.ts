import { type Ref, useCallback, useEffect, useRef } from "react";

type TextField = HTMLInputElement | HTMLTextAreaElement;

/**
 * A page can be typed into before it listens, on a slow line for seconds, and a password is filled in
 * by the browser then. React leaves that in the field and knows nothing of it: here it is handed on as
 * though it were typed now.
 *
 * @param ref whoever else wants the field
 * @returns the field's own
 */
export function useTypedBefore<Element extends TextField>(ref: Ref<Element> | undefined) {
  const field = useRef<Element>(null);
  useEffect(() => {
    if (field.current) handOn(field.current);
  }, []);
  return useCallback(
    (element: Element | null) => {
      field.current = element;
      if (typeof ref === "function") return ref(element);
      if (ref) ref.current = element;
    },
    [ref],
  );
}

/** What the server wrote into it is its default. */
function handOn(field: TextField): void {
  const typed = field.value;
  if (typed === field.defaultValue) return;
  // React passes over a change to what it believes is there: first the default, and then, past React's
  // own setter, what was typed.
  field.value = field.defaultValue;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, typed);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
