import { type MandateAct, signApplication, verifySupplement } from '../../../src/sign/application/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { judgeOptions } from '../asic/fixtures.ts';
import { AGENT, applicationInput, identityOf, later, mandateFile, personOf, verify } from './fixtures.ts';
import { answer, supply } from './scene.ts';

/** An agent applies and supplies under a mandate for these acts; the reasons against the supplement. */
export async function agentScene(pki: TestPki, acts: readonly MandateAct[]): Promise<readonly string[]> {
  const signer = await (await personOf(pki, AGENT)).signer();
  const { file } = await signApplication(
    await applicationInput(pki, {
      agent: AGENT,
      identity: identityOf(AGENT),
      mandates: ['委托.p7m'],
      attachments: [{ name: '委托.p7m', data: await mandateFile(pki, { acts }) }],
      signer,
    }),
  );
  const report = await verify(pki, file);
  const asked = await answer(pki, file, report, {});
  const { file: supplement } = await supply(pki, file, asked.file, { signer });
  const options = { ...(await judgeOptions(pki)), at: later(5) };
  const supplied = await verifySupplement(supplement, {
    ...options,
    application: report,
    receipt: asked.file,
  });
  return supplied.reasons;
}
