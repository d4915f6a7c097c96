import { Typography } from '@strapi/design-system';
import type { RequestFormVersion } from '../../../server/contracts/request-forms';
import { DataTable } from '../../components/DataTable';
import { Pill } from '../../components/Pill';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { useWords } from '../../useWords';

/** Who published what when; the newest stands first. */
export function Versions({ versions }: { versions: RequestFormVersion[] }) {
  const t = useWords();
  return (
    <FormSection title={t('requestForms.versions')}>
      {versions.length === 0 ? (
        <Typography textColor="neutral600">{t('requestForms.noVersion')}</Typography>
      ) : (
        <DataTable
          label={t('requestForms.versions')}
          heads={[
            t('requestForms.version'),
            t('requestForms.publishedAt'),
            t('requestForms.publishedBy'),
            { label: t('requestForms.state'), isHidden: true },
          ]}
          isBusy={false}
          isTextOnly
        >
          {versions.map(({ version, publishedAt, publishedBy, isPublic }) => (
            <tr key={version}>
              <td>{version}</td>
              <td>
                <RelativeTime at={publishedAt} />
              </td>
              <td dir="auto">{publishedBy || t('requestForms.bySystem')}</td>
              <td>
                {isPublic && <Pill variant="success">{t('requestForms.state.published')}</Pill>}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </FormSection>
  );
}
