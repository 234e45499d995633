import { createServer, type Server } from 'node:http';
import type { RequestHandler } from 'express';
import type { MongoClient } from 'mongodb';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Admission } from './admissionQueue.ts';
import { isSignIn, routeOf } from './requestLog.ts';
import { noteOn } from './noted.ts';

/** From 5 ms to 10 s: a page takes tens of milliseconds, a big file seconds. */
const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const commandSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

export type Metrics = Readonly<{
  registry: Registry;
  /** Counts and times each request that passes. */
  watchRequests: RequestHandler;
  /** Counts and times what is asked of MongoDB, and the connections to it. */
  watchDatabase: (client: MongoClient) => void;
  /** Counts who waits for their turn, and who was refused because more was asked than could be answered. */
  watchAdmission: (figures: Admission['figures']) => void;
}>;

/** What Prometheus is told of this process; labels hold patterns of routes, never an address, a name or an id. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    watchRequests: requestMetrics(registry),
    watchDatabase: databaseMetrics(registry),
    watchAdmission: figures => watchLanes(registry, figures),
  };
}

function watchLanes(registry: Registry, figures: Admission['figures']): void {
  const labelNames = ['lane'] as const;
  const lanes = () => Object.entries(figures());
  const waiting = new Gauge({
    name: 'callfolio_http_requests_waiting',
    help: 'Requests that wait for their turn, by lane: read, write, file.',
    labelNames,
    registers: [],
    collect() {
      for (const [lane, figure] of lanes()) this.set({ lane }, figure.waiting);
    },
  });
  const refusals = new Counter({
    name: 'callfolio_overload_refusals_total',
    help: 'Requests refused at once because more was asked than could be answered, by lane.',
    labelNames,
    registers: [],
    collect() {
      this.reset();
      for (const [lane, { refused }] of lanes()) this.inc({ lane }, refused);
    },
  });
  registry.registerMetric(waiting);
  registry.registerMetric(refusals);
}

function requestMetrics(registry: Registry): RequestHandler {
  const registers = [registry];
  const durations = new Histogram({
    name: 'callfolio_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'medium', 'status'],
    buckets: requestSeconds,
    registers,
  });
  const inFlight = new Gauge({
    name: 'callfolio_http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers,
  });
  const refusals = new Counter({
    name: 'callfolio_refusals_total',
    help: 'Requests refused, by status (4xx, and 503 while the database does not answer).',
    labelNames: ['status'],
    registers,
  });
  const signInFailures = new Counter({
    name: 'callfolio_sign_in_failures_total',
    help: 'Attempts to sign in, on the page or for a token, that failed: wrong, or throttled.',
    labelNames: ['reason'],
    registers,
  });
  return (request, response, next) => {
    const since = process.hrtime.bigint();
    inFlight.inc();
    // Also when the reader went away before the end.
    response.once('close', () => {
      inFlight.dec();
      const status = String(response.statusCode);
      const medium = noteOn(response).medium ?? '';
      const labels = { method: request.method, route: routeOf(request, response), medium, status };
      durations.observe(labels, Number(process.hrtime.bigint() - since) / 1e9);
      if (status.startsWith('4') || status === '503') refusals.inc({ status });
      if (isSignIn(request, response) && (status === '401' || status === '429')) {
        signInFailures.inc({ reason: status === '401' ? 'wrong' : 'throttled' });
      }
    });
    next();
  };
}

function databaseMetrics(registry: Registry): (client: MongoClient) => void {
  const registers = [registry];
  const commands = new Histogram({
    name: 'callfolio_mongodb_command_duration_seconds',
    help: 'Time a command took, as the driver measures it.',
    labelNames: ['command', 'outcome'],
    buckets: commandSeconds,
    registers,
  });
  const connections = new Gauge({
    name: 'callfolio_mongodb_connections',
    help: 'Open connections to MongoDB.',
    registers,
  });
  const inUse = new Gauge({
    name: 'callfolio_mongodb_connections_in_use',
    help: 'Connections to MongoDB that are taken out of the pool.',
    registers,
  });
  const checkOutFailures = new Counter({
    name: 'callfolio_mongodb_pool_failures_total',
    help: 'Times that no connection could be had.',
    labelNames: ['reason'],
    registers,
  });
  return client => {
    client.on('connectionCreated', () => connections.inc());
    client.on('connectionClosed', () => connections.dec());
    client.on('connectionCheckedOut', () => inUse.inc());
    client.on('connectionCheckedIn', () => inUse.dec());
    client.on('connectionCheckOutFailed', ({ reason }) => checkOutFailures.inc({ reason }));
    client.on('commandSucceeded', ({ commandName, duration }) =>
      commands.observe({ command: commandName, outcome: 'succeeded' }, duration / 1000),
    );
    client.on('commandFailed', ({ commandName, duration }) =>
      commands.observe({ command: commandName, outcome: 'failed' }, duration / 1000),
    );
  };
}

/** Serves `GET /metrics` alone, on an address of its own: what it tells is not for users. */
export async function serveMetrics(registry: Registry, host: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Only GET /metrics is here.\n');
      return;
    }
    registry.metrics().then(
      text => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}
