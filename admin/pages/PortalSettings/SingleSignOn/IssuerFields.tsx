import { useState } from 'react';
import { Typography } from '@strapi/design-system';
import {
  ISSUER_PARTS,
  issuerOf,
  partsOf,
  type IssuerPart,
} from '../../../../server/rules/identity-providers';
import { TextField } from '../../../components/TextField';
import { useWords } from '../../../useWords';
import type { ProviderPart } from './providerPart';

/** The issuer by what the product's own console shows of it. */
export function IssuerFields({ provider, values, errors, set, isDisabled }: ProviderPart) {
  const t = useWords();
  const { preset } = provider;
  const { oidc } = values;
  const [parts, setParts] = useState(() => partsOf(preset, oidc.issuer));
  const change = (name: IssuerPart, value: string) => {
    const next = { ...parts, [name]: value };
    setParts(next);
    set('oidc', { ...oidc, issuer: issuerOf(preset, next) });
  };
  const names = ISSUER_PARTS[preset];
  return (
    <>
      {names.map((name, index) => (
        <TextField
          key={name}
          name={`oidc.${name}`}
          label={t(`sso.part.${name}`)}
          hint={t(`sso.partHint.${name}`)}
          value={parts[name] ?? ''}
          maxLength={500}
          isRequired
          isDisabled={isDisabled}
          error={index === names.length - 1 ? errors['oidc.issuer'] : undefined}
          onChange={(value) => change(name, value)}
        />
      ))}
      {!names.includes('issuer') && oidc.issuer !== '' && (
        <Typography
          tag="p"
          variant="pi"
          textColor="neutral600"
          style={{ overflowWrap: 'anywhere' }}
        >
          {t('sso.issuerIs', { issuer: oidc.issuer })}
        </Typography>
      )}
    </>
  );
}
