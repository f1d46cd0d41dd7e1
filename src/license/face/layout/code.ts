import { darkRuns } from '../../../formats/qr/index.ts';
import { YinxinError } from '../../../foundation/core/index.ts';
import type { FaceBox } from '../template.ts';
import type { DrawnCode } from './drawing.ts';

/** ISO/IEC 18004: four light modules on every side. */
const QUIET_ZONE = 4;
/** Two pixels at 150 dpi: below this a scan of the page is a matter of luck. */
const LEAST_MODULE_MM = 0.34;

/** The QR code as bars on white, quiet zone within the box. Throws QR_TOO_LARGE when modules get too small. */
export function placeCode(matrix: readonly (readonly boolean[])[], box: FaceBox): DrawnCode {
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
  const bars = darkRuns(matrix).map((run) => ({
    x: box.x + (run.x + QUIET_ZONE) * module,
    y: box.y + (run.y + QUIET_ZONE) * module,
    width: run.length * module,
    height: module,
  }));
  return { kind: 'code', box: { ...box, width: side, height: side }, bars };
}
