import { YinxinError } from '../../../foundation/core/index.ts';
import { Lexer } from '../lexer.ts';
import type { PdfObject } from '../object.ts';
import { parseValue } from '../parser.ts';
import { isRegular, isWhite, pdfInvalid } from '../syntax.ts';

/** One operator with its operands (ISO 32000-1 clause 7.8.2). */
export interface Operation {
  readonly operator: string;
  readonly operands: readonly PdfObject[];
}

const MAX_DEPTH = 32;
const MAX_OPERANDS = 1_000;
const MAX_OPERATOR_LENGTH = 32;

/** Walks the operators of a content stream in order; inline images are passed over. PDF_INVALID, LIMIT_EXCEEDED. */
export function* contentOperations(bytes: Uint8Array): Generator<Operation> {
  const lexer = new Lexer(bytes);
  let operands: PdfObject[] = [];
  for (lexer.skipWhite(); lexer.peek() !== undefined; lexer.skipWhite()) {
    if (!startsOperator(lexer)) {
      operands.push(parseValue(lexer, MAX_DEPTH));
      if (operands.length > MAX_OPERANDS)
        throw new YinxinError('LIMIT_EXCEEDED', 'a content operator has too many operands');
      continue;
    }
    const operator = readOperator(lexer);
    // An inline image is BI, key-value pairs, ID, data, EI (7.8.2, 8.9.7): its data is no token.
    if (operator === 'ID') skipInlineImage(lexer, bytes);
    yield { operator, operands };
    operands = [];
  }
}

/** Operators begin with a letter, ' or "; the literals true, false and null are operands. */
function startsOperator(lexer: Lexer): boolean {
  const first = lexer.peek()!;
  const letter =
    (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a) || first === 0x27 || first === 0x22;
  return letter && !['true', 'false', 'null'].includes(word(lexer));
}

function readOperator(lexer: Lexer): string {
  const operator = word(lexer);
  lexer.skip(operator.length);
  return operator;
}

function word(lexer: Lexer): string {
  let out = '';
  for (let byte = lexer.peek(0); isRegular(byte); byte = lexer.peek(out.length)) {
    out += String.fromCharCode(byte!);
    if (out.length > MAX_OPERATOR_LENGTH) throw pdfInvalid('an operator is too long', lexer.offset);
  }
  return out;
}

function skipInlineImage(lexer: Lexer, bytes: Uint8Array): void {
  for (let i = lexer.offset + 1; i + 2 < bytes.length; i++) {
    const ended = i + 3 === bytes.length || isWhite(bytes[i + 3]);
    if (bytes[i + 1] === 0x45 && bytes[i + 2] === 0x49 && isWhite(bytes[i]) && ended) {
      lexer.offset = i + 3;
      return;
    }
  }
  throw pdfInvalid('an inline image has no end', lexer.offset);
}
