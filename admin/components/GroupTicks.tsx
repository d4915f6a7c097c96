import { Checkbox, Field, Flex } from '@strapi/design-system';
import type { AccessGroupChoice } from '../../server/contracts/portal-setup';
import { useWords } from '../useWords';

interface Props {
  name: string;
  label: string;
  hint: string;
  groups: AccessGroupChoice[];
  /** Public ids. */
  chosen: string[];
  error?: string | undefined;
  isDisabled?: boolean;
  onChange: (chosen: string[]) => void;
}

/** Access groups to tick, each with its kind and how many are in it. */
export function GroupTicks(props: Props) {
  const { name, label, hint, groups, chosen, error, isDisabled, onChange } = props;
  const t = useWords();
  return (
    <Field.Root name={name} error={error} hint={hint}>
      <Field.Label>{label}</Field.Label>
      <Flex direction="column" alignItems="flex-start" gap={3} role="group" aria-label={label}>
        {groups.map((group) => (
          <Checkbox
            key={group.id}
            checked={chosen.includes(group.id)}
            disabled={isDisabled}
            onCheckedChange={(isChosen) =>
              onChange(isChosen ? [...chosen, group.id] : chosen.filter((id) => id !== group.id))
            }
          >
            {t('setup.access.group', {
              name: group.name,
              kind: t(`accessGroups.kind.${group.kind}`),
              members: t(
                group.members.more ? 'accessGroups.membersMore' : 'accessGroups.membersCount',
                { count: group.members.value },
              ),
            })}
          </Checkbox>
        ))}
      </Flex>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
