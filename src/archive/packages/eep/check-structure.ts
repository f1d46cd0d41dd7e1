import { childElements, type XmlElement } from '../../../formats/xml/index.ts';
import { YinxinError } from '../../../foundation/core/index.ts';
import { parseModel, patternOf } from './content-model.ts';
import { ATTRIBUTES, MIXED, MODELS, TEXT_TYPES, VALUES } from './grammar.ts';
import { EEP_NAMESPACE, VERSION } from './names.ts';

/**
 * Checks a document by the grammar of DA/T 48-2009: namespace, children and their order, attributes, value lists, every
 * identifier unique and every reference answered. PACKAGE_INVALID names the element.
 */
export function checkStructure(root: XmlElement): void {
  if (root.localName !== '电子文件封装包') throw eepInvalid('the root is not 电子文件封装包');
  const state = { patterns: new Map<string, RegExp>(), ids: new Set<string>(), references: [] as string[] };
  const waiting = [root];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    checkElement(element, state);
    for (const child of childElements(element)) waiting.push(child);
  }
  const dangling = state.references.find((id) => !state.ids.has(id));
  if (dangling !== undefined) throw eepInvalid(`${JSON.stringify(dangling)} is referred to and not there`);
}

interface State {
  readonly patterns: Map<string, RegExp>;
  readonly ids: Set<string>;
  readonly references: string[];
}

function checkElement(element: XmlElement, state: State): void {
  if (element.namespace !== EEP_NAMESPACE) {
    throw eepInvalid(`${element.name} is not in the namespace of DA/T 48`);
  }
  const name = element.localName;
  const model = MODELS[name];
  const children = childElements(element);
  if (model === undefined) {
    if (children.length > 0) throw eepInvalid(`${name} holds elements where text belongs`);
    checkText(name, element.text, state);
  } else {
    const names = children.map((child) => `${child.localName},`).join('');
    if (!patternFor(name, model, state).test(names))
      throw eepInvalid(`the children of ${name} are not as in the norm`);
    if (!MIXED.includes(name) && element.text.trim() !== '') throw eepInvalid(`${name} holds stray text`);
  }
  checkAttributes(element, state);
}

function patternFor(name: string, model: string, { patterns }: State): RegExp {
  const known = patterns.get(name) ?? new RegExp(`^${patternOf(parseModel(model))}$`, 'u');
  patterns.set(name, known);
  return known;
}

function checkText(name: string, text: string, state: State): void {
  const values = VALUES[name];
  if (values !== undefined && !values.includes(text.trim()))
    throw eepInvalid(`${name} has no value of the norm`);
  const type = TEXT_TYPES[name];
  if (type === 'ID') addId(text.trim(), state);
  if (type === 'IDREF') state.references.push(text.trim());
  if (type === 'dateTime' && Number.isNaN(Date.parse(text.trim()))) throw eepInvalid(`${name} is no time`);
}

function checkAttributes(element: XmlElement, state: State): void {
  const allowed = ATTRIBUTES[element.localName] ?? {};
  for (const { name, namespace, value } of element.attributes) {
    if (name === 'xmlns' || name.startsWith('xmlns:') || isSchemaHint(element, namespace)) continue;
    const type = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (type === undefined) throw eepInvalid(`${element.localName} has an unknown attribute ${name}`);
    if (type === 'ID' || type === 'ID?') addId(value, state);
    if (type === 'IDREF?') state.references.push(value);
    if (type === 'version' && value !== VERSION) throw eepInvalid(`eep版本 is not ${VERSION}`);
  }
  for (const [name, type] of Object.entries(allowed)) {
    const present = element.attributes.some((attribute) => attribute.name === name);
    if (!type.endsWith('?') && !present) throw eepInvalid(`${element.localName} lacks ${name}`);
  }
}

/** xsi:schemaLocation at the root says where a schema may be had: nobody follows it. */
function isSchemaHint(element: XmlElement, namespace: string): boolean {
  return element.localName === '电子文件封装包' && namespace === 'http://www.w3.org/2001/XMLSchema-instance';
}

function addId(id: string, { ids }: State): void {
  if (id === '') throw eepInvalid('an identifier is empty');
  if (ids.has(id)) throw eepInvalid(`the identifier ${JSON.stringify(id)} is given twice`);
  ids.add(id);
}

/** PACKAGE_INVALID of an EEP. */
export function eepInvalid(message: string): YinxinError {
  return new YinxinError('PACKAGE_INVALID', `the EEP is malformed: ${message}`);
}
