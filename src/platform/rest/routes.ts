import type { AnyTRPCRouter } from "@trpc/server";
import { BODY_BYTES_MAX } from "../bounds";
import type { Meta, RestFace } from "../trpc";

/** The REST face of one procedure. */
export interface Route {
  /** The procedure's name in the router, `points.use`. */
  name: string;
  meta: Meta;
  rest: RestFace;
  segments: readonly string[];
}

export function bodyBytesMaxOf({ rest }: Route): number {
  return rest.bodyBytesMax ?? BODY_BYTES_MAX;
}

interface Node {
  fixed: Map<string, Node>;
  parameter: Node | undefined;
  routes: Map<string, Route>;
}

const empty = (): Node => ({ fixed: new Map(), parameter: undefined, routes: new Map() });

/** Every procedure that declares a REST face. */
export function routesOf(router: AnyTRPCRouter): Route[] {
  const procedures = router._def.procedures as Record<string, { _def: { meta?: unknown } }>;
  return Object.entries(procedures).flatMap(([name, procedure]) => {
    const meta = procedure._def.meta as Meta | undefined;
    if (!meta?.rest) return [];
    return [{ name, meta, rest: meta.rest, segments: meta.rest.path.slice(1).split("/") }];
  });
}

/** Built once: a tree of path segments, so that matching costs a look-up a segment. */
export class RouteTable {
  private readonly root = empty();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.add(route);
  }

  private add(route: Route): void {
    let node = this.root;
    for (const segment of route.segments) {
      if (segment.startsWith("{")) {
        node.parameter ??= empty();
        node = node.parameter;
      } else {
        const next = node.fixed.get(segment) ?? empty();
        node.fixed.set(segment, next);
        node = next;
      }
    }
    if (node.routes.has(route.rest.method)) {
      throw new Error(`two procedures at ${route.rest.method} ${route.rest.path}`);
    }
    node.routes.set(route.rest.method, route);
  }

  /** The methods at a path, or undefined where nothing is. A fixed segment wins over a parameter. */
  find(path: string): { routes: ReadonlyMap<string, Route>; values: string[] } | undefined {
    const values: string[] = [];
    let node: Node | undefined = this.root;
    for (const segment of path.split("/")) {
      const fixed: Node | undefined = node.fixed.get(segment);
      if (!fixed && node.parameter && segment !== "") values.push(segment);
      node = fixed ?? (segment === "" ? undefined : node.parameter);
      if (!node) return undefined;
    }
    return node.routes.size === 0 ? undefined : { routes: node.routes, values };
  }
}

/** `{memberId}` → memberId, in the order of the path. */
export function parameterNames(route: Route): string[] {
  return route.segments.filter((part) => part.startsWith("{")).map((part) => part.slice(1, -1));
}
