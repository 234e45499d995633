import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Free ports of this machine, asked for together so that none is given twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map(async server => once(server, 'listening')));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(async server => new Promise(resolve => void server.close(resolve))));
  return ports;
}
