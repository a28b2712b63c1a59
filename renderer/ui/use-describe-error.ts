import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../shared/cluster-error.ts';
import { describeError, type ErrorMessage } from '../../shared/describe-error.ts';

/** An error in the reader's language. */
export interface ErrorText {
  readonly title: string;
  /** What the server, plugin or parser said, as it said it; may have several lines. */
  readonly detail: string | null;
  readonly nextStep: string | null;
}

/** Turns errors into text: `const describe = useDescribeError(); describe(error).title`. */
export function useDescribeError(): (error: ClusterError) => ErrorText {
  const { t } = useTranslation('errors');
  const text = (message: ErrorMessage | null) => (message === null ? null : t(message.key, message.values));
  return (error) => {
    const { title, detail, nextStep } = describeError(error);
    return { title: text(title) ?? '', detail: text(detail), nextStep: text(nextStep) };
  };
}

/** Everything about an error as plain text, for "Copy details". */
export function errorDetails(text: ErrorText, error: ClusterError): string {
  return [text.title, text.detail, text.nextStep, '', JSON.stringify(error, null, 2)].filter((part) => part !== null).join('\n');
}
