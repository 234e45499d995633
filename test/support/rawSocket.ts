import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A connection to a port of this machine: what came of it so far, and when it is closed. */
export function openRaw(port: number) {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', part => (answer += String(part)));
  // A connection that is closed while one still sends.
  socket.on('error', () => undefined);
  const closed = new Promise<void>(resolve => void socket.once('close', () => resolve()));
  return { socket, closed, answer: () => answer };
}

const part = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);

/**
 * Sends chunk after chunk until the connection is closed, nothing is taken for three seconds, or so many bytes were.
 * @returns how many, those included that lie in the network
 */
export async function pour(socket: Socket, mostBytes: number): Promise<number> {
  while (!socket.destroyed && socket.bytesWritten < mostBytes) {
    if (!socket.write(part)) await Promise.race([once(socket, 'drain').catch(() => undefined), pause(3000)]);
    if (socket.writableLength > 1_000_000) break;
  }
  return socket.bytesWritten - socket.writableLength;
}
