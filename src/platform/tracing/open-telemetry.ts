import type { Context, Span, SpanKind, Tracer } from "@opentelemetry/api";
import { log } from "../log";
import { type Opened, type Part, type TraceExporter, traceTo } from "./spans";

/**
 * Traces by OpenTelemetry's SDK, as its standard variables say. Nothing of it is loaded where none of
 * them asks for traces.
 */

type Api = typeof import("@opentelemetry/api");

interface Running {
  shutdown(): Promise<void>;
}

let running: { sdk: Running; api: Api } | undefined;

const SERVICE = "member-system";
/** The process' own words hold paths and arguments, so they are not told unless somebody wants them. */
const DETECTORS = "env,serviceinstance";
const STOP_WITHIN_MS = 2000;

function isWanted(given: NodeJS.ProcessEnv): boolean {
  if (given.OTEL_SDK_DISABLED?.trim().toLowerCase() === "true") return false;
  const exporter = given.OTEL_TRACES_EXPORTER?.trim() ?? "";
  if (exporter !== "") return exporter !== "none";
  return Boolean(
    given.OTEL_EXPORTER_OTLP_ENDPOINT?.trim() || given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.trim(),
  );
}

/**
 * Whatever keeps it from being told, a process serves.
 *
 * @param role of the process among those of its server
 */
export async function startTracing(role: string | undefined): Promise<void> {
  if (running || !isWanted(process.env)) return;
  await load(role).catch((err: unknown) => log().warn({ err }, "traces cannot be exported"));
}

async function load(role: string | undefined): Promise<void> {
  const [api, { NodeSDK }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-node"),
  ]);
  process.env.OTEL_NODE_RESOURCE_DETECTORS ??= DETECTORS;
  const sdk = new NodeSDK({
    serviceName: process.env.OTEL_SERVICE_NAME ?? SERVICE,
    // Traces alone: figures are at /metrics, lines on standard output.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  running = { sdk, api };
  traceTo(exporterOf(api, api.trace.getTracer(SERVICE), role));
  log().info("traces are exported");
}

/** Sends what is left. */
export async function stopTracing(): Promise<void> {
  const last = running;
  running = undefined;
  traceTo(undefined);
  if (!last) return;
  const { sdk, api } = last;
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, STOP_WITHIN_MS);
  });
  const ended = sdk.shutdown().catch((err: unknown) => log().warn({ err }, "traces were lost"));
  await Promise.race([ended, enough]);
  clearTimeout(timer);
  for (const one of [api.trace, api.context, api.propagation]) one.disable();
}

/** A part with what makes others its parts. */
class OpenedSpan implements Opened {
  readonly header: string;
  readonly context: Context;

  constructor(
    private readonly api: Api,
    private readonly span: Span,
  ) {
    this.context = api.trace.setSpan(api.ROOT_CONTEXT, span);
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.header = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
  }

  set(attributes: Record<string, string | number | boolean>): void {
    this.span.setAttributes(attributes);
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  event(name: string, attributes: Record<string, string | number | boolean>): void {
    this.span.addEvent(name, attributes);
  }

  fail(): void {
    this.span.setStatus({ code: this.api.SpanStatusCode.ERROR });
  }

  end(at?: number): void {
    this.span.end(at);
  }
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Where a trace of somebody else goes on; ROOT_CONTEXT where the header is none. */
function contextFrom(api: Api, traceparent: string): Context {
  const [, traceId = "", spanId = "", flags = "0"] = TRACEPARENT.exec(traceparent) ?? [];
  const traceFlags = Number.parseInt(flags, 16) & api.TraceFlags.SAMPLED;
  const context = { traceId, spanId, traceFlags, isRemote: true };
  return api.isSpanContextValid(context)
    ? api.trace.setSpanContext(api.ROOT_CONTEXT, context)
    : api.ROOT_CONTEXT;
}

function exporterOf(api: Api, tracer: Tracer, role = "server"): TraceExporter {
  const kinds: Record<Part["kind"], SpanKind> = {
    server: api.SpanKind.SERVER,
    client: api.SpanKind.CLIENT,
    internal: api.SpanKind.INTERNAL,
  };
  const contextOf = (parent: Part["parent"]) => {
    if (parent instanceof OpenedSpan) return parent.context;
    return typeof parent === "string" ? contextFrom(api, parent) : api.ROOT_CONTEXT;
  };
  return {
    open({ name, kind, attributes, parent, startedAt }) {
      const isFirst = !(parent instanceof OpenedSpan);
      const all = isFirst ? { ...attributes, "process.role": role } : attributes;
      const options = { kind: kinds[kind], attributes: all, startTime: startedAt };
      return new OpenedSpan(api, tracer.startSpan(name, options, contextOf(parent)));
    },
  };
}
