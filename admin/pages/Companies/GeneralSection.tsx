import { Box, Typography } from '@strapi/design-system';
import type { CompanyDetail } from '../../../server/contracts/companies';
import { CompanySelect } from '../../components/CompanySelect';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { TextField } from '../../components/TextField';
import { paths } from '../../plugin';
import type { FormFields } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import type { CompanyValues } from './companyValues';

interface Props extends FormFields<CompanyValues> {
  /** null for a new one. */
  company: CompanyDetail | null;
  isDisabled: boolean;
}

/** Name, parent and children, and the id in another system. */
export function GeneralSection({ company, values, errors, set, isDisabled }: Props) {
  const t = useWords();
  return (
    <FormSection title={t('companies.general')}>
      <TextField
        name="name"
        label={t('companies.name')}
        isRequired
        value={values.name}
        error={errors.name}
        isDisabled={isDisabled}
        onChange={(name) => set('name', name)}
      />
      <CompanySelect
        label={t('companies.parent')}
        hint={t('companies.parentHint')}
        error={errors.parent}
        isDisabled={isDisabled}
        value={values.parent}
        without={company?.id}
        onChange={(parent) => set('parent', parent)}
      />
      {company && company.children.length > 0 && (
        <Box>
          <Typography tag="h3" variant="pi" fontWeight="bold">
            {t('companies.children')}
          </Typography>
          <Box tag="ul">
            {company.children.map(({ id, name }) => (
              <li key={id}>
                <Typography dir="auto">
                  <RecordLink to={paths.company(id)}>{name}</RecordLink>
                </Typography>
              </li>
            ))}
          </Box>
        </Box>
      )}
      <TextField
        name="externalId"
        label={t('companies.externalId')}
        hint={t('companies.externalIdHint')}
        value={values.externalId}
        error={errors.externalId}
        isDisabled={isDisabled}
        onChange={(externalId) => set('externalId', externalId)}
      />
    </FormSection>
  );
}
