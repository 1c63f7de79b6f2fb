import {
  PathnameContext,
  SearchParamsContext,
} from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { act, type ReactNode, useEffect, useLayoutEffect, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useAddress } from "./use-address";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** Follows the address as Next's router does: from its first effect on. */
function Router({ children }: { children: ReactNode }) {
  const [search, setSearch] = useState(window.location.search);
  useEffect(() => {
    const { history } = window;
    const followed = (write: History["pushState"]): History["pushState"] =>
      function write_(data, unused, url) {
        write(data, unused, url);
        setSearch(window.location.search);
      };
    const { pushState, replaceState } = history;
    history.pushState = followed(pushState.bind(history));
    history.replaceState = followed(replaceState.bind(history));
    return () => void Object.assign(history, { pushState, replaceState });
  }, []);
  return (
    <PathnameContext value="/list">
      <SearchParamsContext value={new URLSearchParams(search)}>{children}</SearchParamsContext>
    </PathnameContext>
  );
}

let address: ReturnType<typeof useAddress>;

/** @param early is called when the list can be clicked and no effect has run */
function List({ early }: { early: (() => void) | undefined }) {
  address = useAddress();
  useLayoutEffect(() => early?.(), [early]);
  return <p>{address.read("type") ?? "ALL"}</p>;
}

describe("what was chosen in a list", () => {
  let root: Root;
  let place: HTMLElement;

  beforeEach(() => {
    window.history.replaceState(null, "", "/list?from=2026-01-01");
    place = document.body.appendChild(document.createElement("div"));
    root = createRoot(place);
  });
  afterEach(() => act(() => root.unmount()));

  const show = async (early?: () => void) => {
    await act(async () =>
      root.render(
        <Router>
          <List early={early} />
        </Router>,
      ),
    );
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
  };

  it("is in the address and on the page", async () => {
    await show();
    expect(place.textContent).toBe("ALL");
    await act(async () => address.change({ type: "EARN" }));
    expect(place.textContent).toBe("EARN");
    expect(window.location.search).toBe("?from=2026-01-01&type=EARN");
  });

  it.each(["change", "go"] as const)(
    "is on the page too where it was clicked before the router listened (%s)",
    async (how) => {
      const entries = window.history.length;
      await show(() => address[how]({ type: "EARN" }));
      expect(window.location.search).toBe("?from=2026-01-01&type=EARN");
      expect(place.textContent).toBe("EARN");
      expect(window.history.length).toBe(entries + (how === "go" ? 1 : 0));
    },
  );

  it("of a second click in that moment, what was clicked last", async () => {
    await show(() => {
      address.change({ type: "EARN" });
      address.change({ type: "REDEEM", from: undefined });
    });
    expect(place.textContent).toBe("REDEEM");
    expect(window.location.search).toBe("?type=REDEEM");
  });
});
