import { type Occurs, type Particle, parseModel } from './content-model.ts';
import { ATTRIBUTES, MIXED, MODELS, TEXT_TYPES, VALUES } from './grammar.ts';
import { EEP_NAMESPACE } from './names.ts';

const TYPES: Readonly<Record<string, string>> = {
  ID: 'xs:ID',
  IDREF: 'xs:IDREF',
  base64: 'xs:base64Binary',
  dateTime: 'xs:dateTime',
  URI: 'xs:anyURI',
  text: 'xs:string',
  version: 'xs:gYear',
};

/** The schema of DA/T 48-2009 (XSD 1.0) as the reader knows it, for the packages and for xmllint. */
export function eepSchema(): string {
  const names = new Set(Object.keys(MODELS));
  for (const model of Object.values(MODELS)) for (const name of namesIn(parseModel(model))) names.add(name);
  const elements = [...names].map(elementOf);
  return `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${EEP_NAMESPACE}" targetNamespace="${EEP_NAMESPACE}" elementFormDefault="qualified">
${elements.join('\n')}
</xs:schema>
`;
}

function namesIn(particle: Particle): string[] {
  return particle.kind === 'element' ? [particle.name] : particle.parts.flatMap(namesIn);
}

function elementOf(name: string): string {
  const model = MODELS[name];
  const attributes = Object.entries(ATTRIBUTES[name] ?? {}).map(([attribute, type]) => {
    const use = type.endsWith('?') ? 'optional' : 'required';
    return `<xs:attribute name="${attribute}" type="${TYPES[type.replace('?', '')]}" use="${use}"/>`;
  });
  if (model !== undefined) {
    const mixed = MIXED.includes(name) ? ' mixed="true"' : '';
    const group = groupOf(parseModel(model));
    return `  <xs:element name="${name}"><xs:complexType${mixed}>${group}${attributes.join('')}</xs:complexType></xs:element>`;
  }
  const values = VALUES[name];
  if (values !== undefined) {
    const list = values.map((value) => `<xs:enumeration value="${value}"/>`).join('');
    return `  <xs:element name="${name}"><xs:simpleType><xs:restriction base="xs:string">${list}</xs:restriction></xs:simpleType></xs:element>`;
  }
  const type = TYPES[TEXT_TYPES[name] ?? 'text'];
  if (attributes.length === 0) return `  <xs:element name="${name}" type="${type}"/>`;
  return `  <xs:element name="${name}"><xs:complexType><xs:simpleContent><xs:extension base="${type}">${attributes.join('')}</xs:extension></xs:simpleContent></xs:complexType></xs:element>`;
}

const OCCURS: Readonly<Record<Occurs, string>> = {
  '': '',
  '?': ' minOccurs="0"',
  '*': ' minOccurs="0" maxOccurs="unbounded"',
  '+': ' maxOccurs="unbounded"',
};

/** A model as a group, also where it is one element. */
function groupOf(particle: Particle): string {
  return particle.kind === 'element' ? `<xs:sequence>${partOf(particle)}</xs:sequence>` : partOf(particle);
}

function partOf(particle: Particle): string {
  const occurs = OCCURS[particle.occurs];
  if (particle.kind === 'element') return `<xs:element ref="${particle.name}"${occurs}/>`;
  const inner = particle.parts.map(partOf).join('');
  return `<xs:${particle.kind}${occurs}>${inner}</xs:${particle.kind}>`;
}
