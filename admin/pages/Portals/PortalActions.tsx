import { useNotification } from '@strapi/strapi/admin';
import { Flex, IconButton, LinkButton } from '@strapi/design-system';
import { ArrowRight, Duplicate, Play, Rocket, Stop, Trash, User } from '@strapi/icons';
import { Link, useNavigate } from 'react-router-dom';
import type { PortalRow } from '../../../server/contracts/portals';
import { paths } from '../../plugin';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';

interface Props {
  portal: PortalRow;
  mayEdit: boolean;
  mayPublish: boolean;
  mayReadMembers: boolean;
  onChanged: () => void;
  onPause: () => void;
  onDelete: () => void;
}

/** What may be done with one portal, by the person's role. */
export function PortalActions(props: Props) {
  const { portal, mayEdit, mayPublish, mayReadMembers, onChanged, onPause, onDelete } = props;
  const t = useWords();
  const textOf = useErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const { id, name, state } = portal;
  const isDraft = state === 'draft';

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
  }
  const resume = () =>
    attempt(async () => {
      await createRecord(`/portals/${id}/state`, { state: 'live' });
      toggleNotification({ type: 'success', message: t('portals.resumed', { name }) });
      onChanged();
    });
  const duplicate = () =>
    attempt(async () => {
      const made = await createRecord<{ id: string }>(`/portals/${id}/duplicate`, {});
      toggleNotification({ type: 'success', message: t('portals.duplicated') });
      navigate(paths.portalSetup(made.id, 'domain'));
    });

  return (
    <Flex gap={1} justifyContent="flex-end">
      {isDraft && mayEdit && (
        <LinkButton
          tag={Link}
          to={paths.portalSetup(id, portal.step)}
          size="S"
          variant="secondary"
          endIcon={<ArrowRight />}
          aria-label={t('portals.continue', { name })}
        >
          {t('portals.continueShort')}
        </LinkButton>
      )}
      {!isDraft && mayReadMembers && (
        <IconButton
          tag={Link}
          to={paths.members(id)}
          label={t('members.of', { name })}
          variant="ghost"
        >
          <User />
        </IconButton>
      )}
      {state === 'live' && (
        <IconButton
          tag={Link}
          to={paths.portalSetup(id, 'done')}
          label={t('portals.nextSteps', { name })}
          variant="ghost"
        >
          <Rocket />
        </IconButton>
      )}
      {state === 'live' && mayPublish && (
        <IconButton label={t('portals.pause', { name })} variant="ghost" onClick={onPause}>
          <Stop />
        </IconButton>
      )}
      {state === 'paused' && mayPublish && (
        <IconButton
          label={t('portals.resume', { name })}
          variant="ghost"
          onClick={() => void resume()}
        >
          <Play />
        </IconButton>
      )}
      {mayEdit && (
        <IconButton
          label={t('portals.duplicate', { name })}
          variant="ghost"
          onClick={() => void duplicate()}
        >
          <Duplicate />
        </IconButton>
      )}
      {(mayPublish || (isDraft && mayEdit)) && (
        <IconButton label={t('records.delete', { name })} variant="ghost" onClick={onDelete}>
          <Trash />
        </IconButton>
      )}
    </Flex>
  );
}
