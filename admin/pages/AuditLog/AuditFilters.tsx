import { Button, Flex, TextInput, Typography } from '@strapi/design-system';
import { AUDIT_AREAS } from '../../../server/contracts/audit-log';
import { CalendarScheme } from '../../components/CalendarScheme';
import { Choice } from '../../components/Choice';
import { useStructure } from '../../services/structure';
import { useWords } from '../../useWords';
import type { AuditAddress } from './useAuditAddress';

const ANY = 'any';

/** Narrows the log by area, portal and days. */
export function AuditFilters({ query, change }: AuditAddress) {
  const t = useWords();
  const portals = useStructure().data?.portals ?? [];
  const day = (name: 'from' | 'until') => (
    <Flex tag={CalendarScheme} gap={2}>
      <Typography tag="label" variant="pi" textColor="neutral600" htmlFor={`audit-${name}`}>
        {t(`audit.${name}`)}
      </Typography>
      <TextInput
        id={`audit-${name}`}
        type="date"
        size="S"
        value={query[name]}
        max="9999-12-31"
        onChange={({ target }: { target: { value: string } }) => change({ [name]: target.value })}
      />
    </Flex>
  );
  return (
    <Flex gap={2} wrap="wrap" paddingBottom={4}>
      <Choice
        label={t('audit.area')}
        value={query.area || ANY}
        options={[
          { value: ANY, label: t('audit.anyArea') },
          ...AUDIT_AREAS.map((area) => ({ value: area, label: t(`audit.area.${area}`) })),
        ]}
        onChange={(area) => change({ area: area === ANY ? '' : area })}
      />
      {portals.length > 1 && (
        <Choice
          label={t('audit.portal')}
          value={query.portal || ANY}
          options={[
            { value: ANY, label: t('audit.anyPortal') },
            ...portals.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(portal) => change({ portal: portal === ANY ? '' : portal })}
        />
      )}
      {day('from')}
      {day('until')}
      {query.about !== '' && (
        <Button variant="ghost" size="S" onClick={() => change({ about: '' })}>
          {t('audit.everybody')}
        </Button>
      )}
    </Flex>
  );
}
