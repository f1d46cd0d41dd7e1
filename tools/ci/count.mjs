// Counts what .ci/run did: tests from vitest's JSON reports, one for every other step. A skipped interop or
// browser test is a failure here: in CI every program is installed. Prints the total as the last line and exits 1 on any failure.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
let passed = 0;
const failures = [];

for (const name of readdirSync(folder).sort()) {
  const text = readFileSync(join(folder, name), 'utf8');
  if (name.endsWith('.step')) {
    if (text.trim() === 'passed') passed += 1;
    else failures.push(name.replace(/\.step$/, ''));
    continue;
  }
  const report = JSON.parse(text);
  if (report.numTotalTests === 0) failures.push(`${name}: no test ran`);
  for (const file of report.testResults) {
    // A file that cannot even be loaded has no failed test in it, yet it failed.
    if (file.status === 'failed' && file.assertionResults.length === 0)
      failures.push(`${name}: ${file.name}`);
    for (const test of file.assertionResults) {
      const skippedInterop = test.status !== 'passed' && /\/test\/(interop|browser)\//.test(file.name);
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed' || skippedInterop)
        failures.push(`${name}: ${test.status}: ${test.fullName}`);
    }
  }
}

for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
