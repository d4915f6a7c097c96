import { Flex } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { MessageKind } from '../../../server/contracts/tickets';
import { useWords } from '../../useWords';

const Kind = styled.label<{ $isChosen: boolean }>`
  position: relative;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border-radius: ${({ theme }) => theme.borderRadius};
  border: 1px solid
    ${({ theme, $isChosen }) => theme.colors[$isChosen ? 'primary600' : 'neutral200']};
  background: ${({ theme, $isChosen }) => theme.colors[$isChosen ? 'primary100' : 'neutral0']};
  color: ${({ theme, $isChosen }) => theme.colors[$isChosen ? 'primary700' : 'neutral700']};
  font-size: 1.4rem;
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  cursor: pointer;

  &:focus-within {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }

  input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
`;

interface Props {
  kinds: MessageKind[];
  value: MessageKind;
  onChange: (kind: MessageKind) => void;
}

export function KindSwitch({ kinds, value, onChange }: Props) {
  const t = useWords();
  return (
    <Flex role="radiogroup" aria-label={t('composer.kind')} gap={2}>
      {kinds.map((kind) => (
        <Kind key={kind} $isChosen={kind === value}>
          <input
            type="radio"
            name="kind"
            value={kind}
            checked={kind === value}
            onChange={() => onChange(kind)}
          />
          {t(`kind.${kind}`)}
        </Kind>
      ))}
    </Flex>
  );
}
