import { Check } from '@strapi/icons';
import { styled } from 'styled-components';

const Circle = styled.span<{ $isFilled: boolean; $isDone: boolean }>`
  display: inline-flex;
  align-items: center;
  justify-content: center;
  flex: none;
  width: 2.4rem;
  height: 2.4rem;
  border-radius: 50%;
  border: 1px solid currentColor;
  font-size: 1.2rem;
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  ${({ $isDone, theme }) => $isDone && `color: ${theme.colors.success600};`}
  ${({ $isFilled, theme }) =>
    $isFilled &&
    `background: ${theme.colors.primary600}; border-color: ${theme.colors.primary600}; color: ${theme.colors.neutral0};`}

  path {
    fill: currentColor;
  }
`;

interface Props {
  /** Counted from 1. */
  number: number;
  /** A tick in place of the number. */
  isTicked: boolean;
  /** Where one is now. */
  isFilled?: boolean;
  /** The tick is green. */
  isDone?: boolean;
}

/** The number of a step in a circle, or its tick; whoever hears the page is told beside it. */
export function StepMark({ number, isTicked, isFilled = false, isDone = false }: Props) {
  return (
    <Circle aria-hidden $isFilled={isFilled} $isDone={isDone}>
      {isTicked ? <Check width="1.2rem" height="1.2rem" /> : number}
    </Circle>
  );
}
