import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64 } from '../../../../src/foundation/core/index.ts';
import { parseCrl } from '../../../../src/foundation/x509/index.ts';
import type { TestIdentity } from '../../../../src/testing/index.ts';
import { requireTool } from '../../../support/tools.ts';
import type { MadeChain } from './make-chain.ts';
import type { ChainPlan, Question } from './plan.ts';

/** What OpenSSL says. */
export interface Verdict {
  readonly accepted: boolean;
  readonly output: string;
}

/** GB/T 35276: the identifier that everybody hashes into Z. */
const DISTID = '1234567812345678';

/** `openssl verify -x509_strict` of the whole chain. `-vfyopt` reaches the last certificate alone. */
export function verifyChain(
  folder: string,
  chain: MadeChain,
  { question, crls: asked }: ChainPlan,
  withDistid: boolean,
): Verdict {
  const [anchor, ...below] = chain.line.slice(chain.anchor);
  const leaf = below.pop()!;
  const untrusted = write(folder, 'untrusted.pem', ...[...below, ...chain.beside].map(certificate));
  const crls = chain.crls.map(({ bytes }) => pem('X509 CRL', bytes));
  return openssl(
    'verify',
    '-x509_strict',
    '-no-CApath',
    '-no-CAstore',
    ...['-attime', seconds(question.at)],
    ...['-CAfile', write(folder, 'anchor.pem', certificate(anchor!))],
    ...(chain.anchor > 0 ? ['-partial_chain'] : []),
    ...(below.length + chain.beside.length > 0 ? ['-untrusted', untrusted] : []),
    ...(asked === undefined ? [] : ['-crl_check_all']),
    ...(crls.length > 0 ? ['-CRLfile', write(folder, 'crls.pem', ...crls)] : []),
    ...['-purpose', question.purpose.openssl],
    ...policyOptions(question.policies),
    ...(withDistid ? ['-vfyopt', `distid:${DISTID}`] : []),
    write(folder, 'leaf.pem', certificate(leaf)),
  );
}

/** Every SM2 signature of a chain by itself: certificates under their issuer with distid, CRLs by `pkeyutl`. */
export function verifyLinks(folder: string, chain: MadeChain, question: Question): Verdict {
  const line = chain.line.slice(chain.anchor);
  const verdicts = line
    .slice(1)
    .map((child, i) =>
      openssl(
        'verify',
        '-x509_strict',
        '-no-CApath',
        '-no-CAstore',
        '-partial_chain',
        ...['-attime', seconds(question.at)],
        ...['-trusted', write(folder, 'issuer.pem', certificate(line[i]!))],
        ...['-vfyopt', `distid:${DISTID}`],
        write(folder, 'child.pem', certificate(child)),
      ),
    );
  for (const { issuer, bytes } of chain.crls) verdicts.push(verifyCrl(folder, issuer, bytes));
  return verdicts.find(({ accepted }) => !accepted) ?? { accepted: true, output: '' };
}

function verifyCrl(folder: string, issuer: TestIdentity, bytes: Uint8Array): Verdict {
  const { tbs, signature } = parseCrl(bytes);
  writeFileSync(join(folder, 'tbs'), tbs);
  writeFileSync(join(folder, 'value'), signature);
  return openssl(
    ...['pkeyutl', '-verify', '-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${DISTID}`],
    ...['-pubin', '-inkey', write(folder, 'key.pem', pem('PUBLIC KEY', issuer.key.spki))],
    ...['-in', join(folder, 'tbs'), '-sigfile', join(folder, 'value')],
  );
}

/** `-policy_check` always: without it OpenSSL leaves RFC 5280 6.1's policies out. */
function policyOptions(policies: Question['policies'] = {}): string[] {
  return [
    '-policy_check',
    ...(policies.initialPolicySet ?? []).flatMap((policy) => ['-policy', policy]),
    ...(policies.requireExplicitPolicy === true ? ['-explicit_policy'] : []),
    ...(policies.inhibitPolicyMapping === true ? ['-inhibit_map'] : []),
    ...(policies.inhibitAnyPolicy === true ? ['-inhibit_any'] : []),
  ];
}

function openssl(...args: string[]): Verdict {
  const { status, stdout, stderr } = spawnSync(requireTool('openssl'), args, { encoding: 'utf8' });
  const errors = `${stdout}${stderr}`.match(/^error .*|.*failure.*/gim) ?? [];
  return {
    accepted: status === 0,
    output: status === 0 ? 'OK' : errors.join('; ').replaceAll(/ \S*\.pem:/g, ''),
  };
}

function write(folder: string, name: string, ...blocks: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, blocks.join(''));
  return path;
}

function seconds(time: Date): string {
  return String(time.getTime() / 1000);
}

function certificate(identity: TestIdentity): string {
  return pem('CERTIFICATE', identity.certificate);
}

function pem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
