import { Flex } from '@strapi/design-system';
import type { PropertyDefinition, PropertyValue } from '../../server/contracts/properties';
import { PropertyField, type PropertyInput } from './PropertyField';

interface Props {
  /** Of one subject; standard ones have fields of their own and are left out. */
  properties: readonly PropertyDefinition[];
  /** By key, as stored or as typed so far. */
  values: Readonly<Record<string, PropertyValue | undefined>>;
  /** By the path of the field: `properties.<key>`. */
  errors?: Readonly<Record<string, string>>;
  isDisabled?: boolean;
  language: string;
  onChange: (key: string, value: PropertyInput) => void;
}

/** Fields for all custom properties of a record in their order; what agents may only read is disabled. */
export function PropertyFields(props: Props) {
  const { properties, values, errors = {}, isDisabled = false, language, onChange } = props;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {properties
        .filter(({ isStandard }) => !isStandard)
        .map((property) => (
          <PropertyField
            key={property.key}
            property={property}
            value={values[property.key]}
            error={errors[`properties.${property.key}`]}
            isDisabled={isDisabled || property.agentAccess === 'read'}
            language={language}
            onChange={(value) => onChange(property.key, value)}
          />
        ))}
    </Flex>
  );
}
