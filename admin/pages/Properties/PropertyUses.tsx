import { Box, Typography } from '@strapi/design-system';
import type { PropertyDetail, PropertyUse } from '../../../server/contracts/properties';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import { useWords } from '../../useWords';

/** How many records have a value, and which filters and forms name the property. */
export function PropertyUses({ property }: { property: PropertyDetail }) {
  const t = useWords();
  return (
    <FormSection title={t('properties.uses')}>
      <Typography>{useCountWords()(property)}</Typography>
      {property.uses.length > 0 && <UseList uses={property.uses} />}
    </FormSection>
  );
}

export function useCountWords() {
  const t = useWords();
  return ({ subject, values }: PropertyDetail): string =>
    t(values.more ? `properties.valuesMore.${subject}` : `properties.values.${subject}`, {
      count: values.value,
    });
}

export function UseList({ uses }: { uses: readonly PropertyUse[] }) {
  const t = useWords();
  return (
    <Box tag="ul">
      {uses.map(({ kind, id, name }) => (
        <Typography key={`${kind}${id}`} tag="li">
          {t(`properties.use.${kind}`)} <UseLink kind={kind} id={id} name={name} />
        </Typography>
      ))}
    </Box>
  );
}

function UseLink({ kind, id, name }: PropertyUse) {
  if (kind === 'portal') return <bdi>{name}</bdi>;
  const to = kind === 'access-group' ? paths.accessGroup(id) : paths.requestForm(id);
  return (
    <RecordLink to={to}>
      <bdi>{name}</bdi>
    </RecordLink>
  );
}
