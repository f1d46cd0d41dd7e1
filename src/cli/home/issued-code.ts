import { type Clock, YinxinError } from '../../foundation/core/index.ts';
import { licenseCodeText } from '../../license/index.ts';
import { openLedger, readSettings, SYSTEM_RANDOM } from './home.ts';

/** Nothing is issued here: the ledger asks for no time. */
const CLOCK: Clock = { now: () => new Date() };

/** The text of the code of a license that the office issued. LICENSE_INVALID for an identifier it does not know. */
export async function carrierText(home: string, identifier: string): Promise<string> {
  const { codeHost } = await readSettings(home);
  const ledger = await openLedger(home, CLOCK, SYSTEM_RANDOM);
  try {
    const code = (await ledger.find(identifier))?.qr;
    if (code === undefined) {
      throw new YinxinError('LICENSE_INVALID', 'the office has issued no license of this identifier');
    }
    return licenseCodeText(code, { kind: 'url', host: codeHost }).text;
  } finally {
    await ledger.close();
  }
}
