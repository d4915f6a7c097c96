import type { ComponentProps, ReactNode } from 'react';
import { LinkButton } from '@strapi/design-system';
import { ExternalLink } from '@strapi/icons';
import { RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { useWords, type Word } from '../../useWords';
import type { SectionProps } from './sections';

interface Props extends SectionProps {
  label: Word;
  form: ComponentProps<typeof RecordFormPage>['form'];
  children: ReactNode;
  below?: ReactNode;
}

/** The frame of one page of the settings: the portal's name, what page it is, where it leads. */
export function SettingsForm({ portal, canEdit, label, form, children, below }: Props) {
  const t = useWords();
  const isOpen = portal.state === 'live' && portal.isReachable;
  return (
    <RecordFormPage
      title={portal.settings.general.name}
      subtitle={t(label)}
      back={{ to: paths.portals, label: t('settings.back') }}
      form={form}
      canSave={canEdit}
      actions={
        isOpen && (
          <LinkButton
            variant="tertiary"
            href={portal.address}
            target="_blank"
            rel="noreferrer"
            endIcon={<ExternalLink />}
          >
            {t('settings.open')}
          </LinkButton>
        )
      }
      below={below}
    >
      {children}
    </RecordFormPage>
  );
}
