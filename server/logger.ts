import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

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

/** A logger that writes JSON lines, or plain lines where a person reads along, and never a secret. */
export function createLogger(level: LogLevel, output: NodeJS.WriteStream = process.stdout): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
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
    output.isTTY ? { write: (line: string) => void output.write(plainLine(line)) } : output,
  );
}

function plainLine(json: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const clock = String(time).slice(11, 19);
  const details = Object.keys(rest).length > 0 && rest['req'] === undefined ? ` ${JSON.stringify(rest)}` : '';
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `${clock} ${level === 'info' ? '' : `${String(level)}: `}${String(msg)}${details}${stack}\n`;
}
