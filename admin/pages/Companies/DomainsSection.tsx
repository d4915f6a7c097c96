import {
  Box,
  Button,
  Checkbox,
  Field,
  Flex,
  IconButton,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { FormSection } from '../../components/RecordFormPage';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';

export interface DomainValue {
  domain: string;
  isTrusted: boolean;
}

interface Props {
  domains: DomainValue[];
  errors: FieldErrors;
  isDisabled: boolean;
  onChange: (domains: DomainValue[]) => void;
}

/** E-mail domains of a company: whoever has a verified address of one belongs to it. */
export function DomainsSection({ domains, errors, isDisabled, onChange }: Props) {
  const t = useWords();
  const set = (index: number, change: Partial<DomainValue>) =>
    onChange(domains.map((one, at) => (at === index ? { ...one, ...change } : one)));

  return (
    <FormSection title={t('companies.domains')} hint={t('companies.domainsHint')}>
      {domains.length === 0 && (
        <Typography textColor="neutral600">{t('companies.noDomain')}</Typography>
      )}
      {domains.map(({ domain, isTrusted }, index) => (
        <Flex key={index} gap={4} wrap="wrap" alignItems="flex-end">
          <Box flex="1 1 24rem">
            <Field.Root name={`domains.${index}.domain`} error={errors[`domains.${index}.domain`]}>
              <Field.Label>{t('companies.domainNumber', { number: index + 1 })}</Field.Label>
              <TextInput
                value={domain}
                placeholder="harbour.example"
                maxLength={191}
                disabled={isDisabled}
                onChange={({ target }: { target: { value: string } }) =>
                  set(index, { domain: target.value })
                }
              />
              <Field.Error />
            </Field.Root>
          </Box>
          <Box paddingBottom={2}>
            <Checkbox
              checked={isTrusted}
              disabled={isDisabled}
              onCheckedChange={(next) => set(index, { isTrusted: next === true })}
            >
              {t('companies.trust')}
            </Checkbox>
          </Box>
          {!isDisabled && (
            <IconButton
              variant="ghost"
              label={t('companies.removeDomain', { domain: domain || String(index + 1) })}
              onClick={() => onChange(domains.filter((_, at) => at !== index))}
            >
              <Trash />
            </IconButton>
          )}
        </Flex>
      ))}
      {!isDisabled && (
        <Box>
          <Button
            variant="secondary"
            startIcon={<Plus />}
            onClick={() => onChange([...domains, { domain: '', isTrusted: false }])}
          >
            {t('companies.addDomain')}
          </Button>
        </Box>
      )}
    </FormSection>
  );
}
