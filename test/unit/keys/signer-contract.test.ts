import { generateKeyPairSync } from 'node:crypto';
import { fromPem } from '../../../src/adapters/keys/index.ts';
import type { SigningAlgorithm } from '../../../src/foundation/core/index.ts';
import { importPrivateKey, localSigner } from '../../../src/foundation/crypto/index.ts';
import { createTestPki, type TestAlgorithm } from '../../../src/testing/index.ts';
import { describeSignerContract } from '../../contract/signer.ts';

const now = new Date('2026-11-23T04:00:00Z');

for (const algorithm of ['P-256', 'SM2', 'RSA'] as const satisfies readonly TestAlgorithm[]) {
  const made = createTestPki({ algorithm, now });
  describeSignerContract(`an identity of the test PKI (${algorithm})`, {
    open: async () => (await made).signer.signer(),
  });
  describeSignerContract(`fromPem (${algorithm})`, {
    async open() {
      const { pkcs8: key, chain: certificates } = (await made).signer;
      return fromPem({ key, certificates });
    },
  });
  describeSignerContract(`a bare key (${algorithm})`, {
    open: async () => localSigner({ key: await importPrivateKey((await made).signer.pkcs8), chain: [] }),
    withoutChain: true,
  });
}

for (const signing of ['RS512', 'PS256', 'PS384'] satisfies SigningAlgorithm[]) {
  describeSignerContract(`an RSA key with ${signing}`, {
    open: async () => (await createTestPki({ algorithm: 'RSA', now })).signer.signer(signing),
  });
}

for (const [name, pair] of [
  ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
  ['Ed25519', generateKeyPairSync('ed25519')],
] as const) {
  const pkcs8 = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
  describeSignerContract(`a bare key (${name})`, {
    open: async () => localSigner({ key: await importPrivateKey(pkcs8), chain: [] }),
    withoutChain: true,
  });
}
