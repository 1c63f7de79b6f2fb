/**
 * Files that import each other, types included: none can be read, tested or moved without the other.
 * What two of them share belongs to a third that knows neither.
 */

/**
 * @typedef {object} Import
 * @property {string} target
 * @property {number} line
 */

/**
 * @param {Map<string, Import[]>} graph file → the files it imports
 * @returns {{ file: string, line: number, message: string }[]} a shortest way around for each file that
 *   is on none told before
 */
export function checkCycles(graph) {
  /** @type {Set<string>} */
  const told = new Set();
  const found = [];
  for (const file of [...graph.keys()].sort()) {
    if (told.has(file)) continue;
    const way = wayBack(graph, file);
    if (!way) continue;
    for (const one of way) told.add(one);
    const line = graph.get(file)?.find(({ target }) => target === way[1])?.line ?? 1;
    found.push({ file, line, message: `imports itself: ${way.join(" → ")}` });
  }
  return found;
}

/**
 * Breadth first, so that the way is a shortest one.
 * @param {Map<string, Import[]>} graph
 * @param {string} start
 * @returns {string[] | null} from `start` to `start`
 */
function wayBack(graph, start) {
  /** @type {Map<string, string>} */
  const cameFrom = new Map();
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const { target } of graph.get(at) ?? []) {
      if (target === start) return [...pathTo(cameFrom, at), start];
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, at);
      queue.push(target);
    }
  }
  return null;
}

/** @param {Map<string, string>} cameFrom @param {string} end */
function pathTo(cameFrom, end) {
  const way = [end];
  for (let before = cameFrom.get(end); before !== undefined; before = cameFrom.get(before)) {
    way.unshift(before);
  }
  return way;
}
