import type { CarrierInspection } from '../ports.ts';
import type { CheckContext } from './context.ts';
import { byFaults, type ItemCode, type ItemResult, itemResult } from './item-list.ts';

/** 安全性: nothing harmful, nothing extra. What only the place can tell comes by ports. */
export function checkSafety(context: CheckContext): ItemResult[] {
  return [
    scannerInstalled(context),
    noInfection(context),
    nothingExtra(context),
    carrierItem('GD-4-4', 'readable', context),
    carrierItem('GD-4-5', 'appearance', context),
    carrierItem('GD-4-6', 'qualified', context),
    processSafe(context),
  ];
}

function scannerInstalled({ virusScan }: CheckContext): ItemResult {
  if (virusScan === undefined) return itemResult('GD-4-1', 'not-run', 'no scanner was given (scanVirus)');
  return byFaults('GD-4-1', virusScan.engine === '' ? ['no scanner is installed'] : [], virusScan.engine);
}

function noInfection({ virusScan }: CheckContext): ItemResult {
  if (virusScan === undefined || virusScan.engine === '') {
    return itemResult('GD-4-2', 'not-run', 'nothing was scanned (scanVirus)');
  }
  const { engine, clean } = virusScan;
  return byFaults('GD-4-2', clean ? [] : [`${engine} found an infection`], `${engine}: clean`);
}

function nothingExtra({ comparison, loaded }: CheckContext): ItemResult {
  if (loaded.manifest.value === undefined) {
    return itemResult('GD-4-3', 'not-run', `cannot be checked: ${loaded.manifest.fault}`);
  }
  const extra = comparison.unlisted.map((path) => `${path} is not in the manifest`);
  return byFaults('GD-4-3', extra, 'no file beyond the manifest');
}

/** Never passed unless somebody looked and said so. */
function carrierItem(
  code: ItemCode,
  member: Exclude<keyof CarrierInspection, 'inspector'>,
  { carrier, options }: CheckContext,
): ItemResult {
  if (options.carrier === 'none')
    return itemResult(code, 'not-applicable', 'the package came without a carrier');
  const found = carrier?.[member];
  if (found === undefined)
    return itemResult(code, 'not-run', 'nobody looked at the carrier (inspectCarrier)');
  return byFaults(code, found ? [] : [`${carrier!.inspector}: not as it should be`], carrier!.inspector);
}

function processSafe({ options, stage }: CheckContext): ItemResult {
  if (stage === '长期保存') return itemResult('GD-4-7', 'not-applicable', 'the process of filing is over');
  const attested = options.processAttestation;
  return attested === undefined || attested === ''
    ? itemResult('GD-4-7', 'not-run', 'nobody attested the process (processAttestation)')
    : itemResult('GD-4-7', 'passed', `attested: ${attested}`);
}
