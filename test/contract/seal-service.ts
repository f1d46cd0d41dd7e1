import { describe, expect, it } from 'vitest';
import { isYinxinError, type SealService, utf8 } from '../../src/foundation/core/index.ts';
import { digest } from '../../src/foundation/crypto/index.ts';
import { acceptSesSignature } from '../../src/seal/service/index.ts';

/** What an adapter needs to run {@link describeSealServiceContract}. */
export interface SealServiceContract {
  open(): Promise<SealService>;
  /** DER of the seal that the platform keeps, and its identifier there. */
  readonly seal: Uint8Array;
  readonly sealId: string;
  /** The time of its signatures. */
  readonly time: Date;
}

/** The contract of the `SealService` port: what it answers is the SES_Signature that it was asked for. */
export function describeSealServiceContract(
  name: string,
  contract: () => Promise<SealServiceContract>,
): void {
  describe(`the SealService contract, by ${name}`, () => {
    it('answers with the signature that was asked for, over any digest and property information', async () => {
      const { open, seal, sealId, time } = await contract();
      const service = await open();
      for (const [text, propertyInfo] of [
        ['one', '/Doc_0/Signs/Sign_0/Signature.xml'],
        ['two', 'Signature1'],
        ['two', ''],
      ] as const) {
        const dataHash = digest('sm3', utf8(text));
        const answer = await service.seal({ sealId, dataHash, propertyInfo });
        const accepted = await acceptSesSignature(answer, { seal, dataHash, propertyInfo, time });
        expect(accepted.propertyInfo).toBe(propertyInfo);
      }
    });

    it('refuses a seal that it does not keep with an error of this library', async () => {
      const service = await (await contract()).open();
      const asked = { sealId: 'no such seal', dataHash: new Uint8Array(32), propertyInfo: 'x' };
      const error = await service.seal(asked).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(isYinxinError(error)).toBe(true);
    });
  });
}
