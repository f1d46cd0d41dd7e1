import { PROCESS_NAMES } from '../model.ts';

/** XSD of 管理过程元数据.xml. */
export const PROCESS_SCHEMA: string = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="unqualified">
  <xs:element name="process_info"><xs:complexType><xs:sequence>
    <xs:element name="process" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="process_code"><xs:simpleType><xs:restriction base="xs:string">${Object.keys(
        PROCESS_NAMES,
      )
        .map((code) => `<xs:enumeration value="${code}"/>`)
        .join('')}</xs:restriction></xs:simpleType></xs:element>
      <xs:element name="process_name" type="xs:string"/>
      <xs:element name="business_activity" type="xs:string"/>
      <xs:element name="agent_name" type="xs:string"/>
      <xs:element name="organization_name" type="xs:string"/>
      <xs:element name="action_time"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="action_mandate" type="xs:string" minOccurs="0"/>
      <xs:element name="action_description" type="xs:string" minOccurs="0"/>
    </xs:sequence><xs:attribute name="id" type="xs:string" use="required"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
`;
