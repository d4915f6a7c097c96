import { Box } from '@strapi/design-system';
import type { Claims } from '../../../../server/contracts/identity-providers';
import { DataTable } from '../../../components/DataTable';
import { useWords } from '../../../useWords';
import { Folded } from './Folded';

/** What the provider said in the last test, as it came. */
export function ClaimsTable({ claims }: { claims: Claims }) {
  const t = useWords();
  return (
    <Folded title={t('sso.claims')}>
      <Box paddingTop={3}>
        <DataTable
          label={t('sso.claims')}
          heads={[t('sso.claim'), t('sso.claim.value')]}
          isBusy={false}
          isTextOnly
        >
          {Object.entries(claims).map(([name, value]) => (
            <tr key={name}>
              <td dir="ltr">{name}</td>
              <td dir="auto" style={{ overflowWrap: 'anywhere' }}>
                {typeof value === 'string' ? value : JSON.stringify(value)}
              </td>
            </tr>
          ))}
        </DataTable>
      </Box>
    </Folded>
  );
}
