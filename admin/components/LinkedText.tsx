import { Fragment } from 'react';
import { styled } from 'styled-components';

const Text = styled.div`
  font-size: 1.4rem;
  line-height: 1.6;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  color: ${({ theme }) => theme.colors.neutral800};

  a {
    color: ${({ theme }) => theme.colors.primary600};
    text-decoration: underline;
  }
`;

const ADDRESS = /(https?:\/\/[^\s<>"]+)/;
const TRAILING = /[.,;:!?)\]}'*_]+$/;

/** Text as it was written; web addresses in it become links, nothing else does. */
export function LinkedText({
  children,
  isLinked = true,
}: {
  children: string;
  isLinked?: boolean;
}) {
  const parts = isLinked ? children.split(ADDRESS) : [children];
  return (
    <Text dir="auto">
      {parts.map((part, index) => (
        <Fragment key={index}>{index % 2 === 1 ? <Address text={part} /> : part}</Fragment>
      ))}
    </Text>
  );
}

function Address({ text }: { text: string }) {
  const rest = TRAILING.exec(text)?.[0] ?? '';
  const href = text.slice(0, text.length - rest.length);
  return (
    <>
      <a href={href} target="_blank" rel="noreferrer">
        {href}
      </a>
      {rest}
    </>
  );
}
