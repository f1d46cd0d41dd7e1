import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestPki } from '../../../src/testing/index.ts';

/** An answer of the server, by path. */
export type Routes = Readonly<Record<string, (body: Uint8Array, response: ServerResponse) => unknown>>;

/** A server on this machine; `close` when done. */
export async function serve(routes: Routes): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const route = routes[request.url ?? ''];
      if (route === undefined) response.writeHead(404).end();
      else
        Promise.resolve(route(new Uint8Array(Buffer.concat(parts)), response)).catch(() =>
          response.destroy(),
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Leads requests for `pki.example.invalid` to the server, as a resolver of a test network would. */
export function resolving(server: string, real: typeof fetch = fetch): typeof fetch {
  return (input, init) => {
    const url = new URL(String(input));
    return real(`${server}${url.pathname}`, init);
  };
}

/** CRLs, OCSP answers (by serial number in the request), CA certificates and a TSA, where the fake PKI says they are. */
export async function pkiRoutes(pki: TestPki, without: readonly string[] = []): Promise<Routes> {
  const routes: Record<string, Routes[string]> = {
    '/tsa': async (body, response) => response.end(await pki.timestampAuthority().request(body)),
  };
  const asked = [pki.signer, pki.tsa];
  routes['/ocsp'] = async (body, response) => {
    const hex = Buffer.from(body).toString('hex');
    const certificate = asked.find(({ serialNumber }) => hex.includes(serialNumber.toString(16)));
    if (certificate === undefined) response.end(pki.ocspError('unauthorized'));
    else response.end(await pki.ocsp({ certificate }));
  };
  for (const ca of [pki.root, pki.intermediate]) {
    const crl = await pki.crl({ issuer: ca });
    routes[`/${ca.slug}.crl`] = (_, response) => response.end(crl);
    routes[`/${ca.slug}.cer`] = (_, response) => response.end(ca.certificate);
  }
  for (const path of without) delete routes[path];
  return routes;
}
