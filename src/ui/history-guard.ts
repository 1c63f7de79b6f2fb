import { askToLeave, hasUnsavedWork } from "./unsaved-work";

/**
 * Back and forward are told when the browser has gone already. Each entry of this document carries its
 * place among the others, so the way back to the page that holds something is known as a number of
 * steps: it is gone as by the browser's own buttons. Nothing is pushed, so what lay ahead stays ahead.
 */

const PLACE = "place";

/** Places count only among those of one line: where an entry lost its own, a new line begins. */
interface Place {
  line: number;
  at: number;
}

function placeOf(state: unknown): Place | null {
  return ((state as Record<string, unknown> | null)?.[PLACE] as Place | undefined) ?? null;
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
  const newLine = (): Place => ({ line: Math.random(), at: 0 });
  /** The entry that is shown. A reload keeps it, and its place. */
  let here = {
    place: placeOf(history.state) ?? newLine(),
    state: history.state,
    href: location.href,
  };
  /** How far lies what was asked for from a page that holds something. */
  let pendingSteps: number | null = null;

  const next = ({ line, at }: Place): Place => ({ line, at: at + 1 });

  function put(
    how: keyof typeof write,
    place: Place,
    data: object | null,
    url?: string | URL | null,
  ) {
    const state = { ...data, [PLACE]: place };
    write[how](state, "", url);
    here = { place, state, href: location.href };
  }

  history.pushState = (data, _title, url) => put("push", next(here.place), data, url);
  history.replaceState = (data, _title, url) => put("replace", here.place, data, url);
  // Where Next has written nothing yet, a state of ours alone would be a stranger's to it.
  if (history.state) put("replace", here.place, history.state);

  function isSamePage(): boolean {
    const was = new URL(here.href);
    return was.pathname === location.pathname && was.search === location.search;
  }

  /** Steps from the page that is shown to an entry; null where nobody knows. */
  function stepsTo(place: Place | null): number | null {
    return place?.line === here.place.line ? place.at - here.place.at : null;
  }

  function hold(steps: number | null): void {
    if (steps) {
      pendingSteps = steps;
      history.go(-steps);
      return;
    }
    // How far it lies is not known, so the page goes on top of it, as the first of a line.
    put("push", newLine(), here.state, here.href);
    void askToLeave().then((leave) => leave && history.back());
  }

  function pop(event: PopStateEvent): void {
    const place = placeOf(event.state);
    const steps = stepsTo(place);
    if (pendingSteps !== null && steps === 0) {
      // The page that holds something is back: now it can be asked.
      event.stopImmediatePropagation();
      const away = pendingSteps;
      pendingSteps = null;
      void askToLeave().then((leave) => leave && history.go(away));
    } else if (hasUnsavedWork() && !isSamePage()) {
      event.stopImmediatePropagation();
      hold(steps);
    } else if (event.state === null) {
      // A link to a part of the page: the browser made an entry that nobody wrote to.
      const isNew = location.href !== here.href;
      put("replace", isNew ? next(here.place) : here.place, here.state);
    } else {
      here = { place: place ?? newLine(), state: event.state, href: location.href };
    }
  }
  window.addEventListener("popstate", pop, true);
}
