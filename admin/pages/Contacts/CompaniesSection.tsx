import { Box, Button, Checkbox, Flex, IconButton, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import type { ContactCompany } from '../../../server/contracts/contacts';
import { CompanySelect, type NamedCompany } from '../../components/CompanySelect';
import { Pill } from '../../components/Pill';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';

interface Props {
  companies: ContactCompany[];
  errors: FieldErrors;
  isDisabled: boolean;
  /** Names lead to the companies. */
  isLinked: boolean;
  onChange: (companies: ContactCompany[]) => void;
}

/** Companies of a contact: one at most is primary. */
export function CompaniesSection({ companies, errors, isDisabled, isLinked, onChange }: Props) {
  const t = useWords();
  const set = (id: string, change: Partial<ContactCompany>) =>
    onChange(companies.map((one) => (one.id === id ? { ...one, ...change } : one)));
  const makePrimary = (id: string) =>
    onChange(companies.map((one) => ({ ...one, isPrimary: one.id === id })));
  const add = (chosen: NamedCompany | null) => {
    if (!chosen || companies.some(({ id }) => id === chosen.id)) return;
    onChange([
      ...companies,
      { ...chosen, isPrimary: companies.length === 0, seesTickets: false, isManager: false },
    ]);
  };
  const problem = Object.entries(errors).find(([field]) => field.startsWith('companies'))?.[1];

  return (
    <FormSection title={t('contacts.companies')} hint={t('contacts.companiesHint')}>
      {companies.length > 0 && (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
          {companies.map((company) => (
            <Flex
              key={company.id}
              tag="li"
              gap={4}
              wrap="wrap"
              justifyContent="space-between"
              padding={4}
              hasRadius
              background="neutral100"
            >
              <Flex gap={2} wrap="wrap">
                <Typography fontWeight="semiBold" dir="auto">
                  {isLinked ? (
                    <RecordLink to={paths.company(company.id)}>{company.name}</RecordLink>
                  ) : (
                    company.name
                  )}
                </Typography>
                {company.isPrimary && <Pill variant="primary">{t('contacts.primary')}</Pill>}
              </Flex>
              <Flex gap={4} wrap="wrap">
                <Checkbox
                  checked={company.seesTickets}
                  disabled={isDisabled}
                  onCheckedChange={(next) => set(company.id, { seesTickets: next === true })}
                >
                  {t('contacts.seesTickets')}
                </Checkbox>
                <Checkbox
                  checked={company.isManager}
                  disabled={isDisabled}
                  onCheckedChange={(next) => set(company.id, { isManager: next === true })}
                >
                  {t('contacts.isManager')}
                </Checkbox>
                {!isDisabled && !company.isPrimary && (
                  <Button variant="tertiary" size="S" onClick={() => makePrimary(company.id)}>
                    {t('contacts.makePrimary')}
                  </Button>
                )}
                {!isDisabled && (
                  <IconButton
                    variant="ghost"
                    label={t('contacts.removeCompany', { name: company.name })}
                    onClick={() => onChange(companies.filter(({ id }) => id !== company.id))}
                  >
                    <Trash />
                  </IconButton>
                )}
              </Flex>
            </Flex>
          ))}
        </Flex>
      )}
      {companies.length === 0 && (
        <Typography textColor="neutral600">{t('contacts.noCompany')}</Typography>
      )}
      {isDisabled ? null : (
        <Box maxWidth="48rem">
          <CompanySelect
            label={t('contacts.addCompany')}
            placeholder={t('contacts.companyName')}
            error={problem}
            value={null}
            onChange={add}
          />
        </Box>
      )}
    </FormSection>
  );
}
