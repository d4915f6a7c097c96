import type { CompanyDetail } from '../../../server/contracts/companies';
import type { NamedCompany } from '../../components/CompanySelect';
import type { PropertyInput } from '../../components/PropertyField';
import type { DomainValue } from './DomainsSection';

/** What the form of a company holds. */
export interface CompanyValues {
  name: string;
  externalId: string;
  domains: DomainValue[];
  parent: NamedCompany | null;
  /** What was typed or chosen, by key; the others stay as they are. */
  properties: Record<string, PropertyInput>;
}

export const valuesOf = (company: CompanyDetail | null): CompanyValues => ({
  name: company?.name ?? '',
  externalId: company?.externalId ?? '',
  domains: company?.domains ?? [],
  parent: company?.parent ?? null,
  properties: {},
});
