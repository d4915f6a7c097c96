import type {
  ProviderDetail,
  ProviderInput,
  ProviderTest,
} from '../../../../server/contracts/identity-providers';
import type { FormFields } from '../../../services/useRecordForm';

/** What a step of a provider's page is given: the form, and the provider as it is saved. */
export interface ProviderPart extends FormFields<ProviderInput> {
  provider: ProviderDetail;
  isDisabled: boolean;
}

/** The last round trip of this admin, while the server keeps it. */
export type LastTest = ProviderTest | null;
