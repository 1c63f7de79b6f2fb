import { askToLeave, hasUnsavedWork } from "./unsaved-work";

/**
 * Back and forward are told when the browser has gone already. Each entry of this document carries its
 * place among the others, so the way back to the page that holds something is known as a number of
 * steps: it is gone as by the browser's own buttons. Nothing is pushed, so what lay ahead stays ahead.
 */

const PLACE = "place";

function placeOf(state: unknown): number | null {
  const place = (state as Record<string, unknown> | null)?.[PLACE];
  return typeof place === "number" ? place : null;
}

let isGuarded = false;

/** For the life of the document: what Next puts over these functions calls them. */
export function guardHistory(): void {
  if (isGuarded) return;
  isGuarded = true;
  const { history, location } = window;
  const write = {
    push: history.pushState.bind(history),
    replace: history.replaceState.bind(history),
  };
  /** The entry that is shown. A reload keeps it, and its place. */
  let here = { place: placeOf(history.state) ?? 0, state: history.state, href: location.href };
  /** The place that was asked for from a page that holds something. */
  let wanted: number | null = null;

  function put(
    how: keyof typeof write,
    place: number,
    data: object | null,
    url?: string | URL | null,
  ) {
    const state = { ...data, [PLACE]: place };
    write[how](state, "", url);
    here = { place, state, href: location.href };
  }

  history.pushState = (data, _title, url) => put("push", here.place + 1, data, url);
  history.replaceState = (data, _title, url) => put("replace", here.place, data, url);
  // Where Next has written nothing yet, a state of ours alone would be a stranger's to it.
  if (history.state) put("replace", here.place, history.state);

  function isSamePage(): boolean {
    const was = new URL(here.href);
    return was.pathname === location.pathname && was.search === location.search;
  }

  function hold(place: number | null): void {
    if (place !== null && place !== here.place) {
      wanted = place;
      history.go(here.place - place);
      return;
    }
    // An entry without a place: how far it lies is not known, so the page goes on top of it.
    put("push", here.place + 1, here.state, here.href);
    void askToLeave().then((leave) => leave && history.back());
  }

  function pop(event: PopStateEvent): void {
    const place = placeOf(event.state);
    if (wanted !== null && place === here.place) {
      // The page that holds something is back: now it can be asked.
      event.stopImmediatePropagation();
      const steps = wanted - here.place;
      wanted = null;
      void askToLeave().then((leave) => leave && history.go(steps));
    } else if (hasUnsavedWork() && !isSamePage()) {
      event.stopImmediatePropagation();
      hold(place);
    } else if (place === null && event.state === null) {
      // A link to a part of the page: the browser made an entry that nobody wrote to.
      const isNew = location.href !== here.href;
      put("replace", isNew ? here.place + 1 : here.place, here.state);
    } else {
      here = { place: place ?? here.place, state: event.state, href: location.href };
    }
  }
  window.addEventListener("popstate", pop, true);
}
