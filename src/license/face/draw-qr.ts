import { darkRuns } from '../../formats/qr/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { QR_MARK } from './marks.ts';
import type { PdfContent } from './pdf-content.ts';
import type { FaceBox } from './template.ts';

/** ISO/IEC 18004: four light modules on every side. */
const QUIET_ZONE = 4;
/** Two pixels at 150 dpi: below this a scan of the page is a matter of luck. */
const LEAST_MODULE_MM = 0.34;

/** The QR code as vector runs on white, quiet zone within the box. Throws QR_TOO_LARGE when modules get too small. */
export function drawQr(content: PdfContent, matrix: readonly (readonly boolean[])[], box: FaceBox): void {
  const side = Math.min(box.width, box.height);
  const module = side / (matrix.length + 2 * QUIET_ZONE);
  if (module < LEAST_MODULE_MM) {
    throw new YinxinError(
      'QR_TOO_LARGE',
      `the QR code does not print legibly in ${side} mm; enlarge the box or shorten it`,
      {
        details: { modules: matrix.length, sideMm: side },
      },
    );
  }
  content.add(`1 g ${content.rectangle(box.x, box.y, side, side)} f 0 g`);
  content.add(`/YX_Code <</Key (${QR_MARK})>> BDC`);
  for (const run of darkRuns(matrix)) {
    const x = box.x + (run.x + QUIET_ZONE) * module;
    const y = box.y + (run.y + QUIET_ZONE) * module;
    content.add(content.rectangle(x, y, run.length * module, module));
  }
  content.add('f', 'EMC');
}
