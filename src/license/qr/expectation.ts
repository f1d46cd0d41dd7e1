import type { Check } from '../../foundation/validation/index.ts';
import { parseLicenseId } from '../identifier/index.ts';
import type { FieldValue } from '../merkle/index.ts';
import { textsOf } from '../metadata/index.ts';
import { type LicenseExpectation, qrCheck } from './verdict.ts';

/** Compares what the caller expects with what is proven. What is not proven is `not-run`, never passed. */
export function expectationChecks(
  license: { readonly identifier: string },
  proven: Readonly<Record<string, FieldValue>>,
  expect: LicenseExpectation | undefined,
): Check[] {
  if (expect === undefined) return [];
  const { typeCode, issuerCode } = parseLicenseId(license.identifier);
  const holderCodes = proven['CZZTDM'] === undefined ? undefined : textsOf(proven['CZZTDM']);
  return [
    compare('EXPECT_IDENTIFIER', expect.identifier, [license.identifier]),
    compare('EXPECT_TYPE', expect.type, [typeCode]),
    compare('EXPECT_ISSUER', expect.issuer, [issuerCode]),
    compare('EXPECT_HOLDER_CODE', expect.holderCode, holderCodes),
  ].filter((check) => check !== undefined);
}

function compare(
  code: string,
  expected: string | undefined,
  found: readonly string[] | undefined,
): Check | undefined {
  if (expected === undefined) return undefined;
  if (found === undefined)
    return qrCheck(code, 'not-run', 'the code does not prove this field: ask for a disclosure');
  return found.includes(expected)
    ? qrCheck(code, 'passed', 'as expected')
    : qrCheck(code, 'failed', 'another than expected');
}
