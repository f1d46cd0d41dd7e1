import { MANIFEST_NAMESPACE } from '../model.ts';

/** XSD of 校验信息. */
export const MANIFEST_SCHEMA: string = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${MANIFEST_NAMESPACE}" targetNamespace="${MANIFEST_NAMESPACE}" elementFormDefault="qualified">
  <xs:simpleType name="digest"><xs:restriction base="xs:string"><xs:pattern value="[0-9a-f]{64}"/></xs:restriction></xs:simpleType>
  <xs:element name="manifest"><xs:complexType><xs:sequence>
    <xs:element name="file" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="path" type="xs:string" use="required"/>
      <xs:attribute name="size" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="sha256" type="digest" use="required"/>
      <xs:attribute name="sm3" type="digest" use="required"/>
    </xs:complexType></xs:element>
  </xs:sequence>
  <xs:attribute name="files" type="xs:nonNegativeInteger"/>
  <xs:attribute name="bytes" type="xs:nonNegativeInteger"/>
  </xs:complexType></xs:element>
</xs:schema>
`;
