import type { ProviderSettings } from '../contracts/identity-providers';
import { authorityOf, isSharedTenant, missingFields, partsOf } from '../rules/identity-providers';
import { listAccessGroups } from '../store/access-groups';
import { listChosenCompanies } from '../store/companies';
import { text, type Connection } from '../store/connection';
import { listProvidersOf, type ProviderRecord } from '../store/identity-providers';
import { readCertificate } from './certificates';

interface Problem {
  path: string;
  message: string;
}

/** What speaks against settings of a provider, beside their fields, as far as the shape alone cannot tell. */
export async function problemsOfProvider(
  db: Connection,
  before: ProviderRecord,
  next: ProviderSettings,
): Promise<Problem[]> {
  return [
    ...connectionProblems(before, next),
    ...(await domainProblems(db, before, next)),
    ...(await companyProblems(db, next)),
    ...(await groupProblems(db, next)),
  ];
}

function connectionProblems(before: ProviderRecord, next: ProviderSettings): Problem[] {
  const problems: Problem[] = [];
  const { kind, preset, isOn } = before;
  const [was, is] = [authorityOf(kind, before.settings), authorityOf(kind, next)];
  if (isOn) {
    problems.push(...missingFields(kind, next));
    // What the one calls a person may be somebody else at the other.
    if (is.value !== '' && was.value !== is.value)
      problems.push({
        path: is.field,
        message:
          'People sign in by this provider. Turn it off before you change which one it is, or add another one.',
      });
  }
  if (preset === 'entra' && isSharedTenant(partsOf('entra', next.oidc.issuer).tenant ?? ''))
    problems.push({
      path: 'oidc.issuer',
      message:
        'Enter your own tenant’s id: “common” and “organizations” stand for every tenant of Microsoft.',
    });
  next.saml.certificates.forEach((pem, index) => {
    if (!readCertificate(pem))
      problems.push({
        path: `saml.certificates.${index}`,
        message:
          'This is no certificate. Paste it whole, from BEGIN CERTIFICATE to END CERTIFICATE.',
      });
  });
  return problems;
}

async function domainProblems(
  db: Connection,
  { portalKey, key }: ProviderRecord,
  { emailDomains, emailTrust, trustedDomains }: ProviderSettings,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const other of await listProvidersOf(db, portalKey)) {
    const both = emailDomains.find((one) => other.settings.emailDomains.includes(one));
    if (other.key !== key && both !== undefined)
      problems.push({
        path: 'emailDomains',
        message: `People of ${both} are sent to ${other.settings.name} already. A domain belongs to one provider.`,
      });
  }
  if (emailTrust === 'domains' && trustedDomains.length === 0)
    problems.push({ path: 'trustedDomains', message: 'Enter at least one domain.' });
  return problems;
}

async function companyProblems(db: Connection, { company }: ProviderSettings): Promise<Problem[]> {
  const { by, fixed, values } = company;
  if (by === 'fixed' && fixed === '')
    return [{ path: 'company.fixed', message: 'Choose a company.' }];
  const asked = [...new Set([...values.map((one) => one.id), ...(fixed === '' ? [] : [fixed])])];
  if (asked.length === 0) return [];
  const known = new Set((await listChosenCompanies(db, asked)).map((row) => text(row.document_id)));
  const gone = 'Choose a company that exists.';
  return [
    ...(fixed !== '' && !known.has(fixed) ? [{ path: 'company.fixed', message: gone }] : []),
    ...values.flatMap((one, index) =>
      known.has(one.id) ? [] : [{ path: `company.values.${index}.id`, message: gone }],
    ),
  ];
}

async function groupProblems(db: Connection, { groups }: ProviderSettings): Promise<Problem[]> {
  if (groups.length === 0) return [];
  const known = new Map((await listAccessGroups(db)).map(({ id, kind }) => [id, kind]));
  return groups.flatMap(({ id }, index) =>
    known.get(id) === 'static'
      ? []
      : [
          {
            path: `groups.${index}.id`,
            message: known.has(id)
              ? 'The members of a dynamic group follow from its filter. Choose a static one.'
              : 'Choose an access group that exists.',
          },
        ],
  );
}

/** Each once, and certificates as PEM however they were pasted. */
export function tidied(settings: ProviderSettings): ProviderSettings {
  const once = (values: readonly string[]) => [...new Set(values)];
  return {
    ...settings,
    oidc: { ...settings.oidc, scopes: once(settings.oidc.scopes) },
    saml: {
      ...settings.saml,
      certificates: once(
        settings.saml.certificates
          .filter((pem) => pem !== '')
          .map((pem) => readCertificate(pem)?.pem ?? pem),
      ),
    },
    emailDomains: once(settings.emailDomains),
    trustedDomains: once(settings.trustedDomains),
  };
}
