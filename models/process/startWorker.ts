import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a module as a thread of its own.
 * @param entry the module, without its ending, as seen from `from` (the caller's `import.meta.url`)
 */
export function startWorker(from: string, entry: string, options: WorkerOptions): Worker {
  const all: WorkerOptions = { execArgv: [], ...options };
  if (!from.endsWith('.ts')) return new Worker(new URL(`${entry}.js`, from), all);
  // From the sources, as tests and `npm run dev` run: a thread reads TypeScript only after asking tsx itself.
  const source = JSON.stringify(new URL(`${entry}.ts`, from).href);
  const script = `import('tsx/esm/api').then(tsx => (tsx.register(), import(${source})))`;
  return new Worker(script, { ...all, eval: true });
}
