import { pino, type Logger } from 'pino';
import type { LogLevel } from './settings.ts';
import type { JsonObject } from '../models/values/jsonObject.ts';

/** What a part of the program needs of the logger. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

const secretPaths = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  '_csrf',
  'authorization',
  'cookie',
];

/**
 * A logger that writes JSON lines, or plain lines where a person reads along, and never a secret. Of an error it tells
 * kind, message, code and stack alone: what hangs on one may hold a whole document or a body that was sent.
 */
export function createLogger(
  level: LogLevel,
  output: NodeJS.WriteStream = process.stdout,
  isPlain = output.isTTY,
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: briefly },
      redact: {
        paths: [
          ...secretPaths,
          ...secretPaths.map(path => `*.${path}`),
          'req.headers.authorization',
          'req.headers.cookie',
          'req.headers["x-csrf-token"]',
          'res.headers["set-cookie"]',
        ],
        censor: '[hidden]',
      },
    },
    isPlain ? { write: (line: string) => void output.write(plainLine(line)) } : output,
  );
}

interface BriefError {
  type: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: BriefError;
}

function briefly(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause instanceof Error && { cause: briefly(error.cause) as BriefError }),
  } satisfies BriefError;
}

function plainLine(json: string): string {
  const { time, level, msg, err, request, ...rest } = JSON.parse(json) as JsonObject;
  const clock = String(time).slice(11, 19);
  // What is said of a request beside its sentence is for programs.
  const details = Object.keys(rest).length > 0 && request === undefined ? ` ${JSON.stringify(rest)}` : '';
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `${clock} ${level === 'info' ? '' : `${String(level)}: `}${String(msg)}${details}${stack}\n`;
}
