// The package's own types describe its Node renderers too and pull in Node's; the core is all we use.
declare module 'qrcode/lib/core/qrcode.js' {
  export interface Segment {
    readonly mode: 'byte' | 'numeric' | 'alphanumeric';
    readonly data: string | Uint8Array;
  }
  export interface Symbol {
    readonly version: number;
    readonly modules: { readonly size: number; readonly data: Uint8Array };
  }
  export function create(
    data: string | readonly Segment[],
    options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' },
  ): Symbol;
}
