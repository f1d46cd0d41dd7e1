import { METADATA_FIELDS, type MetadataField } from '../metadata-fields.ts';
import { RETENTION_PERIODS, SHARING_CLASSES } from '../model.ts';

/** XSD of 基本信息元数据.xml, made from the table that writes and checks it. */
export const BASE_INFO_SCHEMA: string = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="unqualified">
  <xs:simpleType name="time"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"/></xs:restriction></xs:simpleType>
  <xs:element name="base_info"><xs:complexType><xs:sequence>
${METADATA_FIELDS.map(elementOf).join('\n')}
    <xs:element name="total_number" type="xs:nonNegativeInteger"/>
    <xs:element name="fileset"><xs:complexType><xs:sequence>
      <xs:element name="folder" minOccurs="0" maxOccurs="3"><xs:complexType><xs:sequence>
        <xs:element name="file" maxOccurs="unbounded"><xs:complexType><xs:sequence>
          <xs:element name="file_code" type="xs:string"/>
          <xs:element name="file_standard_name" type="xs:string"/>
          <xs:element name="file_actual_name" type="xs:string"/>
          <xs:element name="format_information" type="xs:string"/>
          <xs:element name="computer_file_name" type="xs:string"/>
          <xs:element name="computer_file_size" type="xs:nonNegativeInteger"/>
          <xs:element name="computer_file_creation_time" type="time"/>
          <xs:element name="file_share"><xs:simpleType><xs:restriction base="xs:string">${enumeration(SHARING_CLASSES)}</xs:restriction></xs:simpleType></xs:element>
          <xs:element name="file_share_conditions" type="xs:string"/>
        </xs:sequence><xs:attribute name="id" type="xs:string" use="required"/></xs:complexType></xs:element>
      </xs:sequence><xs:attribute name="id" type="xs:string" use="required"/><xs:attribute name="title" type="xs:string" use="required"/></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
`;

function elementOf(field: MetadataField): string {
  const occurs = field.required ? '' : ' minOccurs="0"';
  if (field.type === 'time') return `    <xs:element name="${field.tag}" type="time"${occurs}/>`;
  const values =
    field.key === 'retentionPeriod'
      ? enumeration(RETENTION_PERIODS)
      : `<xs:maxLength value="${field.maxLength}"/>`;
  return `    <xs:element name="${field.tag}"${occurs}><xs:simpleType><xs:restriction base="xs:string">${values}</xs:restriction></xs:simpleType></xs:element>`;
}

function enumeration(values: readonly string[]): string {
  return values.map((value) => `<xs:enumeration value="${value}"/>`).join('');
}
